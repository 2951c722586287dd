import { expect, test } from 'vitest';
import type { DryRunResult, DryRunStatement } from '../../../src-preload/contract/queries.ts';
import { dryRunBlocks } from './dry-run-blocks.ts';
import { causeWords, dryRunReport, problemsNote, problemWords, tallyOf } from './dry-run-words.ts';
import { marksOf } from './use-dry-run.tsx';

const NONE = { inserted: 0, updated: 0, deleted: 0 };

function statement(change: Partial<DryRunStatement>): DryRunStatement {
  return {
    from: 0,
    to: 10,
    sql: 'UPDATE a\n  SET b = 1',
    outcome: 'ran',
    rows: null,
    counts: { ...NONE, updated: 2 },
    milliseconds: 18.24,
    problem: null,
    causes: [],
    refused: 0,
    broken: [],
    ...change,
  };
}

const failed = statement({
  from: 12,
  to: 30,
  sql: 'DELETE FROM customers',
  outcome: 'failed',
  counts: null,
  problem: 'FOREIGN KEY failed.',
  refused: 7,
  causes: [
    {
      ...{ object: 'invoices', key: [12], label: null, isInFile: true, role: 'orphan', parent: 'customers' },
      values: [{ column: 'customer_id', value: 6 }],
    },
  ],
});
const breaking = statement({
  from: 32,
  to: 50,
  broken: [
    {
      ...{ object: 'orders', message: 'total: must be a number.', documents: 3 },
      rows: [{ key: [3], label: '_id ord_1', isInFile: true }],
    },
  ],
});
const leftOut = statement({
  from: 52,
  to: 58,
  sql: 'VACUUM',
  outcome: 'left-out',
  problem: 'It cannot be tried.',
});

const result: DryRunResult = {
  at: Date.UTC(2026, 10, 27, 14, 21, 8),
  statements: [statement({}), failed, breaking, leftOut],
  atCommit: null,
  tables: [
    {
      object: 'orders',
      kind: 'collection',
      counts: { ...NONE, updated: 60 },
      byTrigger: null,
      reason: null,
      rows: [{ object: 'orders', row: { key: ['a'] }, kind: 'update', cells: [], stagedAt: 0, problems: [] }],
    },
    {
      object: 'invoices',
      kind: 'table',
      counts: { ...NONE, updated: 38 },
      byTrigger: 'invoices_total',
      reason: null,
      rows: [],
    },
  ],
  counts: { ...NONE, updated: 98 },
  byTriggers: 38,
  milliseconds: 23,
  heldMilliseconds: 24,
  isUnchanged: true,
};

test('statements are told by how they ended, each once', () => {
  const tally = tallyOf(result.statements);
  expect(tally).toEqual({ ran: 1, failed: 1, broken: 1, leftOut: 1 });
  expect(problemWords(tally)).toEqual(['1 failed', '1 breaks a schema', '1 left out']);
  expect(problemsNote(result)).toBe('2 problems');
  expect(problemsNote({ ...result, statements: [statement({})] })).toBeNull();
});

test('lines of the editor are marked at their places in the whole text', () => {
  expect(marksOf(result, 100)).toEqual([
    { kind: 'error', from: 112, to: 130 },
    { kind: 'warning', from: 132, to: 150 },
    { kind: 'warning', from: 152, to: 158 },
  ]);
});

test('what is wrong stands under its statement; a table opens to its rows and what is not shown', () => {
  const kinds = (open: readonly string[]) => dryRunBlocks(result, new Set(open)).map(({ kind }) => kind);
  const failure = ['statement', 'problem', 'cause', 'others'];
  const statements = [
    'summary',
    'titles',
    'statement',
    ...failure,
    'statement',
    'rule',
    'document',
    'others',
  ];
  const first = [...statements, 'statement', 'problem'];
  expect(kinds([])).toEqual([...first, 'table', 'table']);
  expect(kinds(['orders'])).toEqual([...first, 'table', 'row', 'more', 'table']);
  expect(dryRunBlocks(result, new Set()).filter(({ isLast }) => isLast)).toHaveLength(2);
});

test('the report can be read by others', () => {
  const lines = dryRunReport('music.sqlite', result).split('\n');
  expect(lines[0]).toContain('Dry run on music.sqlite, 2026-11-27');
  expect(lines[1]).toContain('Nothing was written.');
  expect(lines).toContain('It would change: 98 updated, 38 of them by triggers and foreign keys.');
  expect(lines).toContain('1. UPDATE a SET b = 1');
  expect(lines).toContain('   FOREIGN KEY failed.');
  expect(lines).toContain('     invoices, 12: customer_id 6 would not be in customers');
  expect(lines).toContain('   orders: total: must be a number, in 3 documents');
  expect(lines).toContain('     orders, _id ord_1');
  expect(lines).toContain('invoices (by the trigger invoices_total): 38 updated');
});

test('a row by which a statement failed is told by what it has to do with it', () => {
  const cause = {
    object: 'p',
    key: [2],
    label: null,
    isInFile: true,
    parent: null,
    values: [{ column: 'mail', value: 'a' }],
  };
  expect(causeWords({ ...cause, role: 'taken' }, 'id 2')).toBe('p, id 2 has mail a already');
  expect(causeWords({ ...cause, role: 'taken', values: [{ column: 'id', value: 2 }] }, 'id 2')).toBe(
    'p, id 2 is there already',
  );
  expect(causeWords({ ...cause, role: 'refused' }, 'id 2')).toBe('p, id 2: mail a');
  expect(causeWords({ ...cause, role: 'refused', values: [] }, 'id 2')).toBe('p, id 2');
  expect(causeWords({ ...cause, role: 'refused', key: null }, '')).toBe('A new row of p: mail a');
});

test('a COMMIT that would fail is a problem of its own, behind the statements', () => {
  const { causes } = failed;
  const waiting: DryRunResult = { ...result, statements: [statement({})], atCommit: { causes, refused: 1 } };
  expect(problemsNote(waiting)).toBe('1 problem');
  expect(dryRunBlocks(waiting, new Set()).map(({ kind }) => kind)).toEqual([
    ...['summary', 'titles', 'statement', 'commit', 'cause', 'table', 'table'],
  ]);
  expect(dryRunReport('a.db', waiting)).toContain(
    'COMMIT would fail: FOREIGN KEY constraint failed\n     invoices',
  );
});
