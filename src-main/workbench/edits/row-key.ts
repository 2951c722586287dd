import type { EditRow } from '../../../src-preload/contract/edits.ts';
import { fromKeyValue, identityOf } from '../../operations/stored-value.ts';

/** A text that is the same for the same row of the same object only. */
export function rowKeyOf(object: string, row: EditRow): string {
  const identity = 'key' in row ? identityOf(row.key.map(fromKeyValue)) : `new ${row.inserted}`;
  // A length in front: no name can end the name early.
  return `${object.length}:${object}${identity}`;
}

/** The row in words, such as "customers 7". */
export function rowWords(object: string, row: EditRow): string {
  const name = object.length > 40 ? `${object.slice(0, 39)}…` : object;
  if ('inserted' in row) return `the new row of ${name}`;
  const values = row.key.map((value) => valueWords(fromKeyValue(value))).join(', ');
  return `${name} ${values}`;
}

/** A value of a key in words, cut where it is long. */
export function valueWords(value: unknown): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return value.length > 40 ? `${value.slice(0, 39)}…` : value;
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  return 'in bytes';
}
