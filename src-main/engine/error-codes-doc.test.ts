import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodes } from './error-codes.ts';

const guide = readFileSync(resolve(import.meta.dirname, '../../docs/engine.md'), 'utf8');

/** The first two columns of the table under the heading. */
function codesOf(markdown: string): [code: string, meaning: string][] {
  const [, section = ''] = markdown.split(/^## Error codes$/m);
  const [table = ''] = section.split(/^## /m);
  return [...table.matchAll(/^\| `([^`]+)` \| ([^|]+) \|/gm)].map(([, code = '', meaning = '']) => [
    code,
    meaning,
  ]);
}

test('the table of codes in the guide is that of the engine: each code once, with its meaning', () => {
  const sorted = (codes: readonly [string, string][]) =>
    codes.toSorted(([one], [other]) => (one < other ? -1 : 1));
  expect(sorted(codesOf(guide))).toEqual(sorted(Object.entries(errorCodes)));
});
