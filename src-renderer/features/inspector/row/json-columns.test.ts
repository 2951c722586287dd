import { expect, test } from 'vitest';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import type { ColumnRule, EditRules } from '../../../../src-preload/contract/edits.ts';
import type { RowColumn, ViewInfo } from '../../../../src-preload/contract/rows.ts';
import { noObjectEdits } from '../../../lib/edits/object-edits.ts';
import { jsonColumns, wholeRowWords } from './json-columns.ts';

const NAMES = ['id', 'tags', 'payload', 'long', 'memo', 'settings'];
const cells: Cell[] = [
  7,
  '["a"]',
  [CellTag.jsonb, 12, '{"a":1}', true],
  [CellTag.longText, 90_000, '{"list":[1,'],
  '[ not json',
  null,
];
// Only what is asked for.
const view = { columns: NAMES.map((name) => ({ name, path: null }) as RowColumn) } as ViewInfo;
const rules = {
  reason: null,
  columns: NAMES.map(
    (column) =>
      ({ column, editor: ['payload', 'long', 'settings'].includes(column) ? 'json' : 'text' }) as ColumnRule,
  ),
} as EditRules;
const row = { key: [7], cells };

test('columns that hold objects or arrays, as text, as JSONB or cut, are edited as documents', () => {
  const found = jsonColumns({ view, row }, rules, undefined);
  expect(found).toEqual({ held: ['tags', 'payload', 'long'], empty: ['settings'] });
  expect(wholeRowWords(rules, found)).toContain('settings holds no JSON yet: type it in the Form.');
  expect(wholeRowWords({ ...rules, reason: 'A view.' }, found)).toBe('A view.');
});

test('what is staged counts, not what it stands over', () => {
  const staged = noObjectEdits.withPending(
    { key: [7] },
    new Map([
      ['csettings', '{"a":1}'],
      ['ctags', null],
    ]),
  );
  expect(jsonColumns({ view, row }, rules, staged.ofKey([7]))).toEqual({
    held: ['payload', 'long', 'settings'],
    empty: [],
  });
});
