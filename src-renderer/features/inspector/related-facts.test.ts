import { expect, test } from 'vitest';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { Related, ViewInfo } from '../../../src-preload/contract/rows.ts';
import { isOfFigures, keyNote, relatedSummary } from './related-facts.ts';

type Parent = Related['parents'][number];
type Child = Related['children'][number];

function parent(changes: Partial<Parent>): Parent {
  return {
    table: 'employees',
    kind: 'table',
    fromColumns: ['rep_id'],
    toColumns: ['id'],
    columns: ['name'],
    row: { key: [4], cells: ['M. Park'] },
    isNull: false,
    ...changes,
  };
}

function child(value: number | null, kind: Child['count']['kind'], rows: readonly Cell[][] = []): Child {
  return {
    table: 'invoices',
    kind: 'table',
    fromColumns: ['customer_id'],
    toColumns: ['id'],
    columns: ['id', 'city'],
    rows: rows.map((cells, index) => ({ key: [index], cells })),
    count: { value, kind },
    filter: [],
  };
}

function viewOf(...names: string[]): ViewInfo {
  const columns = names.map((name) => ({
    name,
    path: null,
    declaredType: 'INTEGER',
    isNumeric: true,
    primaryKeyPosition: 0,
    isNotNull: false,
    isIndexed: false,
    isUnique: false,
    isGenerated: false,
    isHidden: false,
    references: null,
  }));
  return {
    view: 'v1',
    file: 'f1',
    object: 'customers',
    kind: 'table',
    columns,
    keyKind: 'rowid',
    keyColumns: ['id'],
    sort: [],
    filter: [],
    progress: {
      view: 'v1',
      count: { value: 1, kind: 'exact' },
      total: { value: 1, kind: 'exact' },
      positions: 'ready',
      fraction: null,
      isStale: false,
    },
    limitedTo: null,
  };
}

test('the foot counts what there is', () => {
  const children = [child(7, 'exact', [[1]]), child(2, 'exact', [[1]]), child(0, 'exact')];
  expect(relatedSummary({ parents: [parent({})], children, milliseconds: 3.2 })).toBe(
    '1 parent, 9 children in 2 of 3 places, 3 ms',
  );
});

test('the foot says when a count is not exact, and leaves out what no key makes possible', () => {
  const about = [child(10_000, 'about', [[1]])];
  expect(relatedSummary({ parents: [], children: about, milliseconds: 0.1 })).toBe(
    'about 10,000 children in 1 of 1 place, 1 ms',
  );
  const unknown = [child(null, 'unknown', [[1]])];
  expect(relatedSummary({ parents: [], children: unknown, milliseconds: 9 })).toBe(
    'uncounted children in 1 of 1 place, 9 ms',
  );
  const missing = [parent({ row: null, isNull: true })];
  expect(relatedSummary({ parents: missing, children: [], milliseconds: 1 })).toBe('0 parents, 1 ms');
});

test('the key is told with its value, whatever case the key writes its column in', () => {
  const view = viewOf('id', 'REP_ID');
  expect(keyNote(parent({}), view, [7, 4])).toBe('rep_id 4');
  expect(keyNote(parent({ row: null }), view, [7, 4])).toBe('rep_id 4, no such row');
  expect(keyNote(parent({ row: null, isNull: true }), view, [7, null])).toBe('rep_id is NULL');
  expect(keyNote(parent({ fromColumns: ['other'] }), view, [7, 4])).toBe('other');
});

test('a column of numbers and NULL is one of figures; texts, and NULL alone, are not', () => {
  const { rows } = child(3, 'exact', [
    [1, 'Cork', null],
    [null, 'Galway', null],
    [2.5, '3', null],
  ]);
  expect([0, 1, 2].map((index) => isOfFigures(rows, index))).toEqual([true, false, false]);
});
