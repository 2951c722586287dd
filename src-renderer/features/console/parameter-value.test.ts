import { expect, test } from 'vitest';
import { parameterText, parameterValue } from './parameter-value.ts';

test('what is typed is a number, a text, bytes, or nothing', () => {
  expect(['', '7', '-7', '1.5', '1.0', '1e3', 'paid', "'7'", "''", "x'00ff'"].map(parameterValue)).toEqual([
    null,
    7,
    -7,
    1.5,
    [1, 1],
    [1, 1000],
    'paid',
    '7',
    '',
    new Uint8Array([0, 255]),
  ]);
  expect(parameterValue('9223372036854775807')).toBe(2n ** 63n - 1n);
  expect(parameterValue('9223372036854775808')).toBe('9223372036854775808');
});

test('the text of a value gives the value back', () => {
  for (const value of [
    null,
    0,
    -12,
    2n ** 60n,
    1.25,
    [1, 3] as const,
    'a',
    '',
    '12',
    "o'clock",
    "'",
    "x'00'",
  ]) {
    expect(parameterValue(parameterText(value as Parameters<typeof parameterText>[0]))).toEqual(value);
  }
});
