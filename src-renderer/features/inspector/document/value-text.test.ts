import { expect, test } from 'vitest';
import { anyValue, readFieldSchema } from '../../../lib/documents/field-schema.ts';
import { blankLike, fieldText, rawOf, richValue, textKindOf } from './value-text.ts';

const DATE = '{"__type":"Date","value":"2026-01-31T00:00:00.000Z"}';

test('values as they stand in their fields, digits as they are', () => {
  expect(['1.10', '1e400', '"a\\u00e9"', 'null', null, DATE].map(fieldText)).toEqual([
    '1.10',
    '1e400',
    'aé',
    '',
    '',
    '2026-01-31T00:00:00.000Z',
  ]);
  expect(richValue(DATE)).toEqual({ type: 'Date', inner: '"2026-01-31T00:00:00.000Z"' });
  expect(richValue('{"__type":"Date"}')).toBeNull();
});

test('what is typed is kept: as a number where it is one, else as text', () => {
  expect(
    ['1.10', '1e400', '12345678901234567890123', '1.', '', 'x'].map((text) => rawOf(text, 'number', '1')),
  ).toEqual(['1.10', '1e400', '12345678901234567890123', '"1."', '""', '"x"']);
  expect(rawOf('2026-01-31', 'date', DATE)).toBe('{"__type":"Date","value":"2026-01-31"}');
  expect(rawOf('2026-01-31', 'date', '"2026-01-30"')).toBe('"2026-01-31"');
  expect(rawOf('12', 'bigint', null)).toBe('{"__type":"BigInt","value":"12"}');
  expect(rawOf('a"b', 'string', null)).toBe('"a\\"b"');
});

test('the schema says what a field holds, the document where it does not', () => {
  const number = readFieldSchema('{"type":"number"}') ?? anyValue;
  const date = readFieldSchema('{"x-zod":{"kind":"date"}}') ?? anyValue;
  expect(textKindOf(number, '"x"', 'string')).toBe('number');
  expect(textKindOf(anyValue, '"x"', 'string')).toBe('string');
  expect(textKindOf(anyValue, '1', 'number')).toBe('number');
  expect(textKindOf(anyValue, DATE, 'object')).toBe('date');
  expect(textKindOf(date, DATE, 'object')).toBe('date');
  expect(textKindOf(date, null, null)).toBe('date');
  expect(textKindOf(number, '{"a":1}', 'object')).toBeNull();
  expect(textKindOf(anyValue, 'true', 'boolean')).toBeNull();
});

test('a new item has the keys of its neighbour, empty', () => {
  expect(blankLike('{"sku":"a","qty":3,"tags":[1],"in":{"x":true}}')).toBe(
    '{"sku":"","qty":0,"tags":[],"in":{"x":false}}',
  );
  expect(['"a"', '7', 'null', '[1]'].map(blankLike)).toEqual(['""', '0', 'null', '[]']);
});
