import { isRawText, type StoredValue } from './stored-value.ts';

/** How the file stores text: it decides the order of BINARY, which compares bytes. */
export type TextEncoding = 'UTF-8' | 'UTF-16le' | 'UTF-16be';

/** One column of an order, as far as comparing needs it. */
export interface Ordering {
  readonly direction: 'up' | 'down';
  /** BINARY, NOCASE or RTRIM; a table that is ordered by another collation cannot be read by SQLite at all. */
  readonly collation: string;
}

/**
 * Compares two places as SQLite's ORDER BY does: NULL, numbers, TEXT, BLOB, each term up or down
 * (https://www.sqlite.org/datatype3.html#sort_order). Negative: `a` comes first.
 */
export function comparePlaces(
  a: readonly StoredValue[],
  b: readonly StoredValue[],
  order: readonly Ordering[],
  encoding: TextEncoding,
): number {
  for (const [index, { direction, collation }] of order.entries()) {
    const result = compareStored(a[index] ?? null, b[index] ?? null, collation, encoding);
    if (result !== 0) return direction === 'up' ? result : -result;
  }
  return 0;
}

/** Compares two values in the up direction. */
export function compareStored(
  a: StoredValue,
  b: StoredValue,
  collation: string,
  encoding: TextEncoding,
): number {
  const rank = classOf(a);
  const difference = rank - classOf(b);
  if (difference !== 0) return difference;
  if (rank === 0) return 0;
  // Equal classes from here on; JS compares bigint and number exactly.
  if (rank === 1) return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
  if (rank === 3) return Buffer.compare(a as Uint8Array, b as Uint8Array);
  return compareText(a, b, collation.toUpperCase(), encoding);
}

function classOf(value: StoredValue): number {
  if (value === null) return 0;
  if (typeof value === 'number' || typeof value === 'bigint') return 1;
  return typeof value === 'string' || isRawText(value) ? 2 : 3;
}

function compareText(a: StoredValue, b: StoredValue, collation: string, encoding: TextEncoding): number {
  // NOCASE and RTRIM are defined on UTF-8, whatever the file stores (sqlite3.c, sqlite3RegisterPerConnectionBuiltin...).
  if (collation === 'NOCASE')
    return Buffer.compare(folded(textBytes(a, 'UTF-8')), folded(textBytes(b, 'UTF-8')));
  if (collation === 'RTRIM')
    return Buffer.compare(trimmed(textBytes(a, 'UTF-8')), trimmed(textBytes(b, 'UTF-8')));
  return Buffer.compare(textBytes(a, encoding), textBytes(b, encoding));
}

function textBytes(value: StoredValue, encoding: TextEncoding): Buffer {
  if (isRawText(value)) return Buffer.from(value.rawText);
  const text = value as string; // classOf said so.
  if (encoding === 'UTF-8') return Buffer.from(text, 'utf8');
  const bytes = Buffer.from(text, 'utf16le');
  return encoding === 'UTF-16be' ? bytes.swap16() : bytes;
}

function folded(bytes: Buffer): Buffer {
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[index] = byte + 0x20;
  }
  return bytes;
}

function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0x20) end -= 1;
  return bytes.subarray(0, end);
}
