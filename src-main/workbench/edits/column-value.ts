import type { EditValue } from '../../../src-preload/contract/edits.ts';
import { fromKeyValue, type StoredValue } from '../../operations/stored-value.ts';
import type { Affinity } from '../catalog/affinity.ts';
import { editRefused } from './edit-errors.ts';

const LARGEST = 2n ** 63n - 1n;

/** The value in the engine's form. Throws EDIT_REFUSED for an integer that SQLite cannot store. */
export function storedValueOf(value: EditValue): StoredValue {
  const stored = fromKeyValue(value);
  if (typeof stored === 'bigint' && (stored > LARGEST || stored < -LARGEST - 1n)) {
    throw editRefused('SQLite stores integers of 64 bits; this one has more. Store it as text or as REAL.');
  }
  // Buffers and views of larger memory end here.
  return stored instanceof Uint8Array ? Uint8Array.from(stored) : stored;
}

/**
 * What a column of this affinity makes of a value when it is stored, where that loses nothing
 * (https://www.sqlite.org/datatype3.html section 3); else the value itself, which SQLite then converts.
 */
export function inColumn(value: StoredValue, affinity: Affinity): StoredValue {
  switch (affinity) {
    case 'TEXT':
      return typeof value === 'bigint' ? String(value) : value;
    case 'REAL':
      return realOf(integerOf(value));
    case 'INTEGER':
    case 'NUMERIC':
      return integerOf(value);
    case 'BLOB':
      return value;
  }
}

function integerOf(value: StoredValue): StoredValue {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === 'string' && /^[+-]?\d{1,18}$/u.test(value) ? BigInt(value.replace('+', '')) : value;
}

function realOf(value: StoredValue): StoredValue {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
