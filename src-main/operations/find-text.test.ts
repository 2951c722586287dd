import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonLeaves } from './find-json.ts';
import { foldCase, textFinder } from './find-text.ts';

function found(text: string, wanted: string, matchCase = false): string | null {
  const place = textFinder(wanted, matchCase).find(text);
  return place === null ? null : text.slice(place.start, place.end);
}

test('case is no difference in any script', () => {
  expect(found('Bäume im ÄRGER', 'ärg')).toBe('ÄRG');
  expect(found('die Straße', 'STRASSE')).toBe('Straße');
  expect(found('ΟΔΥΣΣΕΥΣ', 'οδυσσευς')).toBe('ΟΔΥΣΣΕΥΣ');
  expect(found('МОСКВА', 'москва')).toBe('МОСКВА');
  expect(found('ﬁne ﬁnd', 'ind')).toBe('ﬁnd');
  expect(found('Ärger', 'ärger', true)).toBeNull();
  expect(found('ab', 'abc')).toBeNull();
});

test('a match stands where it says, whatever stands around it', () => {
  const any = fc.string({ unit: 'grapheme', maxLength: 6 });
  fc.assert(
    fc.property(
      any,
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }),
      any,
      (before, wanted, after) => {
        const text = `${before}${wanted.toUpperCase()}${after}`;
        const match = found(text, wanted);
        expect(match).not.toBeNull();
        expect(foldCase(match ?? '')).toContain(foldCase(wanted));
      },
    ),
    { numRuns: 1000 },
  );
});

test('the leaves of JSON come with their places', () => {
  const json = '{"a":{"b c":[1.10,"x\\n",{"d":true}]},"e":null,"":["{,"]}';
  expect([...jsonLeaves(json)]).toEqual([
    { path: 'a["b c"][0]', text: '1.10' },
    { path: 'a["b c"][1]', text: 'x\n' },
    { path: 'a["b c"][2].d', text: 'true' },
    { path: 'e', text: 'null' },
    { path: '[""][0]', text: '{,' },
  ]);
});

test('every leaf of any JSON is found, in order', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      expect([...jsonLeaves(json)].map(({ text }) => text)).toEqual(leavesOf(JSON.parse(json)));
    }),
  );
});

function leavesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null)
    return [typeof value === 'string' ? value : JSON.stringify(value)];
  return Object.values(value).flatMap(leavesOf);
}
