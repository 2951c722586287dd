import { quoteIdentifier } from '../quote-identifier.ts';
import { all, type Steps } from '../steps/steps.ts';

/** Documents looked at on each end of a table to tell a collection from a table that is only shaped like one. */
const SAMPLE = 12;
/** `json_valid` flags: RFC 8259 text, or JSONB checked to its last byte (https://sqlite.org/json1.html#jvalid). */
const TEXT_OR_JSONB = 9;

/**
 * Tables with the shape of a collection: `_id` TEXT as the only primary key, and a NOT NULL column `doc`. Schema text
 * is tested first so that tables without such words cost nothing.
 */
const CANDIDATES = `
  SELECT s.name
  FROM main.sqlite_schema AS s
  WHERE s.type = 'table' AND s.sql LIKE '%\\_id%' ESCAPE '\\' AND s.sql LIKE '%doc%'
    AND s.sql NOT LIKE 'CREATE VIRTUAL%'
    AND EXISTS (SELECT 1 FROM pragma_table_xinfo(s.name, 'main') AS c
      WHERE c.name = '_id' COLLATE NOCASE AND c.pk = 1 AND upper(c.type) = 'TEXT')
    AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(s.name, 'main') AS c WHERE c.pk > 1)
    AND EXISTS (SELECT 1 FROM pragma_table_xinfo(s.name, 'main') AS c
      WHERE c.name = 'doc' COLLATE NOCASE AND c."notnull" = 1 AND c.hidden = 0)`;

/**
 * Names of the tables that are collections of documents, whoever made them: the right shape, and every sampled `doc`
 * is a JSON object, as text or as JSONB. An empty table of that shape is one too. A table that cannot be read is none.
 */
export function* findCollections(): Steps<ReadonlySet<string>> {
  const { rows } = yield* all(CANDIDATES);
  const names = new Set<string>();
  for (const [name] of rows) {
    if (typeof name === 'string' && (yield* holdsDocuments(name))) names.add(name);
  }
  return names;
}

/** Both ends of the table: the newest documents may have another form than the oldest. */
function* holdsDocuments(table: string): Steps<boolean> {
  const from = `FROM main.${quoteIdentifier(table)} AS t ORDER BY t."_id"`;
  const test = `SELECT CASE WHEN json_valid(t."doc", ${TEXT_OR_JSONB}) THEN json_type(t."doc") END`;
  try {
    const { rows } = yield* all(
      `SELECT * FROM (${test} ${from} LIMIT ${SAMPLE}) UNION ALL SELECT * FROM (${test} ${from} DESC LIMIT ${SAMPLE})`,
    );
    return rows.every(([type]) => type === 'object');
  } catch {
    return false;
  }
}
