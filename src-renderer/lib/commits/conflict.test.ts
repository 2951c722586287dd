import { describe, expect, test } from 'vitest';
import type { ConflictField, ConflictRow } from '../../../src-preload/contract/commits.ts';
import {
  type Conflict,
  decide,
  decideRows,
  decisionsOf,
  isMerged,
  isOpen,
  openCount,
  renewed,
  resultOf,
  undecidedRows,
  withWholes,
} from './conflict.ts';

const city: ConflictField = {
  column: 'city',
  path: null,
  before: 'Galway',
  mine: 'Cork',
  theirs: 'Limerick',
  merge: 'decide',
};
const rep: ConflictField = { column: 'rep_id', path: null, before: 4, mine: 5, theirs: 4, merge: 'mine' };
const qty: ConflictField = {
  column: 'doc',
  path: ['items', 1, 'qty'],
  before: 1,
  mine: 2,
  theirs: 3,
  merge: 'decide',
};

function row(change: Partial<ConflictRow> = {}): ConflictRow {
  return {
    object: 'customers',
    row: { key: [7] },
    kind: 'update',
    what: 'changed',
    fields: [city, rep],
    ...change,
  };
}

function conflict(...rows: readonly ConflictRow[]): Conflict {
  const made = renewed(null, { rows, total: rows.length, stoppedAt: 1 });
  if (made === null) throw new Error('There is no row.');
  return made;
}

describe('deciding', () => {
  test('only what both sides changed to different values is asked', () => {
    const both = { ...city, theirs: 'Cork' };
    expect([city, rep, both, { ...rep, merge: 'theirs' as const }].map(isOpen)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('the beginnings of long texts do not say that they are the same', () => {
    expect(isOpen({ ...city, mine: [2, 9000, 'same'], theirs: [2, 9000, 'same'] })).toBe(true);
    expect(
      isOpen({ ...city, mine: [4, 2, new Uint8Array([1, 2])], theirs: [4, 2, new Uint8Array([1, 2])] }),
    ).toBe(false);
  });

  test('a field is decided and decided otherwise', () => {
    const open = conflict(row());
    expect(openCount(open, row())).toBe(1);
    expect(resultOf(open, row(), city)).toBeNull();
    const mine = decide(open, row(), city, 'mine');
    expect(openCount(mine, row())).toBe(0);
    expect(resultOf(mine, row(), city)).toEqual({ take: 'mine', cell: 'Cork', isDecided: true });
    const theirs = decide(mine, row(), city, 'theirs');
    expect(decisionsOf(theirs)).toEqual([
      {
        object: 'customers',
        row: { key: [7] },
        column: 'city',
        path: null,
        take: 'theirs',
        seen: ['Limerick'],
      },
    ]);
    // Taken from the side that changed it, without asking.
    expect(resultOf(theirs, row(), rep)).toEqual({ take: 'mine', cell: 5, isDecided: false });
  });

  test('a field of a document goes by its path', () => {
    const both = row({ fields: [{ ...qty, path: ['total'] }, qty] });
    const one = decide(conflict(both), both, qty, 'mine');
    expect(openCount(one, both)).toBe(1);
    expect(decisionsOf(one).map(({ path, take }) => [path, take])).toEqual([[['items', 1, 'qty'], 'mine']]);
  });

  test('a row that is gone is decided as a whole', () => {
    const gone = row({ what: 'deleted', fields: [{ ...city, theirs: [11] }] });
    const open = conflict(gone, row({ row: { key: [8] } }));
    expect(undecidedRows(open)).toHaveLength(2);
    const dropped = decide(open, gone, null, 'theirs');
    expect(decisionsOf(dropped)).toEqual([
      { object: 'customers', row: { key: [7] }, column: null, path: null, take: 'theirs', seen: [[11]] },
    ]);
    expect(undecidedRows(dropped).map(({ row: place }) => place)).toEqual([{ key: [8] }]);
  });

  test('all rows at once: fields where there are fields, whole rows where there are not', () => {
    const gone = row({ row: { key: [9] }, what: 'deleted' });
    const all = decideRows(conflict(row(), gone), [row(), gone], 'theirs');
    expect(undecidedRows(all)).toEqual([]);
    expect(decisionsOf(all).map(({ column }) => column)).toEqual(['city', null]);
  });
});

describe('a newer look at the file', () => {
  test('keeps a decision about what is still so', () => {
    const decided = decide(conflict(row()), row(), city, 'mine');
    const same = renewed(decided, { rows: [row()], total: 1 });
    expect(same && openCount(same, row())).toBe(0);
  });

  test('asks again where the file has another value', () => {
    const decided = decide(conflict(row()), row(), city, 'mine');
    const other = row({ fields: [{ ...city, theirs: 'Sligo' }, rep] });
    const again = renewed(decided, { rows: [other], total: 1 });
    expect(again && openCount(again, other)).toBe(1);
    expect(again && decisionsOf(again)).toEqual([]);
  });

  test('ends the conflict where nothing differs any more', () => {
    expect(renewed(conflict(row()), { rows: [], total: 0 })).toBeNull();
  });

  test('what goes together needs no decision, unless a commit met it all the same', () => {
    const merged = row({ fields: [rep, { ...city, merge: 'theirs' }] });
    const compared = conflict(merged);
    expect(openCount(compared, merged)).toBe(0);
    expect(isMerged(compared, merged)).toBe(true);
    const whole = withWholes(compared);
    expect(openCount(whole, merged)).toBe(1);
    expect(decisionsOf(decide(whole, merged, null, 'mine'))).toMatchObject([
      { column: null, take: 'mine', seen: [4, 'Limerick'] },
    ]);
    // Rows with open fields are decided by those.
    expect(withWholes(conflict(row())).wholes.size).toBe(0);
  });
});
