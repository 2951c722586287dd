import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { parseFilter } from '../../../src-preload/contract/filter-text.ts';
import { findFilter } from './find-filter.ts';

test('a plain text stays as it was typed', () => {
  expect(findFilter({ text: 'frost', matchCase: false })).toBe('frost');
  expect(findFilter({ text: 'ground frost', matchCase: false })).toBe('ground frost');
});

test('a text that a filter would read otherwise is looked for all the same', () => {
  for (const text of [
    'null',
    '= 5',
    '1..9',
    '~ *',
    '"quoted"',
    "it's",
    '!null',
    ' space ',
    '>',
    '"',
    "x'00'",
  ]) {
    const parsed = parseFilter(findFilter({ text, matchCase: false }));
    expect(parsed, text).toEqual({ ok: true, condition: { kind: 'contains', text } });
  }
});

test('with upper and lower case it is a pattern that SQLite matches with the text and nothing else', () => {
  using db = new DatabaseSync(':memory:');
  const glob = db.prepare('SELECT ? GLOB ? AS hit');
  for (const text of ['Frost', 'a*b', 'what?', '[x]', '"q"', ']', '[', '^']) {
    const parsed = parseFilter(findFilter({ text, matchCase: true }));
    if (!parsed.ok || parsed.condition?.kind !== 'pattern') throw new Error(`no pattern for ${text}`);
    const { pattern } = parsed.condition;
    expect(glob.get(`before ${text} after`, pattern), text).toEqual({ hit: 1 });
    expect(glob.get(text, pattern), text).toEqual({ hit: 1 });
    expect(glob.get('before other after', pattern), text).toEqual({ hit: 0 });
  }
  const parsed = parseFilter(findFilter({ text: 'Frost', matchCase: true }));
  const pattern = parsed.ok && parsed.condition?.kind === 'pattern' ? parsed.condition.pattern : '';
  expect(glob.get('frost', pattern)).toEqual({ hit: 0 });
});
