import type { StructureColumn } from '../../../src-preload/contract/catalog.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import { keyText } from '../cells/cell-text.ts';

/** What names a row: the column of its key with its value, where there is one; else the number that SQLite gave it. */
export function rowName(row: EditRow, names: readonly string[]): string {
  if ('inserted' in row) return 'new row';
  const text = keyText(row.key);
  if (row.key.length !== 1) return text;
  return names.length === 1 ? `${names[0]} ${text}` : `#${text}`;
}

/** The columns of the primary key; none where rows are not named by them, since it may be NULL. */
export function keyNames(columns: readonly StructureColumn[]): readonly string[] {
  const keys = columns
    .filter(({ primaryKeyPosition }) => primaryKeyPosition > 0)
    .sort((one, other) => one.primaryKeyPosition - other.primaryKeyPosition);
  const [first] = keys;
  const isNumber = keys.length === 1 && first?.declaredType.toUpperCase() === 'INTEGER';
  return isNumber || keys.every(({ isNotNull }) => isNotNull) ? keys.map(({ name }) => name) : [];
}
