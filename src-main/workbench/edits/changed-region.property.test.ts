import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, diffJson, isJson } from '../../../src-preload/contract/json-text/index.ts';
import { changedRegion } from './changed-region.ts';

const document = fc
  .tuple(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 1, 2))
  .map(([text, indent]) => JSON.stringify(JSON.parse(text), null, indent));

/** Another document, or the same one with a value in the place of one of its tokens. */
const change = fc.tuple(document, document, fc.nat(), fc.constantFrom('1', '"x"', '{}', '[1,2]', 'null'));

function changed([text, other, at, raw]: readonly [string, string, number, string]): string {
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/gu)];
  const token = tokens[at % (tokens.length + 1)];
  if (token === undefined) return other;
  const edit = { from: token.index, to: token.index + token[0].length, text: raw };
  const result = applyEdits(text, [edit]);
  return isJson(result) ? result : other;
}

test('the changes of the region are those of the documents', () => {
  let found = 0;
  fc.assert(
    fc.property(change, (made) => {
      const [before] = made;
      const after = changed(made);
      const region = changedRegion(before, after);
      if (region === null) return;
      found += 1;
      const patches = diffJson(
        before.slice(region.before.from, region.before.to),
        after.slice(region.after.from, region.after.to),
      );
      const whole = diffJson(before, after);
      const shown = (all: typeof whole, above: typeof region.path) =>
        all.map((patch) => [[...above, ...patch.path], patch.before, patch.after]);
      expect(shown(patches, region.path)).toEqual(shown(whole, []));
    }),
    { numRuns: 2_000 },
  );
  expect(found).toBeGreaterThan(200);
});
