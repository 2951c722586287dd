import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange } from './commit-input.ts';
import { packChanges, unpackChanges } from './packed-changes.ts';

const bytes = fc.uint8Array({ maxLength: 6 });
const value: fc.Arbitrary<StoredValue> = fc.oneof(
  fc.constantFrom(null, -0, Number.POSITIVE_INFINITY, '', '\ud800', 2n ** 63n - 1n),
  fc.bigInt({ min: -9n, max: 9n }),
  fc.string({ maxLength: 4 }),
  // A view of larger memory, as drivers give them.
  bytes.map((all) => all.subarray(1)),
  bytes.map((rawText) => ({ rawText })),
);
const hashed = { kind: 'hashed', type: 'text', byteLength: 9, sha256: 'ff', cell: 'x' } as const;
const before = fc.oneof(value, fc.constant(undefined), fc.constant(hashed));
const name = fc.constantFrom('a', 'b', '__proto__', 'a b');
const values = fc.array(fc.tuple(name, fc.oneof(value, fc.constant(hashed))), { maxLength: 3 });
const change: fc.Arbitrary<CommitChange> = fc
  .record({
    table: fc.constantFrom(0, 1),
    kind: fc.constantFrom('insert', 'update', 'delete'),
    key: fc.option(fc.array(value, { minLength: 1, maxLength: 2 })),
    columns: fc.array(
      fc.record({
        name,
        before,
        after: fc.option(value, { nil: undefined }),
        encoding: fc.constantFrom(null, 'text' as const, 'jsonb' as const),
      }),
      { maxLength: 3 },
    ),
    image: fc.option(values.map((all) => new Map(all))),
    rowid: fc.option(fc.bigInt({ min: 1n, max: 9n }), { nil: undefined }),
  })
  .map(({ rowid, ...rest }) => (rowid === undefined ? rest : { ...rest, rowid }));

/** What a change says, with its image read. */
function read({ table, kind, key, columns, image, rowid }: CommitChange) {
  return { table, kind, key, columns, image, rowid };
}

test('changes come out as they went in, whatever stands beside each other', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      // An insert has neither key nor image, and only an insert a rowid.
      const made = changes.map(({ rowid, ...rest }): CommitChange => {
        if (rest.kind !== 'insert') return rest;
        const insert = { ...rest, key: null, image: null };
        return rowid === undefined ? insert : { ...insert, rowid };
      });
      const packed = packChanges(made);
      expect(unpackChanges(packed).map(read)).toEqual(made.map(read));
      const bare = unpackChanges({ rows: packed.rows, images: null });
      expect(bare.map(read)).toEqual(
        made.map((one) => read(one.kind === 'delete' ? one : { ...one, image: null })),
      );
      // Changes of one form have the same table, kind and columns.
      const forms = new Map<number | undefined, string>();
      for (const { form, table, kind, columns } of bare) {
        const shape = JSON.stringify([table, kind, columns.map((column) => [column.name, column.encoding])]);
        expect(forms.get(form) ?? shape).toBe(shape);
        forms.set(form, shape);
      }
    }),
    { numRuns: 300 },
  );
});
