import { quoteIdentifier } from '../../engine/index.ts';
import { sqlLiteral } from '../../operations/formats/sql.ts';
import { type BeforeValue, isHashed } from '../../operations/stored-rows.ts';
import { fromKeyValue, type StoredValue } from '../../operations/stored-value.ts';
import type { StagedColumn, StagedEntry } from '../edits/index.ts';

/** Characters of a script that are shown at most. */
const MOST_SCRIPT = 8_000_000;

/** Staged rows as a script that a person could run; `keysOf` gives the SQL of an object's key. */
export function scriptOf(
  entries: readonly StagedEntry[],
  keysOf: (object: string) => readonly string[],
): string {
  let script = 'BEGIN IMMEDIATE;\n';
  for (const [index, entry] of entries.entries()) {
    if (script.length > MOST_SCRIPT) {
      return `${script}-- and ${entries.length - index} more rows, which are not shown\nROLLBACK;\n`;
    }
    script += `${statementOf(entry, keysOf(entry.object))};\n`;
  }
  return `${script}COMMIT;\n`;
}

/** A staged row as one statement. */
export function statementOf(entry: StagedEntry, keys: readonly string[]): string {
  const { object, kind, columns, image, row } = entry;
  const table = `main.${quoteIdentifier(object)}`;
  const given = [...columns].filter(([, { after }]) => after !== undefined);
  if (kind === 'insert') {
    if (given.length === 0) return `INSERT INTO ${table} DEFAULT VALUES`;
    const names = given.map(([name]) => quoteIdentifier(name)).join(', ');
    return `INSERT INTO ${table} (${names}) VALUES (${given.map(([, column]) => newValue(column)).join(', ')})`;
  }
  const key = 'key' in row ? row.key.map(fromKeyValue) : [];
  const guards = keys.map((sql, at) => `${sql} = ${sqlLiteral(key[at] ?? null)}`);
  if (kind === 'delete')
    return `DELETE FROM ${table} WHERE ${[...guards, ...imageGuards(image)].join(' AND ')}`;
  const sets = given.map(([name, column]) => `${quoteIdentifier(name)} = ${newValue(column)}`).join(', ');
  guards.push(...given.flatMap(([name, column]) => guardOf(name, column)));
  return `UPDATE ${table} SET ${sets} WHERE ${guards.join(' AND ')}`;
}

function newValue({ after, document }: StagedColumn): string {
  const literal = sqlLiteral(after ?? null);
  return document?.encoding === 'jsonb' ? `jsonb(${literal})` : literal;
}

function guardOf(name: string, { before, document }: StagedColumn): string[] {
  if (before === undefined) return [];
  const column = quoteIdentifier(name);
  if (document?.encoding === 'jsonb' && typeof before === 'string')
    return [`json(${column}) = ${sqlLiteral(before)}`];
  return [valueGuard(column, before)];
}

function imageGuards(image: ReadonlyMap<string, BeforeValue> | null): string[] {
  return [...(image ?? [])].map(([name, value]) => valueGuard(quoteIdentifier(name), value));
}

function valueGuard(column: string, value: BeforeValue): string {
  if (value === null) return `${column} IS NULL`;
  if (isHashed(value)) return `octet_length(${column}) = ${value.byteLength}`;
  return `typeof(${column}) = ${sqlLiteral(typeName(value))} AND +${column} = ${sqlLiteral(value)} COLLATE BINARY`;
}

function typeName(value: StoredValue): string {
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return 'real';
  return value instanceof Uint8Array ? 'blob' : 'text';
}
