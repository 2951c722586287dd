import { expect, test } from 'vitest';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import type { RowColumn } from '../../../../src-preload/contract/rows.ts';
import { noObjectEdits } from '../../../lib/edits/object-edits.ts';
import { countUnmatched } from './count-unmatched.ts';

const city = { name: 'city', path: null } as RowColumn;

function unmatched(before: Cell, after: Cell, text: string): number {
  const cell = { column: 'city', before, after, isDefault: false, changes: null, fields: [] };
  const row = {
    object: 't',
    row: { key: [1] },
    kind: 'update' as const,
    cells: [cell],
    stagedAt: 1,
    problems: [],
  };
  return countUnmatched(noObjectEdits.withStaged([row], []), [city], [{ column: 'city', text }]);
}

test.each<[string, Cell, Cell, string, number]>([
  ['a text that still contains it', 'Galway', 'GALWAY city', 'galway', 0],
  ['a text that does not', 'Galway', 'Cork', 'gal', 1],
  ['NULL is not contained', 'Galway', null, 'gal', 1],
  ['NULL was asked for', null, 'Cork', 'null', 1],
  ['a number beyond the bound', 5, 50, '< 10', 1],
  ['a number within it', 5, 6, '1..10', 0],
  ['64 bits', 9007199254740993n, 1, '> 100', 1],
  ['another text', 'Cork', 'Galway', '= Cork', 1],
  ['one of a list, and no other', 'Cork', 'Galway', 'in (Cork, "Bray")', 1],
  ['another one of a list', 'Cork', 'Bray', 'in (Cork, "Bray")', 0],
  ['a word that only fields know', 'missing link', 'Cork', 'missing', 1],
  ['a pattern', 'Cork', 'Bork', '~ C*', 1],
  ['a row that was not kept before', 'Bristol', 'Cork', '= Galway', 0],
])('%s', (_, before, after, text, expected) => {
  expect(unmatched(before, after, text)).toBe(expected);
});
