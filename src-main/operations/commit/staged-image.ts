import { isHashed } from '../stored-rows.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitTable, RowImage, WrittenRow } from './commit-input.ts';
import { NO_DOCUMENTS } from './perform.ts';

/** What a change did to its row, where it was written just as it was staged, by a guarded statement. */
export function stagedImage(
  table: Pick<CommitTable, 'name' | 'keys'>,
  { kind, key, columns, image }: Pick<CommitChange, 'kind' | 'key' | 'columns' | 'image'>,
): RowImage {
  const own = key ?? [];
  if (kind === 'delete') {
    const names = [...(image?.keys() ?? [])];
    const values = [...(image?.values() ?? [])].map((value) => (isHashed(value) ? null : value));
    const before = { key: own, values };
    return { table: table.name, before, after: null, changed: [], columns: names, documents: NO_DOCUMENTS };
  }
  const names = columns.map(({ name }) => name);
  // Guarded statements have neither hashes nor defaults.
  const before = columns.map((column) => column.before as StoredValue);
  const after = columns.map((column) => column.after ?? null);
  const newKey = table.keys.map(({ name }, at) => after[names.indexOf(name)] ?? own[at] ?? null);
  return {
    table: table.name,
    before: { key: own, values: before },
    after: { key: newKey, values: after },
    changed: names,
    columns: names,
    documents: NO_DOCUMENTS,
  };
}

/** What was written, in its order; where that is each change in turn just as it was staged, a word says it. */
export function writtenRows(
  done: readonly { readonly image: WrittenRow }[],
  { length }: readonly CommitChange[],
): readonly WrittenRow[] | 'as-staged' {
  const isAsStaged = done.length === length && done.every(({ image }, index) => image === index);
  return isAsStaged ? 'as-staged' : done.map(({ image }) => image);
}
