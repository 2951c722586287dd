import { expect, test } from 'vitest';
import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import { noObjectEdits } from './object-edits.ts';
import { columnKey } from './overlay-row.ts';

const column = (name: string) => ({ name, path: null });
const object = 'people';

const updated = (id: number, city: string): StagedRow => ({
  object,
  row: { key: [id] },
  kind: 'update',
  cells: [{ column: 'city', before: 'Galway', after: city, isDefault: false, changes: null, fields: [] }],
  stagedAt: 1,
  problems: [],
});
const inserted = (id: string): StagedRow => ({
  object,
  row: { inserted: id },
  kind: 'insert',
  cells: [{ column: 'name', before: [11], after: 'Freya', isDefault: false, changes: null, fields: [] }],
  stagedAt: 1,
  problems: [],
});

test('a changed cell says what it was before; others are those of the page', () => {
  const edits = noObjectEdits.withStaged([updated(7, 'Cork')], []);
  const row = edits.ofKey([7]);
  expect(row?.cellOf(column('city'))).toMatchObject({ cell: 'Cork', state: 'changed', before: 'Galway' });
  expect(row?.cellOf(column('name'))).toBeUndefined();
  expect(edits.ofKey([8])).toBeUndefined();
});

test('keys of one number are told apart by what SQLite stores', () => {
  const edits = noObjectEdits.withStaged([updated(7, 'Cork')], []);
  expect(edits.ofKey(['7'])).toBeUndefined();
  expect(edits.ofKey([[1, 7]])).toBeUndefined();
  expect(edits.ofKey([7n])).toBe(edits.ofKey([7]));
});

test('rows that did not change stay the same objects', () => {
  const before = noObjectEdits.withStaged([updated(7, 'Cork'), updated(8, 'Kerry')], []);
  const after = before.withStaged([updated(8, 'Sligo')], []);
  expect(after).not.toBe(before);
  expect(after.ofKey([7])).toBe(before.ofKey([7]));
  expect(after.ofKey([8])).not.toBe(before.ofKey([8]));
});

test('what is unstaged is gone', () => {
  const before = noObjectEdits.withStaged([updated(7, 'Cork'), inserted('a')], []);
  const after = before.withStaged([], [{ object, row: { key: [7] } }]);
  expect(after.ofKey([7])).toBeUndefined();
  expect(after.size).toBe(1);
  expect(before.withAllStaged([updated(9, 'Cork')]).size).toBe(1);
});

test('inserted rows come in the order of their staging, columns left out as defaults', () => {
  const edits = noObjectEdits.withStaged([inserted('b'), inserted('a')], []);
  expect(edits.inserted.map(({ row }) => row)).toEqual([{ inserted: 'b' }, { inserted: 'a' }]);
  const [row] = edits.inserted;
  expect(row?.cellOf(column('name'))).toMatchObject({ cell: 'Freya', state: 'inserted', isDefault: false });
  expect(row?.cellOf(column('id'))).toMatchObject({ cell: [11], state: 'inserted', isDefault: true });
});

test('a deleted row has no cells of its own', () => {
  const edits = noObjectEdits.withStaged([{ ...updated(7, 'Cork'), kind: 'delete' }], []);
  expect(edits.ofKey([7])?.kind).toBe('delete');
  expect(edits.ofKey([7])?.cellOf(column('city'))).toBeUndefined();
});

test('fields of documents are found by their path', () => {
  const document: StagedRow = {
    ...updated(7, ''),
    cells: [
      {
        column: 'doc',
        before: '{"ship":{"country":"IE"}}',
        after: '{"ship":{"country":"IT"}}',
        isDefault: false,
        changes: [{ path: ['ship', 'country'], before: '"IE"', after: '"IT"' }],
        fields: [{ path: ['ship', 'country'], cell: 'IT' }],
      },
    ],
  };
  const row = noObjectEdits.withStaged([document], []).ofKey([7]);
  expect(row?.cellOf({ name: 'ship.country', path: ['ship', 'country'] })).toMatchObject({
    cell: 'IT',
    before: 'IE',
    state: 'changed',
  });
  expect(row?.cellOf({ name: 'ship', path: ['ship'] })).toBeUndefined();
});

test('a draft shows what was typed, and is bad while it has problems', () => {
  const draft = { object, row: { key: [7] }, column: 'city', text: 'x', base: null, problems: 1 };
  const edits = noObjectEdits.withStaged([updated(7, 'Cork')], []).withDraft(draft);
  expect(edits.ofKey([7])?.cellOf(column('city'))).toMatchObject({
    cell: 'x',
    state: 'invalid',
    before: 'Galway',
    isDraft: true,
  });
  expect(edits.ofKey([7])?.stagedOf(column('city'))).toMatchObject({ cell: 'Cork', state: 'changed' });
  expect(edits.ofKey([7])?.isInvalid).toBe(true);
  const without = edits.withDraft({ ...draft, text: null });
  expect(without.ofKey([7])?.cellOf(column('city'))).toMatchObject({ cell: 'Cork', state: 'changed' });
  expect(edits.withDrafts([]).ofKey([7])?.drafts).toEqual([]);
  const alone = noObjectEdits.withDraft(draft);
  expect(alone.size).toBe(1);
  expect(alone.withDrafts([]).size).toBe(0);
});

test('fields of one document have drafts of their own; what is on its way comes before a draft', () => {
  const field = (name: string) => ({ name: `ship.${name}`, path: ['ship', name] });
  const draft = (name: string, text: string | null) => ({
    object,
    row: { key: [7] },
    column: 'doc',
    path: ['ship', name],
    text,
    base: null,
    problems: 0,
  });
  const both = noObjectEdits.withDraft(draft('city', 'Co')).withDraft(draft('country', 'I'));
  expect(both.ofKey([7])?.cellOf(field('city'))).toMatchObject({
    cell: 'Co',
    state: 'changed',
    isDraft: true,
  });
  expect(both.ofKey([7])?.draftOf(field('country'))?.text).toBe('I');
  const one = both.withDraft(draft('city', null));
  expect(one.ofKey([7])?.draftOf(field('city'))).toBeUndefined();
  expect(one.ofKey([7])?.draftOf(field('country'))?.text).toBe('I');
  const cells = new Map([[columnKey(field('country')), 'IE']]);
  expect(
    one
      .withPending({ key: [7] }, cells)
      .ofKey([7])
      ?.cellOf(field('country'))?.cell,
  ).toBe('IE');
});

test('a refused row marks the column of its problem', () => {
  const problem = { code: 'CONSTRAINT_CHECK', message: 'No such city.', column: 'city', path: null };
  const edits = noObjectEdits.withStaged([{ ...updated(7, 'Cork'), problems: [problem] }], []);
  expect(edits.ofKey([7])?.cellOf(column('city'))).toMatchObject({
    state: 'invalid',
    problem: 'No such city.',
  });
});

test('what is on its way is shown until the answer replaces it', () => {
  const pending = noObjectEdits.withPending({ key: [7] }, new Map([[columnKey(column('city')), 'Cork']]));
  expect(pending.ofKey([7])?.cellOf(column('city'))).toMatchObject({ cell: 'Cork', state: 'changed' });
  expect(pending.ofKey([7])?.kind).toBe('update');
  const staged = pending.withStaged([updated(7, 'Kerry')], []);
  expect(staged.ofKey([7])?.cellOf(column('city'))).toMatchObject({ cell: 'Kerry', before: 'Galway' });
});
