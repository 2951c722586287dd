import { describe, expect, test } from 'vitest';
import type { StagedCell, StagedRow } from '../../../src-preload/contract/edits.ts';
import { canRevertLine, fieldName, rowChange } from './row-change.ts';

function cell(change: Partial<StagedCell>): StagedCell {
  return {
    column: 'city',
    before: 'Galway',
    after: 'Cork',
    isDefault: false,
    changes: null,
    fields: [],
    ...change,
  };
}

function staged(kind: StagedRow['kind'], ...cells: StagedCell[]): StagedRow {
  return { object: 'orders', row: { key: [7] }, kind, cells, stagedAt: 0, problems: [] };
}

describe('an update', () => {
  test('is a line for each column', () => {
    const { lines, values } = rowChange(
      staged('update', cell({}), cell({ column: 'rep', before: 4, after: null })),
      null,
    );
    expect(lines.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['city', 'Galway', 'Cork'],
      ['rep', 4, null],
    ]);
    expect(values).toEqual([]);
  });

  test('is a line for each path of a document, with digits as they are', () => {
    const changes = [
      { path: ['items', 1, 'qty'], before: '1', after: '2' },
      { path: ['total'], before: '36.470', after: '46.46' },
      { path: ['note'], before: null, after: '"new"' },
    ];
    const document = cell({ column: 'doc', changes });
    expect(
      rowChange(staged('update', document), 'doc').lines.map(({ name, before, after }) => [
        name,
        before,
        after,
      ]),
    ).toEqual([
      ['items[1].qty', [8, '1'], [8, '2']],
      ['total', [8, '36.470'], [8, '46.46']],
      ['note', [11], 'new'],
    ]);
    // Beside other columns a path says which it is in.
    expect(rowChange(staged('update', document), null).lines[0]?.name).toBe('doc.items[1].qty');
  });
});

describe('a row that comes or goes', () => {
  test('shows its values', () => {
    const qty = cell({ column: 'qty', before: 1, after: [11] });
    expect(rowChange(staged('delete', qty), null).values).toEqual([{ name: 'qty', cell: 1 }]);
    const name = cell({ column: 'name', before: [11], after: 'Freya' });
    expect(rowChange(staged('insert', name), null).values).toEqual([{ name: 'name', cell: 'Freya' }]);
  });

  test('a new document is shown by its fields', () => {
    const json =
      '{"customer":{"email":"freya@lund.example"},"items":[{"qty":1}],"total":null,"big":1.10,"a.b":{}}';
    const { values } = rowChange(staged('insert', cell({ column: 'doc', before: [11], after: json })), 'doc');
    expect(values).toEqual([
      { name: 'customer.email', cell: 'freya@lund.example' },
      { name: 'items', cell: [6, 1] },
      { name: 'total', cell: [10] },
      { name: 'big', cell: [8, '1.10'] },
      { name: '["a.b"]', cell: [7, 0] },
    ]);
  });

  test('a large document is cut', () => {
    const json = JSON.stringify(Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${at}`, at])));
    const change = rowChange(staged('insert', cell({ column: 'doc', before: [11], after: json })), 'doc');
    expect(change.values).toHaveLength(24);
    expect(change.isCut).toBe(true);
  });
});

test('items that came or went are not taken back alone', () => {
  const line = {
    column: 'doc',
    path: ['items', 1],
    name: '',
    isDefault: false,
    before: [11],
    after: 'x',
  } as const;
  expect(canRevertLine(line)).toBe(false);
  expect(canRevertLine({ ...line, before: 'y' })).toBe(true);
  expect(canRevertLine({ ...line, path: ['note'] })).toBe(true);
  expect(canRevertLine({ ...line, path: null })).toBe(true);
});

test('names of fields', () => {
  expect(fieldName('doc', [], 'doc')).toBe('doc');
  expect(fieldName('extra', ['a.b'], null)).toBe('extra["a.b"]');
  expect(fieldName('extra', [0], null)).toBe('extra[0]');
});
