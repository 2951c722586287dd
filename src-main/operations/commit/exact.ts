import { createHash } from 'node:crypto';
import type { Driver, SqlValue } from '../../engine/types.ts';
import type { SqlPart } from '../sql/sql-part.ts';
import { type BeforeValue, isHashed } from '../stored-rows.ts';
import { isRawText, type StoredValue } from '../stored-value.ts';
import { decodeText, encodingOf } from '../text-bytes.ts';

/** The value as an SQL operand that stores exactly it, in a column without a type too. */
export function bindExact(value: StoredValue): SqlPart {
  if (isRawText(value)) return { sql: '+CAST(? AS TEXT)', params: [value.rawText] };
  // Drivers bind integral numbers as INTEGER.
  const isIntegral = typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0);
  return { sql: isIntegral ? '+CAST(? AS REAL)' : '?', params: [value] };
}

/** SQLite's `typeof` of a value. */
export function typeOf(value: BeforeValue): 'null' | 'integer' | 'real' | 'text' | 'blob' {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return 'real';
  if (typeof value === 'string' || isRawText(value)) return 'text';
  return isHashed(value) ? value.type : 'blob';
}

/**
 * The condition that a column still has exactly this value, byte by byte: neither NOCASE nor an affinity may make two
 * values equal. Of a large value only its length is compared here; `isStill` tells.
 */
export function guardOf(column: string, value: BeforeValue): SqlPart {
  if (value === null) return { sql: `${column} IS NULL`, params: [] };
  const type = `typeof(${column}) = '${typeOf(value)}'`;
  if (isHashed(value)) return { sql: `${type} AND octet_length(${column}) = ?`, params: [value.byteLength] };
  const bound = bindExact(value);
  return { sql: `${type} AND +${column} = ${bound.sql} COLLATE BINARY`, params: bound.params };
}

/** Whether the file has the value that was seen before. */
export function isStill(driver: Driver, now: StoredValue, before: BeforeValue): boolean {
  if (!isHashed(before)) return isSame(now, before);
  if (typeOf(now) !== before.type) return false;
  const bytes = bytesOf(driver, now);
  if (bytes === null || bytes.byteLength !== before.byteLength || before.sha256 === null) return false;
  return createHash('sha256').update(bytes).digest('hex') === before.sha256;
}

/** Whether two values are stored as the same bytes. */
export function isSame(a: StoredValue, b: StoredValue): boolean {
  if (isRawText(a) || isRawText(b)) {
    return isRawText(a) && isRawText(b) && Buffer.compare(a.rawText, b.rawText) === 0;
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return Object.is(a, b);
}

/** Bytes of TEXT or BLOB as stored; null for other values. */
export function byteLengthOf(driver: Driver, value: StoredValue): number | null {
  return bytesOf(driver, value)?.byteLength ?? null;
}

function bytesOf(driver: Driver, value: StoredValue): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (isRawText(value)) return value.rawText;
  if (typeof value !== 'string') return null;
  const encoding = encodingOf(driver);
  if (encoding === 'UTF-8') return Buffer.from(value, 'utf8');
  const bytes = Buffer.from(value, 'utf16le');
  return encoding === 'UTF-16be' ? bytes.swap16() : bytes;
}

/** Columns that one SELECT may have; SQLite allows 2,000. */
const MOST_COLUMNS = 1900;

/** Rows of a query over these columns (SQL), every value exactly as stored. `rest` begins with FROM. */
export function readExact(driver: Driver, columns: readonly string[], rest: SqlPart): StoredValue[][] {
  if (columns.length > MOST_COLUMNS) {
    const [first, ...others] = [columns.slice(0, MOST_COLUMNS), columns.slice(MOST_COLUMNS)].map((part) =>
      readExact(driver, part, rest),
    );
    return (first ?? []).map((row, at) => [...row, ...others.flatMap((part) => part[at] ?? [])]);
  }
  const read = (list: readonly string[]) =>
    driver.allTypedSync(`SELECT ${list.join(', ')} ${rest.sql}`, rest.params).rows;
  const rows = read(columns).map((row) => [...row] as StoredValue[]);
  return withRawText(driver, rows, (suspects) => read(suspects.map((at) => `CAST(${columns[at]} AS BLOB)`)));
}

/** A JS string cannot tell a stored U+FFFD from bytes that are no text: such columns are read again as bytes. */
export function withRawText(
  driver: Driver,
  rows: StoredValue[][],
  readBytes: (suspects: readonly number[]) => readonly (readonly SqlValue[])[],
): StoredValue[][] {
  const suspects = new Set<number>();
  for (const row of rows) {
    row.forEach((value, at) => {
      if (typeof value === 'string' && value.includes('\uFFFD')) suspects.add(at);
    });
  }
  if (suspects.size === 0) return rows;
  const places = [...suspects];
  const bytes = readBytes(places);
  rows.forEach((row, index) => {
    places.forEach((at, place) => {
      const [text, raw] = [row[at], bytes[index]?.[place]];
      if (typeof text !== 'string' || !(raw instanceof Uint8Array)) return;
      if (decodeText(raw, encodingOf(driver)) !== text) row[at] = { rawText: raw };
    });
  });
  return rows;
}
