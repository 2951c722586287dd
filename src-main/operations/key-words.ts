import type { StoredValue } from './stored-value.ts';

/** What a row without an id is called. */
export function keyWords(key: readonly StoredValue[]): string {
  return key.map((value) => (typeof value === 'object' ? '…' : String(value))).join(', ');
}
