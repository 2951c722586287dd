import { expect, test } from 'vitest';
import { formatSql } from './format-sql.ts';

test('SQL is laid out, with words of the grammar in capitals', () => {
  expect(formatSql('select a from t where b=1; select 2')).toBe(
    'SELECT\n  a\nFROM\n  t\nWHERE\n  b = 1;\n\nSELECT\n  2',
  );
});

test('what cannot be read is told in a sentence, with its place', () => {
  expect(() => formatSql('SELECT ((')).toThrow(/^The text ends in the middle of a statement\.$/);
  expect(() => formatSql('SELECT 1 )')).toThrow(/^The text cannot be read at line 1, column 10\.$/);
  expect(() => formatSql("\nselect 'abc")).toThrow(/^The text cannot be read at line 2, column 8\.$/);
});
