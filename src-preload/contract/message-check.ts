/**
 * Looks over the bytes of a message before they are decoded, so that decoding cannot be made to reserve memory
 * for items that are not there, to run out of stack, or to touch a prototype.
 *
 * Only what inputs of the contract need is let through: plain values, arrays, maps with text keys, bytes, and
 * `undefined`. Source of the layout: https://github.com/msgpack/msgpack/blob/master/spec.md
 *
 * @returns what is wrong, in a few words, or undefined.
 */
export function checkMessage(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Items still to come in each open container; a map counts its keys and values, and keys have odd places. */
  const open: { left: number; readonly isMap: boolean }[] = [];
  let at = 0;
  do {
    const container = open.at(-1);
    const isKey = container?.isMap === true && container.left % 2 === 0;
    if (container !== undefined) container.left -= 1;
    const item = readItem(view, at);
    if (item === undefined) return 'it ends too early or holds a type that no call needs';
    if (isKey) {
      if (item.kind !== 'text') return 'a key is no text';
      if (isPrototypeKey(bytes.subarray(at + item.headBytes, at + item.headBytes + item.count))) {
        return 'a key is __proto__';
      }
    }
    at += item.headBytes;
    if (item.kind === 'array' || item.kind === 'map') {
      const left = item.kind === 'map' ? item.count * 2 : item.count;
      // Every item takes a byte at least: a larger number is a lie, told to make the decoder reserve memory.
      if (left > bytes.byteLength - at) return 'it promises more items than it has bytes';
      open.push({ left, isMap: item.kind === 'map' });
      if (open.length > MAX_DEPTH) return 'it is nested too deeply';
    } else {
      at += item.count;
      if (at > bytes.byteLength) return 'it ends too early';
    }
    while (open.at(-1)?.left === 0) open.pop();
  } while (open.length > 0);
  return at === bytes.byteLength ? undefined : 'something follows its end';
}

/** Inputs of the contract nest 6 deep. */
const MAX_DEPTH = 32;

const PROTOTYPE_KEY = new TextEncoder().encode('__proto__');

function isPrototypeKey(utf8: Uint8Array): boolean {
  return (
    utf8.byteLength === PROTOTYPE_KEY.byteLength && PROTOTYPE_KEY.every((byte, index) => utf8[index] === byte)
  );
}

interface Item {
  readonly kind: 'plain' | 'text' | 'array' | 'map';
  readonly headBytes: number;
  /** Items of an array, entries of a map, else bytes that follow the head. */
  readonly count: number;
}

/** First bytes of the types with a head of their own; `size` is the width of the length that follows. */
const LONG_HEADS = new Map<number, readonly [kind: Item['kind'], size: 1 | 2 | 4]>([
  [0xc4, ['plain', 1]],
  [0xc5, ['plain', 2]],
  [0xc6, ['plain', 4]],
  [0xd9, ['text', 1]],
  [0xda, ['text', 2]],
  [0xdb, ['text', 4]],
  [0xdc, ['array', 2]],
  [0xdd, ['array', 4]],
  [0xde, ['map', 2]],
  [0xdf, ['map', 4]],
]);

/** Bytes of the numbers by their first byte: float 32 and 64, then unsigned and signed integers of 8 to 64 bits. */
const NUMBER_BYTES = new Map([
  [0xca, 4],
  [0xcb, 8],
  ...[0xcc, 0xcd, 0xce, 0xcf].map((head, index) => [head, 2 ** index] as const),
  ...[0xd0, 0xd1, 0xd2, 0xd3].map((head, index) => [head, 2 ** index] as const),
]);

const FIXEXT1 = 0xd4;
/** ext 8, 16 and 32: with type "t" and code 1 this is how msgpackr writes a `Uint8Array`. */
const EXTENSION_SIZES = new Map<number, 1 | 2 | 4>([
  [0xc7, 1],
  [0xc8, 2],
  [0xc9, 4],
]);
const TYPED_ARRAY = 0x74;
const UINT8 = 1;

function readItem(view: DataView, at: number): Item | undefined {
  if (at >= view.byteLength) return undefined;
  const head = view.getUint8(at);
  if (head <= 0x7f || head >= 0xe0) return { kind: 'plain', headBytes: 1, count: 0 };
  if (head <= 0x8f) return { kind: 'map', headBytes: 1, count: head & 0x0f };
  if (head <= 0x9f) return { kind: 'array', headBytes: 1, count: head & 0x0f };
  if (head <= 0xbf) return { kind: 'text', headBytes: 1, count: head & 0x1f };
  if (head === 0xc0 || head === 0xc2 || head === 0xc3) return { kind: 'plain', headBytes: 1, count: 0 };
  const numberBytes = NUMBER_BYTES.get(head);
  if (numberBytes !== undefined) return { kind: 'plain', headBytes: 1, count: numberBytes };
  if (head === FIXEXT1) {
    // Extension 0 is how msgpackr writes `undefined`.
    const isUndefined = at + 1 < view.byteLength && view.getUint8(at + 1) === 0;
    return isUndefined ? { kind: 'plain', headBytes: 2, count: 1 } : undefined;
  }
  const extensionSize = EXTENSION_SIZES.get(head);
  if (extensionSize !== undefined) return readBytesExtension(view, at, extensionSize);
  const long = LONG_HEADS.get(head);
  if (long === undefined) return undefined;
  const [kind, size] = long;
  const count = readLength(view, at + 1, size);
  return count === undefined ? undefined : { kind, headBytes: 1 + size, count };
}

function readBytesExtension(view: DataView, at: number, size: 1 | 2 | 4): Item | undefined {
  const length = readLength(view, at + 1, size);
  const type = at + 1 + size;
  if (length === undefined || length < 1 || type + 1 >= view.byteLength) return undefined;
  if (view.getUint8(type) !== TYPED_ARRAY || view.getUint8(type + 1) !== UINT8) return undefined;
  return { kind: 'plain', headBytes: 1 + size + 2, count: length - 1 };
}

function readLength(view: DataView, at: number, size: 1 | 2 | 4): number | undefined {
  if (at + size > view.byteLength) return undefined;
  return size === 1 ? view.getUint8(at) : size === 2 ? view.getUint16(at) : view.getUint32(at);
}
