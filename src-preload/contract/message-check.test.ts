import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode } from './codec.ts';
import { checkMessage } from './message-check.ts';

describe('what calls consist of passes', () => {
  test.each<[string, unknown]>([
    ['null', null],
    ['undefined inside', { a: undefined, b: [undefined] }],
    ['numbers', [0, -1, 127, 128, 255, 256, 65535, 65536, 2 ** 31, 2 ** 32, 1.5, -32, -33, -129, 2 ** 53]],
    ['64-bit integers', [2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n]],
    ['special numbers', [Number.NaN, Number.POSITIVE_INFINITY, -0]],
    ['texts of every width', ['', 'a'.repeat(31), 'a'.repeat(32), 'é'.repeat(300), 'x'.repeat(70_000)]],
    [
      'bytes of every width',
      [new Uint8Array(0), new Uint8Array(255), new Uint8Array(256), new Uint8Array(70_000)],
    ],
    ['arrays of every width', [[], Array(15).fill(1), Array(16).fill([]), Array(70_000).fill(true)]],
    [
      'maps of every width',
      Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`k${index}`, {}])),
    ],
    ['a key named constructor', { widths: { constructor: 100 } }],
  ])('%s', (_name, value) => expect(checkMessage(encode(value))).toBeUndefined());
});

describe('what could harm is told', () => {
  const nested = (depth: number) => Uint8Array.from([...Array<number>(depth).fill(0x91), 0xc0]);

  test.each<[string, Uint8Array, RegExp]>([
    ['nothing at all', new Uint8Array(), /early/],
    ['a __proto__ key', encode(JSON.parse('{"a":[{"__proto__":{"x":1}}]}')), /__proto__/],
    ['4 billion items in 5 bytes', Uint8Array.from([0xdd, 255, 255, 255, 255]), /more items/],
    ['4 billion entries', Uint8Array.from([0xdf, 255, 255, 255, 255]), /more items/],
    ['4 GB of text', Uint8Array.from([0xdb, 255, 255, 255, 255, 65]), /early/],
    ['depth 100,000', nested(100_000), /deeply/],
    ['a number as key', Uint8Array.from([0x81, 1, 1]), /key is no text/],
    ['a map as key', Uint8Array.from([0x81, 0x80, 1]), /key is no text/],
    ['something behind the end', Uint8Array.from([0xc0, 0xc0]), /follows/],
    ['a missing value', Uint8Array.from([0x81, 0xa1, 0x61]), /early/],
    ['a date', encode(new Date(0)), /type/],
    ['an error', encode(new Error('x')), /type/],
    ['a regular expression', encode(/(a+)+$/), /type/],
    ['a buffer of another type', encode(new Float64Array(2)), /type/],
    ['a set', encode(new Set([1])), /type/],
    ['a record definition', Uint8Array.from([0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 1]), /type/],
    ['a pointer to an earlier value', Uint8Array.from([0xd6, 0x70, 0, 0, 0, 1]), /type/],
  ])('%s', (_name, bytes, reason) => expect(checkMessage(bytes)).toMatch(reason));

  test('depth 32 passes and 33 does not', () => {
    expect(checkMessage(nested(32))).toBeUndefined();
    expect(checkMessage(nested(33))).toMatch(/deeply/);
  });
});

test('whatever passes can be decoded, whatever bytes it is made of', () => {
  let passed = 0;
  const mutated = fc
    .tuple(fc.jsonValue(), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }))
    .map(([value, changes]) => {
      const bytes = encode(value);
      for (const [place, byte] of changes) bytes[place % bytes.byteLength] = byte;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 40 })), (bytes) => {
      if (checkMessage(bytes) !== undefined) return;
      passed += 1;
      decode(bytes);
    }),
    { numRuns: 5_000 },
  );
  expect(passed).toBeGreaterThan(500);
});
