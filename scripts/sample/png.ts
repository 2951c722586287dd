import { crc32 } from 'node:zlib';

/** Pixels along each side of a cover. */
export const COVER_SIZE = 40;

/**
 * A square PNG with 16 colours. Its pixels are stored, not compressed, so that the bytes are the same under every
 * version of zlib.
 */
export function encodePng(
  pixels: (x: number, y: number) => number,
  palette: readonly (readonly [number, number, number])[],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(COVER_SIZE, 0);
  header.writeUInt32BE(COVER_SIZE, 4);
  // Bit depth 4, colour type 3 (palette); compression, filter and interlace 0.
  header.set([4, 3, 0, 0, 0], 8);
  const lineBytes = 1 + COVER_SIZE / 2;
  const raw = Buffer.alloc(lineBytes * COVER_SIZE);
  for (let y = 0; y < COVER_SIZE; y += 1) {
    for (let x = 0; x < COVER_SIZE; x += 2) {
      raw[y * lineBytes + 1 + x / 2] = ((pixels(x, y) & 15) << 4) | (pixels(x + 1, y) & 15);
    }
  }
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', storedZlib(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

/** One stored block (RFC 1950 and 1951); `data` must be shorter than 64 kB. */
function storedZlib(data: Buffer): Buffer {
  const block = Buffer.alloc(7);
  block.set([0x78, 0x01, 0x01]);
  block.writeUInt16LE(data.length, 3);
  block.writeUInt16LE(~data.length & 0xffff, 5);
  let [low, high] = [1, 0];
  for (const byte of data) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  const adler = Buffer.alloc(4);
  adler.writeUInt32BE(((high << 16) | low) >>> 0);
  return Buffer.concat([block, data, adler]);
}
