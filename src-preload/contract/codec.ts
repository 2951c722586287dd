// Not 'msgpackr': with the streams and the native module that it brings, each process would start 20 ms later.
import { Packr } from 'msgpackr/pack';

/**
 * The one codec of the bridge. 64-bit integers, typed arrays, dates and undefined survive; `-0`, lone
 * surrogates, Map and `__proto__` keys do not, so documents travel as JSON text and such cells as tagged values.
 */
// msgpackr's types lack 'auto', which its README documents and its decoder implements.
const INT64_AS_NUMBER_WHEN_SAFE = 'auto' as 'number';

const packr = new Packr({ useRecords: false, int64AsType: INT64_AS_NUMBER_WHEN_SAFE, moreTypes: true });

/**
 * Encodes a value to an exact copy of its bytes. `pack()` itself returns a view into a shared, growing buffer:
 * posting that view would drag megabytes of other replies along.
 */
export function encode(value: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(packr.pack(value));
}

/** Decodes what `encode` made. Throws on damaged bytes. */
export function decode(bytes: Uint8Array): unknown {
  return packr.unpack(bytes);
}
