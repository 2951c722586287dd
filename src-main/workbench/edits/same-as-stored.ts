import { createHash } from 'node:crypto';
import { type BeforeValue, isHashed } from '../../operations/stored-rows.ts';
import { isRawText, type StoredValue } from '../../operations/stored-value.ts';

/** Whether both are the same value of the same type, so that nothing has to be written. */
export function sameAsStored(before: BeforeValue, after: StoredValue): boolean {
  if (isHashed(before)) return sameHash(before, after);
  if (before === null || after === null) return before === after;
  if (typeof before !== typeof after) return false;
  if (typeof before === 'number') return Object.is(before, after);
  if (typeof before !== 'object' || typeof after !== 'object') return before === after;
  const [old, now] = [bytesOf(before), bytesOf(after)];
  return isRawText(before) === isRawText(after) && Buffer.compare(old, now) === 0;
}

function sameHash(
  { type, byteLength, sha256 }: Extract<BeforeValue, { kind: 'hashed' }>,
  after: StoredValue,
): boolean {
  if (typeof after !== 'string' && (typeof after !== 'object' || after === null)) return false;
  const isText = typeof after === 'string' || isRawText(after);
  if (isText !== (type === 'text') || sha256 === null) return false;
  // In a file with UTF-16 the bytes are others, and the value is written once more: no harm.
  const bytes = typeof after === 'string' ? Buffer.from(after) : bytesOf(after);
  return bytes.byteLength === byteLength && createHash('sha256').update(bytes).digest('hex') === sha256;
}

function bytesOf(value: Exclude<StoredValue, null | number | bigint | string>): Uint8Array {
  return isRawText(value) ? value.rawText : value;
}
