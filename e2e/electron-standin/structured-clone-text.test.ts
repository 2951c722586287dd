import { expect, test } from 'vitest';
import { cloneFromText, cloneToText } from './clone-values.ts';

const through = (value: unknown) => cloneFromText(cloneToText(value));

test.each([
  ['plain values', { text: 'é🎉\u0000\ud800', yes: true, nothing: null, list: [1, [2]] }],
  [
    'what JSON lacks',
    { absent: undefined, numbers: [Number.NaN, -0, Number.NEGATIVE_INFINITY], big: 2n ** 70n },
  ],
  ['what looks like the form itself', { n: '5', u: 1, b: '7', list: [[0]], inner: { n: 'NaN' } }],
  ['dates', [new Date(9), new Date(Number.NaN)]],
  ['expressions', /a+b/giu],
  ['maps and sets', new Map<unknown, unknown>([[{ key: 1 }, new Set([1n, 'two'])]])],
  ['views', [new Uint8Array([1, 255]), new Float64Array([-0, 1e300]), new BigInt64Array([-1n])]],
  ['a buffer', new Uint8Array([7, 8]).buffer],
  ['a name of the prototype', JSON.parse('{"__proto__": {"polluted": true}}')],
])('%s', (_, value) => {
  expect(through(value)).toStrictEqual(structuredClone(value));
});

test('identity, cycles and holes are kept', () => {
  const shared = { name: 'shared' };
  const value: Record<string, unknown> = {
    first: shared,
    second: shared,
    holes: Object.assign(new Array(3), { 1: 'x' }),
  };
  value.self = value;
  const got = through(value) as typeof value;
  expect(got.first).toBe(got.second);
  expect(got.self).toBe(got);
  expect(Object.keys(got.holes as unknown[])).toEqual(['1']);
});

test('errors keep their kind, message and cause', () => {
  const got = through(new RangeError('far', { cause: new TypeError('near') })) as RangeError;
  expect(got).toBeInstanceOf(RangeError);
  expect(got.message).toBe('far');
  expect(got.cause).toBeInstanceOf(TypeError);
});

test.each([
  ['a function', () => 1],
  ['a symbol', Symbol('s')],
  ['a promise', Promise.resolve(1)],
])('%s is refused in the words of Electron', (_, value) => {
  expect(() => cloneToText({ inner: value })).toThrow('An object could not be cloned.');
});
