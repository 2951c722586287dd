import { sqlTokens } from '../../../src-preload/contract/sql-text/index.ts';
import { type QueryStatement, quoteIdentifier } from '../../engine/index.ts';
import type { SqlValue } from '../../engine/types.ts';
import { sqlLiteral } from '../../operations/formats/sql.ts';

/** Clauses that begin a line. */
const CLAUSES = /^(?:FROM|JOIN|LEFT|WHERE|GROUP|HAVING|ORDER|LIMIT)$/;

/**
 * A statement of the engine for people: its values stand in the text, its columns have the names of the query, and each
 * clause has a line. Nothing else of it is changed.
 */
export function builderSql({ sql, params, names }: QueryStatement): string {
  const values = params.map(valueSql);
  const columns = names.map((name) => ` AS ${quoteIdentifier(name)}`);
  let text = '';
  let depth = 0;
  let isInColumns = true;
  for (const { kind, from, to } of sqlTokens(sql)) {
    const token = sql.slice(from, to);
    if (kind === 'open') depth += 1;
    else if (kind === 'close') depth -= 1;
    const isOuter = depth === 0;
    if (isOuter && kind === 'word' && CLAUSES.test(token) && !text.endsWith('LEFT ')) {
      if (token === 'FROM' && isInColumns) {
        text = text.trimEnd() + (columns.shift() ?? '');
        isInColumns = false;
      }
      text = `${text.trimEnd()}\n${token}`;
    } else if (isOuter && isInColumns && token === ',') text += `${columns.shift() ?? ''},`;
    else text += kind === 'parameter' ? (values.shift() ?? token) : token;
  }
  return `${text};`;
}

/** Whole numbers without a point, as people write them. */
function valueSql(value: SqlValue): string {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : sqlLiteral(value);
}
