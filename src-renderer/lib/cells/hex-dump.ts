/** One line of a hex dump: sixteen bytes. */
export interface HexLine {
  readonly offset: string;
  readonly hex: string;
  readonly text: string;
}

export const BYTES_PER_HEX_LINE = 16;

/** One line of a dump. `base` is the offset of `bytes` within the whole value. */
export function hexLine(bytes: Uint8Array, line: number, base = 0, perLine = BYTES_PER_HEX_LINE): HexLine {
  const start = line * perLine;
  const part = bytes.subarray(start, start + perLine);
  return {
    offset: (base + start).toString(16).padStart(8, '0'),
    hex: toHex(part, ' '),
    text: Array.from(part, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(
      '',
    ),
  };
}

/** Two digits for each byte. */
export function toHex(bytes: Uint8Array, separator = ''): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
}
