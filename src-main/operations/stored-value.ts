import { CellTag, type KeyValue } from '../../src-preload/contract/cell.ts';
import type { SqlValue } from '../engine/types.ts';
import type { SqlPart } from './sql/sql-part.ts';

/** TEXT whose bytes are no valid text of the file's encoding: a JS string would not be the same value. */
export interface RawText {
  readonly rawText: Uint8Array;
}

/**
 * A value exactly as SQLite stores it: bigint is INTEGER, number is REAL, string is valid TEXT. What rows are found
 * by again, so nothing may be rounded or repaired.
 */
export type StoredValue = SqlValue | RawText;

/** Whether the value is TEXT that has no JS string. */
export function isRawText(value: unknown): value is RawText {
  return typeof value === 'object' && value !== null && 'rawText' in value;
}

/** The value as an SQL operand. The unary plus takes the affinity of CAST away, which would convert the column. */
export function bindStored(value: StoredValue): SqlPart {
  return isRawText(value)
    ? { sql: '+CAST(? AS TEXT)', params: [value.rawText] }
    : { sql: '?', params: [value] };
}

/** The value in the form of the contract: small integers as number, integral and infinite REAL tagged. */
export function toKeyValue(value: StoredValue): KeyValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Number.isInteger(value) ? value : [CellTag.real, value];
  }
  return isRawText(value) ? [CellTag.badText, value.rawText] : value;
}

/** What `toKeyValue` was given. */
export function fromKeyValue(value: KeyValue): StoredValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (!Array.isArray(value)) return value as SqlValue; // Array.isArray does not narrow readonly tuples away.
  const tagged = value as Extract<KeyValue, readonly unknown[]>; // As above.
  return tagged[0] === CellTag.real ? tagged[1] : { rawText: tagged[1] };
}

/** A text that is equal for equal values and differs for different ones, 1 and 1.0 included. */
export function identityOf(values: readonly StoredValue[]): string {
  return JSON.stringify(
    values.map((value) => {
      if (value === null) return null;
      if (typeof value === 'bigint') return `i${value}`;
      if (typeof value === 'number') return `r${Object.is(value, -0) ? 0 : value}`;
      if (typeof value === 'string') return `t${value}`;
      const isText = isRawText(value);
      const bytes = isText ? value.rawText : value;
      return `${isText ? 'x' : 'b'}${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')}`;
    }),
  );
}
