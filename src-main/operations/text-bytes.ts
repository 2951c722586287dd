import type { Driver } from '../engine/types.ts';
import type { TextEncoding } from './compare-stored.ts';

const encodings = new WeakMap<Driver, TextEncoding>();

/** How the file of a connection stores text; asked once for each connection. */
export function encodingOf(driver: Driver): TextEncoding {
  const known = encodings.get(driver);
  if (known !== undefined) return known;
  // One of the three, by https://www.sqlite.org/pragma.html#pragma_encoding.
  const encoding = String(driver.allSync('PRAGMA main.encoding').rows[0]?.[0]) as TextEncoding;
  encodings.set(driver, encoding);
  return encoding;
}

/** The text of these bytes, or undefined if they are no valid text. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Like `decodeText`, for the first bytes of a longer text: a character that is cut off at the end is dropped. */
export function decodeTextHead(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  const shortest = Math.max(0, bytes.byteLength - 3);
  for (let end = bytes.byteLength; end >= shortest; end -= 1) {
    const text = decodeText(bytes.subarray(0, end), encoding);
    if (text !== undefined) return text;
  }
  return undefined;
}
