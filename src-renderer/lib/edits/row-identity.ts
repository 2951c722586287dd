import type { RowKey } from '../../../src-preload/contract/cell.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import { keyIdentity } from '../cells/cell-text.ts';

/** Keys are objects of pages, which stay the same as long as a row is at hand. */
const known = new WeakMap<RowKey, string>();

/** A text that is the same for two rows of an object only if they are one: for maps. */
export function rowIdentity(row: EditRow): string {
  return 'key' in row ? identityOfKey(row.key) : `new ${row.inserted}`;
}

/** The identity of a row that the file has. */
export function identityOfKey(key: RowKey): string {
  let text = known.get(key);
  if (text === undefined) {
    text = `key ${keyIdentity(key)}`;
    known.set(key, text);
  }
  return text;
}
