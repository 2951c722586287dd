import { expect, test } from 'vitest';
import type { Cell } from '../../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../../src-preload/contract/cell-tag.ts';
import type { ResultColumn } from '../../../../src-preload/contract/queries.ts';
import { sortedColumns } from './result-columns.ts';
import { NotWhole, resultText } from './result-text.ts';

const column = (name: string, object: string | null = null): ResultColumn => ({
  name,
  declaredType: null,
  isNumeric: false,
  origin: object === null ? null : { object, column: name },
});
function text(
  rows: readonly (readonly Cell[])[],
  format: Parameters<typeof resultText>[2],
  withHeader = true,
): string {
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, index) =>
    column(['a', 'b', 'a'][index] ?? 'c'),
  );
  const part = {
    ranges: [{ firstRow: 0, lastRow: rows.length - 1 }],
    firstColumn: 0,
    lastColumn: columns.length - 1,
  };
  return resultText({ columns, rows }, part, format, withHeader);
}
const odd: readonly Cell[] = [null, '', [CellTag.real, '1.0']];
const blob: Cell = [CellTag.blob, 2, new Uint8Array([0, 255])];

test('NULL is an empty field and empty text is in quotes, which separators and quotes are, too', () => {
  expect(text([odd], 'tsv')).toBe('a\tb\ta\n\t""\t1.0\n');
  expect(text([['x,y', 'say "so"', 'two\nlines']], 'csv')).toBe(
    'a,b,a\r\n"x,y","say ""so""","two\nlines"\r\n',
  );
  expect(text([['one\nline']], 'tsv', false)).toBe('one\nline');
});

test('JSON keeps numbers, twin columns and bytes', () => {
  expect(text([[2n ** 60n, blob, [CellTag.jsonb, 9, '{"a": 1.10}', true]]], 'json')).toBe(
    '[\n  {"a": 1152921504606846976, "b": "AP8=", "a:1": {"a": 1.10}}\n]\n',
  );
  expect(text([odd, odd], 'ndjson').split('\n')[1]).toBe('{"a": null, "b": "", "a:1": 1.0}');
});

test('SQL literals are what SQLite stored', () => {
  expect(text([["it's", blob, [CellTag.real, '-Inf']]], 'sql')).toBe(
    `INSERT INTO "result" ("a", "b", "a") VALUES ('it''s', X'00ff', -9e999);\n`,
  );
  expect(text([['a\0b']], 'sql')).toContain(`('a' || char(0) || 'b')`);
});

test('Markdown has no cell that breaks the table', () => {
  expect(text([['a|b', null]], 'markdown')).toBe('| a | b |\n| --- | --- |\n| a\\|b | _NULL_ |\n');
});

test('a value that is not whole is not copied', () => {
  expect(() => text([[[CellTag.blob, 100, new Uint8Array(64)]]], 'csv')).toThrow(NotWhole);
  expect(() => text([[[CellTag.longText, 2_000_000, '']]], 'tsv')).toThrow(NotWhole);
});

test('the columns that a statement sorts by are found by name, alias and number', () => {
  const columns = [column('country'), column('revenue'), column('n')];
  const sorts = (sql: string) => [...sortedColumns(sql, columns)];
  expect(sorts('SELECT 1 ORDER BY revenue DESC LIMIT 5')).toEqual([[1, 'down']]);
  expect(sorts('SELECT 1 ORDER BY i.Country, 3 DESC NULLS LAST')).toEqual([
    [0, 'up'],
    [2, 'down'],
  ]);
  expect(sorts('SELECT (SELECT 1 ORDER BY n) FROM a')).toEqual([]);
  expect(sorts('SELECT 1 ORDER BY abs(revenue), revenue + 1, 9')).toEqual([]);
});
