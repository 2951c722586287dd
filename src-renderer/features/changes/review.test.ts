import { describe, expect, test } from 'vitest';
import type { StructureColumn } from '../../../src-preload/contract/catalog.ts';
import type { ConflictField, ConflictRow } from '../../../src-preload/contract/commits.ts';
import type { EditKind, StagedRow } from '../../../src-preload/contract/edits.ts';
import { keyNames, rowName } from '../../lib/changes/row-name.ts';
import { type Conflict, decide, renewed } from '../../lib/commits/conflict.ts';
import { ObjectEdits } from '../../lib/edits/object-edits.ts';
import { type ReviewOptions, reviewItems } from './review-items.ts';
import { countRows, reviewTables } from './review-rows.ts';
import { conflictWords, mergedFields, openWords, rowWords, timeSpan } from './review-words.ts';

function staged(object: string, id: number, stagedAt = id, kind: EditKind = 'update'): StagedRow {
  return { object, row: { key: [id] }, kind, cells: [], stagedAt, problems: [] };
}

function tables(...rows: readonly StagedRow[]) {
  const byObject = Map.groupBy(rows, ({ object }) => object);
  return reviewTables(
    [...byObject].map(([object, own]) => [object, new ObjectEdits().withAllStaged(own)] as const),
    [
      { name: 'customers', kind: 'table', error: null },
      { name: 'orders', kind: 'collection', error: null },
    ],
  );
}

const city: ConflictField = {
  column: 'city',
  path: null,
  before: 'Galway',
  mine: 'Cork',
  theirs: 'Limerick',
  merge: 'decide',
};

function differing(object: string, id: number, change: Partial<ConflictRow> = {}): ConflictRow {
  return { object, row: { key: [id] }, kind: 'update', what: 'changed', fields: [city], ...change };
}

function conflictOf(rows: readonly ConflictRow[], stoppedAt: number | null = 1): Conflict {
  const conflict = renewed(null, { rows, total: rows.length, stoppedAt });
  if (conflict === null) throw new Error('There is no row.');
  return conflict;
}

const options: ReviewOptions = {
  order: 'table',
  conflict: null,
  onlyDiffering: false,
  folded: new Set(),
  whole: new Set(),
};
const kindsOf = (items: ReturnType<typeof reviewItems>) =>
  items.map((item) =>
    item.kind === 'change' || item.kind === 'conflict'
      ? `${item.kind} ${JSON.stringify(item.row.row)}`
      : item.kind,
  );

describe('the blocks of the page', () => {
  test('a card for each table, in the order of the sidebar, empty ones left out', () => {
    const items = reviewItems(
      tables(staged('orders', 1), staged('customers', 7), staged('customers', 8)),
      options,
    );
    expect(kindsOf(items)).toEqual([
      'head',
      'change {"key":[7]}',
      'change {"key":[8]}',
      'head',
      'change {"key":[1]}',
    ]);
    expect(items.map(({ isLast }) => isLast)).toEqual([false, false, true, false, true]);
  });

  test('above 200 rows the first 50 are shown, until all are asked for', () => {
    const rows = Array.from({ length: 201 }, (_, id) => staged('orders', id));
    const items = reviewItems(tables(...rows), options);
    expect(items).toHaveLength(52);
    expect(items.at(-1)).toMatchObject({ kind: 'more', hidden: 151, isLast: true });
    expect(reviewItems(tables(...rows.slice(1)), options)).toHaveLength(201);
    expect(reviewItems(tables(...rows), { ...options, whole: new Set(['orders']) })).toHaveLength(202);
  });

  test('a folded card is its head', () => {
    const items = reviewItems(tables(staged('orders', 1)), { ...options, folded: new Set(['orders']) });
    expect(items).toMatchObject([{ kind: 'head', isOpen: false, isLast: true }]);
  });

  test('by time, the newest row of all tables comes first', () => {
    const items = reviewItems(
      tables(staged('orders', 1, 10), staged('customers', 7, 30), staged('orders', 2, 20)),
      { ...options, order: 'time' },
    );
    expect(kindsOf(items)).toEqual([
      'head',
      'change {"key":[7]}',
      'change {"key":[2]}',
      'change {"key":[1]}',
    ]);
  });

  test('rows that differ come first; the others can be left out and are counted', () => {
    const all = tables(staged('customers', 7), staged('customers', 8), staged('orders', 1));
    const conflict = conflictOf([differing('customers', 8)]);
    expect(kindsOf(reviewItems(all, { ...options, conflict }))).toEqual([
      'head',
      'titles',
      'conflict {"key":[8]}',
      'change {"key":[7]}',
      'head',
      'change {"key":[1]}',
    ]);
    const narrowed = reviewItems(all, { ...options, conflict, onlyDiffering: true });
    expect(kindsOf(narrowed)).toEqual(['head', 'titles', 'conflict {"key":[8]}', 'rest']);
    expect(narrowed.at(-1)).toMatchObject({ count: 2 });
    // What is refused is shown in any case.
    const problem = { code: 'CONSTRAINT_CHECK', message: 'No.', column: null, path: null };
    const refused = tables({ ...staged('customers', 7), problems: [problem] }, staged('customers', 8));
    expect(kindsOf(reviewItems(refused, { ...options, conflict, onlyDiffering: true }))).toEqual([
      'head',
      'titles',
      'conflict {"key":[8]}',
      'change {"key":[7]}',
    ]);
  });
});

describe('names and counts', () => {
  const column = (change: Partial<StructureColumn>): StructureColumn => ({
    name: 'id',
    declaredType: 'INTEGER',
    isNotNull: false,
    defaultSql: null,
    primaryKeyPosition: 1,
    isIndexed: true,
    isUnique: true,
    isGenerated: false,
    isHidden: false,
    collation: null,
    references: null,
    ...change,
  });

  test('a key that may be NULL is not what names a row', () => {
    expect(keyNames([column({})])).toEqual(['id']);
    expect(keyNames([column({ name: '_id', declaredType: 'TEXT' })])).toEqual([]);
    expect(keyNames([column({ name: 'code', declaredType: 'TEXT', isNotNull: true })])).toEqual(['code']);
    expect(
      keyNames([
        column({ name: 'b', primaryKeyPosition: 2, isNotNull: true }),
        column({ name: 'a', isNotNull: true }),
        column({ name: 'c', primaryKeyPosition: 0 }),
      ]),
    ).toEqual(['a', 'b']);
  });

  test('rows are called by their key', () => {
    expect(rowName({ key: [7] }, ['customer_id'])).toBe('customer_id 7');
    expect(rowName({ key: [7] }, [])).toBe('#7');
    expect(rowName({ key: ['GB', 2024] }, ['country', 'year'])).toBe('GB, 2024');
    expect(rowName({ inserted: 'a' }, ['customer_id'])).toBe('new row');
  });

  test('rows are counted by what happens to them', () => {
    const [table] = tables(
      staged('orders', 1),
      staged('orders', 2, 2, 'delete'),
      staged('orders', 3, 3, 'insert'),
    );
    expect(countRows(table?.rows ?? [])).toEqual({ inserted: 1, updated: 1, deleted: 1, drafts: 0 });
  });
});

describe('words', () => {
  const isCollection = (object: string) => object === 'orders';
  const gone = differing('orders', 10491, { what: 'deleted' });

  test('say what a commit met and what is to be done', () => {
    const conflict = conflictOf([differing('customers', 7), differing('orders', 10482), gone]);
    expect(conflictWords(conflict, 9, isCollection)).toEqual({
      lead: 'Nothing was written.',
      text: 'Another program changed 3 of your 9 rows since you staged them. Decide 2 fields and 1 document, then commit again.',
    });
  });

  test('before a commit nothing is said of writing', () => {
    const conflict = decide(conflictOf([gone], null), gone, null, 'mine');
    expect(openWords(conflict, isCollection)).toBeNull();
    expect(conflictWords(conflict, 1, isCollection)).toEqual({
      lead: null,
      text: 'Another program changed 1 of your 1 row since you staged them. All is decided: commit.',
    });
  });

  test('say what is wrong with a row', () => {
    const conflict = conflictOf([differing('customers', 7), gone]);
    expect(conflict.rows.map((row) => rowWords(conflict, row))).toEqual([
      '1 field to decide',
      'deleted in the file',
    ]);
    const decided = decide(conflict, gone, null, 'theirs');
    expect(rowWords(decided, gone)).toBe('decided');
  });

  test('fields that merge by themselves are counted', () => {
    const row = differing('orders', 1, { fields: [city, { ...city, column: 'total', merge: 'mine' }] });
    expect(mergedFields(conflictOf([row, gone]))).toBe(1);
  });

  test('a span of time is one time where it is short', () => {
    const at = new Date(2026, 10, 23, 13, 52, 10).getTime();
    expect(timeSpan([at, at + 20_000])).toBe('13:52');
    expect(timeSpan([at + 12 * 60_000, at])).toBe('13:52 to 14:04');
  });
});
