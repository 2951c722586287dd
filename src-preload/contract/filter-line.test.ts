import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filterLineText, lineTest, parseFilterLine } from './filter-line.ts';
import { filterPathText, parseFilterPath } from './filter-path.ts';
import { conditionText, parseFilter, quote } from './filter-text.ts';
import { nearestText } from './nearest-text.ts';

/** Paths and tests of a line that must be right. */
function conditionsOf(line: string) {
  const parsed = parseFilterLine(line);
  if (!parsed.ok) throw new Error(`${parsed.problem} (${parsed.at} to ${parsed.end})`);
  return parsed.conditions.map(({ subject, test }) => [filterPathText(subject), test]);
}

test('a line is conditions with "and" between them', () => {
  expect(conditionsOf(`ship.country = 'IT' and items any qty > 2`)).toEqual([
    ['ship.country', "= 'IT'"],
    ['items any qty', '> 2'],
  ]);
  expect(conditionsOf('a 1..5 AND b ..2 and c "x and y".."z" and d >= "and" and e !null')).toEqual([
    ['a', '1..5'],
    ['b', '..2'],
    ['c', '"x and y".."z"'],
    ['d', '>= "and"'],
    ['e', '!null'],
  ]);
  expect(conditionsOf(`a in (1, ' and ', "it's, (so)") and b missing and c !missing and d sand`)).toEqual([
    ['a', `in (1, ' and ', "it's, (so)")`],
    ['b', 'missing'],
    ['c', '!missing'],
    ['d', 'sand'],
  ]);
  expect(conditionsOf('  ')).toEqual([]);
});

test('a path reaches keys of any text, items, and what arrays hold', () => {
  const read = (text: string) => {
    const parsed = parseFilterPath(text);
    return parsed.ok ? parsed.subject : parsed;
  };
  expect(read('items[0].qty')).toEqual({ path: ['items', 0, 'qty'], arrays: [] });
  expect(read('["a.b"]["any"].c')).toEqual({ path: ['a.b', 'any', 'c'], arrays: [] });
  expect(read('items any tags EVERY ["in"].x')).toEqual({
    path: ['items'],
    arrays: [
      { quantifier: 'any', path: ['tags'] },
      { quantifier: 'every', path: ['in', 'x'] },
    ],
  });
  expect(read('rows any any')).toEqual({
    path: ['rows'],
    arrays: [
      { quantifier: 'any', path: [] },
      { quantifier: 'any', path: [] },
    ],
  });
  expect(conditionsOf('tags any = 1 and tags any null and rows any [0] 5')).toEqual([
    ['tags any', '= 1'],
    ['tags any', 'null'],
    ['rows any [0]', '5'],
  ]);
});

test.each([
  ['ship.country', 'A test is missing after ship.country', 0, 12],
  ['ship.country = ', 'A value is missing after =', 13, 15],
  ['a = 1 and ', 'A condition is missing after and', 10, 10],
  ['a and b = 1', 'A test is missing after a', 0, 1],
  ['a = 1 or b = 2', '"or" is not known', 6, 8],
  ["a = '1' or b = 2", '"or" is not known', 8, 10],
  ['a in (1) or b = 2', '"or" is not known', 9, 11],
  ['a = 1 b = 2', 'Is "and" missing', 8, 9],
  [`a = 'x' b = 2`, '"and" is expected here', 8, 13],
  [`a = 'x`, 'The quote is not closed', 4, 6],
  ['a in (1, 2', 'The list is not closed', 2, 10],
  ['a in (1,) and b 2', 'A value is missing in the list', 2, 9],
  ['a in (1, null)', 'NULL cannot be in a list', 2, 14],
  ['a in (1) 2', '"and" is expected here', 9, 10],
  ['a. = 1', 'A key is missing after the dot', 1, 2],
  ['a[x] = 1', 'In brackets stands', 1, 2],
  ['a[01] = 1', 'is no path', 0, 5],
  ['in = 1', 'in is a word of filters. As a field it is written ["in"].', 0, 2],
  ['"a b" = 1', 'One with this name is written ["a b"].', 0, 5],
  ['> 5', 'A field is expected here', 0, 1],
  ['items any items. = 5', 'A key is missing after the dot', 15, 16],
  [`a${' any'.repeat(17)} = 1`, 'At most 16 arrays', 66, 69],
])('%s says what is wrong, and where', (line, problem, at, end) => {
  expect(parseFilterLine(line)).toEqual({
    ok: false,
    problem: expect.stringContaining(problem),
    at,
    end,
  });
});

test('a slip of a name finds the name', () => {
  const fields = ['ship.country', 'ship.city', 'total', 'id'];
  expect(nearestText('shp.country', fields)).toBe('ship.country');
  expect(nearestText('Ship.ctiy', fields)).toBe('ship.city');
  expect(nearestText('customer', fields)).toBe(null);
  expect(nearestText('x', fields)).toBe(null);
});

const key = fc.oneof(
  fc.constantFrom('any', 'every', 'and', 'or', 'in', 'null', 'missing', 'a', 'x', 'É', '$'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const segment = fc.oneof(key, fc.nat(99));
const path = fc.array(segment, { minLength: 1, maxLength: 4 });
const subject = fc.record({
  path,
  arrays: fc.array(
    fc.record({
      quantifier: fc.constantFrom('any' as const, 'every' as const),
      path: fc.array(segment, { maxLength: 3 }),
    }),
    { maxLength: 3 },
  ),
});
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }).map(quote),
  fc.constantFrom('5', '-1.50', "x'00ff'", 'true', 'rock and roll', "'it''s'", 'a or b', 'x = y', 'and', 'b'),
);
const typed = fc.oneof(
  fc.constantFrom('null', '!null', 'missing', '! missing', '~ *.mp3', 'sand', "it's", '[x', '(a, b)', '"a'),
  fc
    .tuple(fc.constantFrom('=', '!=', '>', '>=', '<', '<=', '~', ''), value)
    .map(([operator, text]) => `${operator} ${text}`),
  fc.tuple(value, value).map(([from, to]) => `${from}..${to}`),
  fc.array(value, { minLength: 1, maxLength: 3 }).map((items) => `in (${items.join(' , ')})`),
  fc.string({ maxLength: 12 }),
);

test('what a line prints reads as the same conditions', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ subject, test: typed }), { minLength: 1, maxLength: 4 }), (written) => {
      const conditions = written.filter(({ test: text }) => {
        const parsed = parseFilter(text);
        return parsed.ok && parsed.condition !== null;
      });
      const read = parseFilterLine(filterLineText(conditions));
      expect(read).toMatchObject({ ok: true });
      if (!read.ok) return;
      expect(read.conditions.map((each) => each.subject)).toEqual(conditions.map((each) => each.subject));
      expect(read.conditions.map((each) => parsedText(each.test))).toEqual(
        conditions.map((each) => parsedText(each.test)),
      );
      // And what was read prints as itself.
      expect(filterLineText(read.conditions)).toBe(filterLineText(conditions));
    }),
    { numRuns: 500 },
  );
});

/** What a test means, with the form of its quotes left out. */
function parsedText(text: string): string {
  const parsed = parseFilter(text);
  return parsed.ok && parsed.condition !== null ? conditionText(parsed.condition) : `wrong: ${text}`;
}

test('every text is read without an exception, and what is wrong lies in the text', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ' ',
      'and ',
      'any ',
      'a',
      '.',
      '[',
      '"',
      "'",
      ']',
      '(',
      ')',
      ',',
      '= ',
      '> ',
      '..',
      'in ',
    ),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const line = pieces.join('');
      const read = parseFilterLine(line);
      if (read.ok) {
        for (const { test: text } of read.conditions) expect(lineTest(text)).not.toBe('');
        return;
      }
      expect(read.problem).toMatch(/[.?\w)]$/);
      expect(0 <= read.at && read.at <= read.end && read.at <= line.length).toBe(true);
    }),
    { numRuns: 500 },
  );
});
