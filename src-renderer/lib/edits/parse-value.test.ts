import { describe, expect, test } from 'vitest';
import type { ColumnRule } from '../../../src-preload/contract/edits.ts';
import { parseValue } from './parse-value.ts';

type Rule = Parameters<typeof parseValue>[1];

const rule = (editor: ColumnRule['editor'], more: Partial<Rule> = {}): Rule => ({
  column: 'c',
  editor,
  isStrict: false,
  isRequired: false,
  isGeneratedKey: false,
  options: [],
  ...more,
});
const value = (text: string, of: Rule, before?: Parameters<typeof parseValue>[2]) => {
  const parsed = parseValue(text, of, before);
  return parsed.ok ? parsed.value : parsed.problem;
};
const hint = (text: string, of: Rule) => {
  const parsed = parseValue(text, of, undefined);
  return parsed.ok ? parsed.hint : null;
};

describe('integers', () => {
  test('keep all digits of 64 bits', () => {
    expect(value('42', rule('integer'))).toBe(42);
    expect(value('9007199254740993', rule('integer'))).toBe(9007199254740993n);
    expect(value('-9223372036854775808', rule('integer'))).toBe(-9223372036854775808n);
    expect(value('+7', rule('integer'))).toBe(7);
  });
  test('beyond 64 bits are refused: SQLite would round them', () => {
    expect(value('9223372036854775808', rule('integer'))).toMatch(/64 bits/);
  });
  test('a fraction is REAL, and refused where the table is STRICT', () => {
    expect(value('1.5', rule('integer'))).toBe(1.5);
    expect(hint('1.5', rule('integer'))).toMatch(/REAL/);
    expect(value('2.0', rule('integer'))).toBe(2);
    expect(value('1.5', rule('integer', { isStrict: true }))).toMatch(/whole number.*STRICT/);
  });
  test('what is no number becomes text with a hint, and is refused where the table is STRICT', () => {
    expect(value('abc', rule('integer'))).toBe('abc');
    expect(hint('abc', rule('integer'))).toMatch(/kept as text/);
    expect(value('abc', rule('integer', { isStrict: true }))).toMatch(/"abc" is not a whole number/);
  });
  test('the key of the rows takes whole numbers only', () => {
    const key = rule('integer', { isGeneratedKey: true });
    expect(value('abc', key)).toMatch(/numbers the rows/);
    expect(value('1.5', key)).toMatch(/numbers the rows/);
    expect(value('12', key)).toBe(12);
  });
  test('nothing is NULL, where that is allowed', () => {
    expect(value('', rule('integer'))).toBeNull();
    expect(value(' ', rule('integer', { isRequired: true }))).toMatch(/cannot be NULL/);
  });
});

test('REAL columns get REAL values, whole ones marked as such', () => {
  expect(value('1.25', rule('real'))).toBe(1.25);
  expect(value('3', rule('real'))).toEqual([1, 3]);
  expect(value('-Inf', rule('real'))).toEqual([1, Number.NEGATIVE_INFINITY]);
  expect(hint('1.23456789012345678', rule('real'))).toMatch(/about 15 digits/);
  expect(hint('1.10', rule('real'))).toBeNull();
});

test('NUMERIC columns take integers and fractions as they are', () => {
  expect(value('5', rule('number'))).toBe(5);
  expect(value('5.5', rule('number'))).toBe(5.5);
  expect(value('1e3', rule('number'))).toEqual([1, 1000]);
  expect(value('12345678901234567890123', rule('number'))).toEqual([1, 1.2345678901234568e22]);
  expect(hint('12345678901234567890123', rule('number'))).toMatch(/15 digits/);
});

describe('texts', () => {
  test('stay as typed, blanks and digits too', () => {
    expect(value('1.10', rule('text'))).toBe('1.10');
    expect(value('', rule('text'))).toBe('');
    expect(value(' NULL ', rule('text'))).toBe(' NULL ');
  });
  test('a number stays one where the column has no type', () => {
    expect(value('6', rule('text'), 5)).toBe(6);
    expect(value('6.5', rule('text'), [1, '5.0'])).toBe(6.5);
    expect(value('six', rule('text'), 5)).toBe('six');
    expect(value('6', rule('text'), '5')).toBe('6');
  });
});

test('booleans are 1 and 0', () => {
  expect(value('true', rule('boolean'))).toBe(1);
  expect(value('0', rule('boolean'))).toBe(0);
  expect(value('', rule('boolean'))).toBeNull();
  expect(value('maybe', rule('boolean', { isStrict: true }))).toMatch(/true \(1\)/);
});

test('an enum takes its values in any case, and says which there are', () => {
  const of = rule('enum', { options: ['Paid', 'open', 3] });
  expect(value('paid', of)).toBe('Paid');
  expect(value('3', of)).toBe(3);
  expect(value('', of)).toBeNull();
  expect(value('payed', of)).toBe('Choose one of Paid, open, 3.');
  expect(value('', { ...of, isRequired: true })).toMatch(/Choose one of/);
});

test('dates are kept as typed, with a word where SQLite would not read them', () => {
  expect(hint('2024-02-29', rule('date'))).toBeNull();
  expect(hint('2024-02-29 12:30:00', rule('date'))).toBeNull();
  expect(hint('2023-02-29', rule('date'))).toMatch(/not a date/);
  expect(value('29.2.2024', rule('date'))).toBe('29.2.2024');
  expect(value('1709164800', rule('date'), 1_700_000_000)).toBe(1_709_164_800);
});
