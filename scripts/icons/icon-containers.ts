/** A picture of an icon: a square PNG. */
export interface IconPicture {
  /** Pixels of a side. */
  readonly size: number;
  readonly png: Uint8Array;
}

/**
 * A Windows icon with PNGs in it, as Windows has read them since Vista. At most 256 pixels a side.
 *
 * Source: https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 */
export function icoOf(pictures: readonly IconPicture[]): Uint8Array {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.byteLength;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 0 means 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.byteLength, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.byteLength;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** The kinds of an icon of macOS that hold PNGs, by pixels; the second of a size is for screens of double density. */
const KINDS: readonly (readonly [kind: string, size: number])[] = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
];

/**
 * An icon of macOS. Throws when one of its sizes is missing.
 *
 * Source: https://en.wikipedia.org/wiki/Apple_Icon_Image_format
 */
export function icnsOf(pictures: readonly IconPicture[]): Uint8Array {
  const parts = KINDS.map(([kind, size]) => {
    const picture = pictures.find((each) => each.size === size);
    if (picture === undefined) throw new Error(`An icon of macOS needs a picture of ${size} pixels.`);
    return chunk(kind, picture.png);
  });
  return chunk('icns', Buffer.concat(parts));
}

function chunk(kind: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, 'latin1');
  head.writeUInt32BE(8 + bytes.byteLength, 4);
  return Buffer.concat([head, bytes]);
}
