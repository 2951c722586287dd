import { expect, test } from 'vitest';
import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import type { TableChanges } from '../../../src-preload/contract/queries.ts';
import type { TimelineNode } from '../../../src-preload/contract/transactions.ts';
import {
  blocksByStatement,
  blocksByTable,
  type ChangeSource,
  changingNodes,
  tableGroup,
} from './change-groups.ts';

const COUNTS = { inserted: 0, updated: 2, deleted: 0 };

function table(object: string, reason: string | null = null): TableChanges {
  return { object, kind: 'table', counts: COUNTS, byTrigger: null, reason };
}

function rows(object: string, count: number): readonly StagedRow[] {
  return Array.from({ length: count }, (_, id) => ({
    object,
    row: { key: [id] },
    kind: 'insert',
    cells: [],
    stagedAt: 0,
    problems: [],
  }));
}

function node(id: string, change: Partial<TimelineNode>): TimelineNode {
  return {
    id,
    kind: 'statement',
    sql: 'UPDATE a SET b = 1',
    name: null,
    at: 0,
    milliseconds: 1,
    rows: null,
    counts: COUNTS,
    error: null,
    isUndone: false,
    isReleased: false,
    ...change,
  };
}

function source(change: Partial<ChangeSource>): ChangeSource {
  return {
    tables: () => [table('orders')],
    rows: (_, object) => ({ rows: rows(object, 2), total: 2 }),
    isOpen: () => true,
    isWhole: () => false,
    ...change,
  };
}

const kinds = (blocks: readonly { readonly kind: string }[]) => blocks.map(({ kind }) => kind);

test('a table is a card: its head, then its rows; a folded one has only its head', () => {
  const blocks = blocksByTable(source({}));
  expect(kinds(blocks)).toEqual(['head', 'row', 'row']);
  expect(blocks.map(({ isFirst, isLast }) => [isFirst, isLast])).toEqual([
    [true, false],
    [false, false],
    [false, true],
  ]);
  expect(kinds(blocksByTable(source({ isOpen: () => false })))).toEqual(['head']);
});

test('above 200 rows 50 are shown; all are what can be read, and the rest is told', () => {
  const many = { rows: () => ({ rows: rows('orders', 201), total: 201 }) };
  const few = blocksByTable(source(many));
  expect(few).toHaveLength(52);
  expect(few.at(-1)).toMatchObject({ kind: 'more', hidden: 151, canShow: true, isLast: true });
  const whole = (group: string) => group === tableGroup(null, 'orders');
  expect(blocksByTable(source({ ...many, isWhole: whole }))).toHaveLength(202);
  const huge = { rows: () => ({ rows: rows('orders', 1000), total: 5000 }), isWhole: whole };
  expect(blocksByTable(source(huge)).at(-1)).toMatchObject({ hidden: 4000, canShow: false });
});

test('what cannot be told says why, what is read is awaited, what failed says so', () => {
  expect(
    blocksByTable(source({ tables: () => [table('v', 'A module keeps its rows.')] })).at(-1),
  ).toMatchObject({
    kind: 'reason',
    text: 'A module keeps its rows.',
  });
  expect(kinds(blocksByTable(source({ rows: () => undefined })))).toEqual(['head', 'wait']);
  const failure = { code: 'BUSY', message: 'A statement runs.', hint: null, details: null };
  expect(kinds(blocksByTable(source({ tables: () => failure })))).toEqual(['failed']);
});

test('by statement only what stands and changed rows has a card, with its tables', () => {
  const nodes = [
    node('1', { kind: 'begin', counts: null }),
    node('2', {}),
    node('3', { error: 'CHECK failed' }),
    node('4', { isUndone: true }),
    node('5', { counts: { inserted: 0, updated: 0, deleted: 0 } }),
    node('6', { kind: 'staged' }),
  ];
  expect(changingNodes(nodes).map(({ node: { id } }) => id)).toEqual(['2', '6']);
  const asked: (string | null)[] = [];
  const blocks = blocksByStatement(
    source({
      tables: (id) => {
        asked.push(id);
        return [table('orders'), table('customers')];
      },
    }),
    nodes,
  );
  expect(asked).toEqual(['2', '6']);
  const card = ['head', 'table', 'row', 'row', 'table', 'row', 'row'];
  expect(kinds(blocks)).toEqual([...card, ...card]);
  expect(new Set(blocks.map(({ id }) => id)).size).toBe(blocks.length);
});
