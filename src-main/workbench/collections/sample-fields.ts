import { DocumentPaths } from '../../../src-preload/contract/document-paths.ts';
import type { Contract, OutputOf } from '../../../src-preload/contract/index.ts';
import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import type { CallOptions, Connection, SqlValue } from '../../engine/types.ts';
import type { ObjectFacts } from '../catalog/columns.ts';
import { FieldCollector } from './document-fields.ts';

export type FieldSample = OutputOf<Contract['collections']['fields']>;

const ANCHORS = 40;
const ROWS_PER_ANCHOR = 25;
/** Documents above this many bytes are looked at by their first level of keys only, inside SQLite. */
const LARGE_DOCUMENT = 65_536;

/**
 * The fields of a collection from at most 1,000 documents: short runs at places spread evenly over the rowids, or for
 * a WITHOUT ROWID table both ends of it. Each step is a short read of its own, so pages do not wait behind it.
 */
export async function sampleFields(
  connection: Connection,
  { name, rowidName }: Pick<ObjectFacts, 'name' | 'rowidName'>,
  options?: CallOptions,
): Promise<FieldSample> {
  const table = `main.${quoteIdentifier(name)} AS t`;
  const collector = new FieldCollector();
  const paths = new DocumentPaths();
  const encodings = new Set<SqlValue>();
  for (const { clause, params } of await stepsOf(connection, table, rowidName, options)) {
    const { rows } = await connection.query(
      `SELECT typeof(t."doc"), CASE
         WHEN json_valid(t."doc", 9) = 0 THEN NULL
         WHEN octet_length(t."doc") <= ${LARGE_DOCUMENT} THEN json(t."doc")
         ELSE (SELECT json_group_object(e.key, CASE e.type WHEN 'array' THEN json('[]') WHEN 'object' THEN json('{}')
             WHEN 'true' THEN json('true') WHEN 'false' THEN json('false')
             WHEN 'text' THEN '' ELSE e.value END) FROM json_each(t."doc") AS e) END
       FROM ${table} ${clause}`,
      params,
      options,
    );
    for (const [encoding, json] of rows) {
      if (typeof json !== 'string') continue;
      encodings.add(encoding ?? null);
      const document: unknown = JSON.parse(json);
      collector.add(document);
      paths.add(document);
    }
  }
  return {
    sampled: collector.documents,
    encoding: encodings.size > 1 ? 'mixed' : encodings.has('text') ? 'text' : 'jsonb',
    fields: collector.fields(),
    items: paths.inArrays(),
  };
}

interface Step {
  readonly clause: string;
  readonly params: readonly SqlValue[];
}

async function stepsOf(
  connection: Connection,
  table: string,
  rowidName: string | null,
  options: CallOptions | undefined,
): Promise<readonly Step[]> {
  const half = (ANCHORS * ROWS_PER_ANCHOR) / 2;
  if (rowidName === null) {
    return [
      { clause: `ORDER BY t."_id" LIMIT ${half}`, params: [] },
      {
        clause: `WHERE t."_id" > (SELECT max(k) FROM (SELECT u."_id" AS k FROM ${table.replace(/ AS t$/u, ' AS u')} ORDER BY u."_id" LIMIT ${half}))
          ORDER BY t."_id" DESC LIMIT ${half}`,
        params: [],
      },
    ];
  }
  const { rows } = await connection.query(
    `SELECT (SELECT min(t.${rowidName}) FROM ${table}), (SELECT max(t.${rowidName}) FROM ${table})`,
    [],
    options,
  );
  const [first, last] = rows[0] ?? [];
  if (first === null || first === undefined || last === null || last === undefined) return [];
  // Rowids are integers by definition; both number and bigint turn into bigint.
  const [low, high] = [BigInt(first as number | bigint), BigInt(last as number | bigint)];
  const span = high - low + 1n;
  const anchors = span <= BigInt(ANCHORS * ROWS_PER_ANCHOR) ? 1n : BigInt(ANCHORS);
  const limit = anchors === 1n ? ANCHORS * ROWS_PER_ANCHOR : ROWS_PER_ANCHOR;
  const steps: Step[] = [];
  for (let at = 0n; at < anchors; at += 1n) {
    const start = low + (span * at) / anchors;
    const end = low + (span * (at + 1n)) / anchors;
    steps.push({
      clause: `WHERE t.${rowidName} BETWEEN ? AND ? ORDER BY t.${rowidName} LIMIT ${limit}`,
      params: [start, end - 1n],
    });
  }
  return steps;
}
