import { describe, expect, test } from 'vitest';
import type { EditCommit } from '../../../src-preload/contract/commits.ts';
import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import { copyBefore, dayTitle, historyDays, searchCommits, sourceText, timeText } from './history-model.ts';

const NOW = new Date(2026, 10, 23, 14, 30).getTime();

function commit(id: string, at: Date, change: Partial<EditCommit> = {}): EditCommit {
  return {
    id,
    at: at.getTime(),
    source: 'staged',
    undoes: null,
    counts: { inserted: 0, updated: 1, deleted: 0 },
    tables: ['customers'],
    bytes: 900,
    undoneAt: null,
    undoReason: null,
    ...change,
  };
}

const first = commit('a', new Date(2026, 10, 22, 23, 59, 59));
const second = commit('b', new Date(2026, 10, 23, 0, 0, 1), { tables: ['orders', 'invoice_items'] });
const third = commit('c', new Date(2026, 10, 23, 13, 20, 33), { source: 'undo', undoes: 'b' });

test('days begin at midnight, newest first', () => {
  expect(
    historyDays([first, second, third], NOW).map(({ title, commits }) => [
      title,
      commits.map(({ id }) => id),
    ]),
  ).toEqual([
    ['Today', ['c', 'b']],
    ['Yesterday', ['a']],
  ]);
  expect(dayTitle(new Date(2026, 9, 5).getTime(), NOW)).toBe('Monday 5 October');
  expect(dayTitle(new Date(2024, 2, 3).getTime(), NOW)).toBe('3 March 2024');
});

test('an undo names the commit that it took back', () => {
  expect(sourceText(third, [first, second, third])).toBe(`Undo of ${timeText(second.at)}`);
  expect(sourceText(third, [])).toBe('Undo');
  expect(sourceText(first, [])).toBe('Staged edits');
});

describe('search', () => {
  const row: StagedRow = {
    object: 'customers',
    row: { key: ['ord_10482'] },
    kind: 'update',
    cells: [{ column: 'city', before: 'Galway', after: 'Cork', isDefault: false, changes: null, fields: [] }],
    stagedAt: 0,
    problems: [],
  };
  const rowsOf = (id: string) => (id === 'a' ? [row] : undefined);
  test.each([
    ['', ['a', 'b', 'c']],
    ['INVOICE', ['b']],
    ['10482', ['a']],
    ['galway', ['a']],
    ['cork ', ['a']],
    ['nowhere', []],
  ])('%s', (text, found) => {
    expect(searchCommits([first, second, third], text, rowsOf).map(({ id }) => id)).toEqual(found);
  });
});

test('the copy for a commit is the newest one before it that is there', () => {
  const copy = (id: string, at: number, reason: string | null = null) => ({ id, at, bytes: 1, reason });
  const copies = [copy('1', 100), copy('2', 200), copy('3', 300, 'too large'), copy('4', 900)];
  expect(copyBefore(copies, 500)?.id).toBe('2');
  expect(copyBefore(copies, 50)).toBeUndefined();
});
