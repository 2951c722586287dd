const FEWEST_BYTES = 512;
/** Chi-square of 255 degrees of freedom has mean 255 and deviation 22.6: this is 6 deviations above. */
const LIMIT = 255 + 6 * 22.6;

/**
 * Whether bytes look like noise, as encrypted data does: every byte value about as often as any other. Below 512
 * bytes nothing can be said, and the answer is false. Compressed data can look the same.
 */
export function looksRandom(bytes: Uint8Array): boolean {
  if (bytes.byteLength < FEWEST_BYTES) return false;
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  const expected = bytes.byteLength / 256;
  let chiSquare = 0;
  for (const count of counts) chiSquare += (count - expected) ** 2 / expected;
  return chiSquare < LIMIT;
}
