import { expect, test } from 'vitest';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { type RecentStatement, statementEntries } from './palette-entries.ts';

const NOW = new Date(2026, 10, 27, 14, 30).getTime();

function statement(sql: string, file = 'a', at = NOW - 60_000): RecentStatement {
  const found = { id: sql, at, sql, milliseconds: 1, rows: 0, changes: null, error: null, path: null };
  // Of a file only its id and name are looked at.
  return { file: { id: file, name: `${file}.db` } as OpenFileInfo, found };
}
const lines = (statements: readonly RecentStatement[], text: string) =>
  statementEntries(statements, text, NOW).map(({ label, note }) => [label, note]);

test('a statement stands in one line, with its time; the file is named where several are open', () => {
  expect(lines([statement('SELECT a\n  FROM t')], 'a  from')).toEqual([['SELECT a FROM t', '14:29']]);
  expect(lines([statement('SELECT 1'), statement('SELECT 2', 'b', NOW - 25 * 3_600_000)], 'sel')).toEqual([
    ['SELECT 1', '14:29 · a.db'],
    ['SELECT 2', 'yesterday · b.db'],
  ]);
});

test('statements of the text before that do not have the new one are left out', () => {
  expect(lines([statement('SELECT 1'), statement('DELETE FROM t')], 'delete')).toHaveLength(1);
});

test('of a long statement the piece with the text is shown', () => {
  const long = `SELECT ${'x, '.repeat(200)}invoices FROM t ${'AND y '.repeat(200)}`;
  const [[label = ''] = []] = lines([statement(long)], 'invoices');
  expect(label.startsWith('… ')).toBe(true);
  expect(label.slice(0, 60)).toContain('invoices');
  expect(label.length).toBeLessThan(320);
});
