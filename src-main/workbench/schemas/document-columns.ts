import type { CallOptions } from '../../engine/types.ts';
import { schemaColumnsOf } from '../collections/stored-schema-of.ts';
import type { OpenFile } from '../open-file.ts';
import { columnSql } from '../rows/object-shape.ts';
import type { DocumentTable } from './document-source.ts';

/** Rows that are looked at. */
const SAMPLE = 20;
const MOST_COLUMNS = 200;

/** Columns for whose documents the file keeps schemas, then those that hold JSON objects in the first rows, the most first. */
export async function documentColumns(
  file: OpenFile,
  table: DocumentTable,
  options: CallOptions,
): Promise<string[]> {
  if (table.collection !== null) return [table.collection.documentColumn];
  const own = new Map(table.shape.facts.columns.map(({ name }) => [name.toLowerCase(), name]));
  const stored = (await schemaColumnsOf(file, table.name)).flatMap(
    (name) => own.get(name.toLowerCase()) ?? [],
  );
  return [...new Set([...stored, ...(await sampledColumns(file, table, options))])];
}

async function sampledColumns(
  file: OpenFile,
  { shape }: DocumentTable,
  { signal }: CallOptions,
): Promise<string[]> {
  const names = shape.facts.columns
    .filter(
      ({ hiddenKind, affinity }) => hiddenKind === 'none' && affinity !== 'INTEGER' && affinity !== 'REAL',
    )
    .map(({ name }) => name)
    .slice(0, MOST_COLUMNS);
  if (names.length === 0) return [];
  const tests = names.map((name) => {
    const sql = columnSql(name);
    return `CASE WHEN typeof(${sql}) IN ('text', 'blob') AND json_valid(${sql}, 9) THEN json_type(${sql}) = 'object' END`;
  });
  const { rows } = await file.use('reader', { holder: 'schema', signal }, (connection) =>
    connection.query(`SELECT ${tests.join(', ')} FROM ${shape.from} LIMIT ${SAMPLE}`, [], { signal }),
  );
  return names
    .map((name, index) => ({ name, found: rows.filter((row) => row[index] === 1).length }))
    .filter(({ found }) => found > 0)
    .sort((one, other) => other.found - one.found)
    .map(({ name }) => name);
}
