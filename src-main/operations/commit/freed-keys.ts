import { isHashed } from '../stored-rows.ts';
import { identityOf, type StoredValue } from '../stored-value.ts';
import type { CommitInput, CommitTable } from './commit-input.ts';

/** Columns that no two rows share, so that a new row may meet one that has its values. */
export function primaryColumns(table: CommitTable): readonly string[] {
  return table.isKeyImplicit ? (table.uniqueKeys[0] ?? []) : table.keys.map(({ name }) => name);
}

/** Keys that this commit takes away: by a deletion, or by another key for the row. */
export function freedKeys({ tables, changes }: CommitInput): ReadonlySet<string> {
  const freed = new Set<string>();
  for (const { table: at, kind, key, columns, image } of changes) {
    const table = tables[at];
    if (table === undefined || kind === 'insert') continue;
    const names = primaryColumns(table);
    if (kind === 'update' && !columns.some(({ name }) => names.includes(name))) continue;
    const values = table.isKeyImplicit ? names.map((name) => image?.get(name) ?? null) : (key ?? []);
    if (values.some(isHashed)) continue;
    freed.add(freedKey(at, values as StoredValue[]));
  }
  return freed;
}

export function freedKey(table: number, values: readonly StoredValue[]): string {
  return `${table} ${identityOf(values)}`;
}
