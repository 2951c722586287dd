import { expect, test } from 'vitest';
import { parseTsv } from './parse-tsv.ts';

test.each([
  ['one cell', 'a', [['a']]],
  ['nothing', '', [['']]],
  [
    'cells and rows',
    'a\tb\nc\td',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'the line end behind the last row',
    'a\tb\r\nc\td\r\n',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  [
    'empty cells',
    '\t\n\t',
    [
      ['', ''],
      ['', ''],
    ],
  ],
  ['an empty line between', 'a\n\nb\n', [['a'], [''], ['b']]],
  [
    'quotes around line ends, tabs and quotes',
    '"a\nb"\t"c\td"\t"say ""hi"""\nx',
    [['a\nb', 'c\td', 'say "hi"'], ['x']],
  ],
  ['a text that only begins with a quote', '"a" b\tc', [['"a" b', 'c']]],
  ['a quote that never ends', '"a\tb', [['"a', 'b']]],
  ['quotes inside', 'a "b" c', [['a "b" c']]],
  ['an empty quoted cell', '""\tx', [['', 'x']]],
  ['old line ends', 'a\rb\r', [['a'], ['b']]],
])('%s', (_, text, expected) => {
  expect(parseTsv(text)).toEqual(expected);
});
