import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, type TextEdit } from '../../../../src-preload/contract/json-text/text-edit.ts';
import { composeEdits, editsBetween, invertEdits } from './compose-edits.ts';

/** Edits of a text of this length that do not overlap. */
function editsOf(length: number): fc.Arbitrary<readonly TextEdit[]> {
  return fc
    .array(fc.tuple(fc.nat({ max: length }), fc.nat({ max: 3 }), fc.string({ maxLength: 4 })), {
      maxLength: 5,
    })
    .map((drawn) => {
      const edits: TextEdit[] = [];
      let at = 0;
      for (const [start, span, text] of drawn.toSorted((one, other) => one[0] - other[0])) {
        if (start < at) continue;
        const to = Math.min(length, start + span);
        edits.push({ from: start, to, text });
        at = to + 1;
      }
      return edits;
    });
}

const twoChanges = fc.string({ maxLength: 20 }).chain((base) =>
  editsOf(base.length).chain((first) => {
    const middle = applyEdits(base, first);
    return editsOf(middle.length).map((second) => ({ base, first, middle, second }));
  }),
);

test('two changes after each other are one change of the base', () => {
  fc.assert(
    fc.property(twoChanges, ({ base, first, middle, second }) => {
      expect(applyEdits(base, composeEdits(base, first, second))).toBe(applyEdits(middle, second));
    }),
    { numRuns: 2000 },
  );
});

test('a change and the one that takes it back are none', () => {
  fc.assert(
    fc.property(twoChanges, ({ base, first, middle }) => {
      const back = invertEdits(base, first);
      expect(applyEdits(middle, back)).toBe(base);
      expect(applyEdits(base, composeEdits(base, first, back))).toBe(base);
    }),
  );
  const first = [{ from: 1, to: 2, text: 'xyz' }];
  expect(composeEdits('abc', first, invertEdits('abc', first))).toEqual([]);
});

test('typing goes on in the same edit; far edits stay apart', () => {
  const one = composeEdits('{"a":1,"b":2}', [{ from: 5, to: 6, text: '1' }], [{ from: 6, to: 6, text: '0' }]);
  expect(one).toEqual([{ from: 5, to: 6, text: '10' }]);
  const both = composeEdits('{"a":1,"b":2}', one, [{ from: 12, to: 13, text: '3' }]);
  expect(both).toEqual([
    { from: 5, to: 6, text: '10' },
    { from: 11, to: 12, text: '3' },
  ]);
});

test('very many edits become one', () => {
  const base = 'ab'.repeat(6000);
  const edits = Array.from({ length: 6000 }, (_, at) => ({ from: at * 2, to: at * 2 + 1, text: 'x' }));
  const composed = composeEdits(base, edits.slice(0, 5999), edits.slice(5999));
  expect(composed).toHaveLength(1);
  expect(applyEdits(base, composed)).toBe('xb'.repeat(6000));
});

test('the shortest edit between two texts', () => {
  expect(editsBetween('abc', 'abc')).toEqual([]);
  expect(editsBetween('abc', 'axc')).toEqual([{ from: 1, to: 2, text: 'x' }]);
});
