import { expect, test } from 'vitest';
import { splitStatements } from '../../../../src-preload/contract/sql-text/index.ts';
import { addedStatement } from './added-statement.ts';

/** The text with the caret as `|`. */
function added(text: string, sql: string): string {
  const slice = (from: number, to: number) => text.slice(from, to);
  const { changes, caret } = addedStatement(text.length, slice, splitStatements(text), sql);
  const after = changes.reduceRight(
    (now, { from, insert }) => `${now.slice(0, from)}${insert}${now.slice(from)}`,
    text,
  );
  return `${after.slice(0, caret)}|${after.slice(caret)}`;
}

test('a statement is put behind the others, as one of its own', () => {
  expect(added('', ' SELECT 2; ')).toBe('SELECT 2|;');
  expect(added('SELECT 1', 'SELECT 2')).toBe('SELECT 1;\n\nSELECT 2|');
  expect(added('SELECT 1;\n', 'SELECT 2')).toBe('SELECT 1;\n\nSELECT 2|');
  expect(added('SELECT 1 -- one; two', 'SELECT 2')).toBe('SELECT 1; -- one; two\n\nSELECT 2|');
  expect(added('-- nothing yet\n\n', 'SELECT 2')).toBe('-- nothing yet\n\nSELECT 2|');
});

test('one that stands there already is gone to, and nothing is changed', () => {
  expect(added('SELECT 1; SELECT 2 ; SELECT 3', 'SELECT 2;')).toBe('SELECT 1; |SELECT 2 ; SELECT 3');
  expect(added('SELECT 22', 'SELECT 2')).toBe('SELECT 22;\n\nSELECT 2|');
});
