import { expect, test } from 'vitest';
import { cellEditValue, cellRaw, editText, fieldRaw } from './edit-text.ts';

test('an editor begins with the text as it is stored', () => {
  expect(editText('Galway')).toBe('Galway');
  expect(editText(9007199254740993n)).toBe('9007199254740993');
  expect(editText([1, '1.0'])).toBe('1.0');
  expect(editText([8, '1.10'])).toBe('1.10');
  expect(editText(null)).toBe('');
  expect(editText([2, 4000, 'begin'])).toBeNull();
  expect(editText([4, 10, new Uint8Array(10)])).toBeNull();
});

test('a value is whole or it is none', () => {
  expect(cellEditValue([1, '-Inf'])).toEqual([1, Number.NEGATIVE_INFINITY]);
  expect(cellEditValue([4, 2, new Uint8Array([1, 2])])).toEqual(new Uint8Array([1, 2]));
  expect(cellEditValue([4, 200, new Uint8Array(64)])).toBeUndefined();
  expect(cellEditValue([2, 4000, 'begin'])).toBeUndefined();
  expect(cellEditValue('x')).toBe('x');
});

test('a field of a document keeps its type and its digits', () => {
  expect(fieldRaw('1.10', [8, '1.2'], 'number')).toBe('1.10');
  expect(fieldRaw('1e400', 5, 'number')).toBe('1e400');
  expect(fieldRaw('12', 'text before', 'string')).toBe('"12"');
  expect(fieldRaw('twelve', 5, 'number')).toBe('"twelve"');
  expect(fieldRaw('true', [9, false], 'boolean')).toBe('true');
  expect(fieldRaw('7', [11], 'number | null')).toBe('7');
  expect(fieldRaw('a "b"\n', [11], 'string')).toBe('"a \\"b\\"\\n"');
});

test('a field is copied as JSON text', () => {
  expect(cellRaw([8, '1.10'])).toBe('1.10');
  expect(cellRaw('x')).toBe('"x"');
  expect(cellRaw('[1]')).toBe('"[1]"');
  expect(cellRaw([10])).toBe('null');
  expect(cellRaw([11])).toBeNull();
  expect(cellRaw([6, 3])).toBeUndefined();
});
