import { expect, test } from 'vitest';
import { complete, completionAt } from './completion.ts';
import { lineOf, termsOf, unseenPath } from './terms.ts';

const orders = {
  isCollection: true,
  columns: [
    { name: '_id', path: null },
    { name: 'ship.country', path: ['ship', 'country'] },
    { name: 'a.b', path: ['a.b'] },
    { name: 'a.b (2)', path: ['a', 'b'] },
    { name: 'total (2)', path: ['total'] },
    { name: 'total', path: null },
  ],
};
const table = {
  isCollection: false,
  columns: [
    { name: 'First Name', path: null },
    { name: 'data', path: null },
    { name: 'data.x', path: null },
  ],
};

/** The terms of a line that is right. */
function terms(line: string, scope: typeof orders | typeof table) {
  const read = termsOf(line, scope);
  if (!read.ok) throw new Error(read.problem);
  return read.terms.map(({ column, text }) => [column, text]);
}

test('paths that are columns become terms of the columns, and read as the same again', () => {
  const line =
    'ship.country = "IT" and items any qty > 2 and ["a.b"] 1 and a.b 2 and total 3 and ["total (2)"] 4';
  expect(terms(line, orders)).toEqual([
    ['ship.country', '= "IT"'],
    ['items any qty', '> 2'],
    ['a.b', '1'],
    ['a.b (2)', '2'],
    ['total', '3'],
    ['total (2)', '4'],
  ]);
  const read = termsOf(line, orders);
  const printed = lineOf(read.ok ? read.terms : [], orders);
  expect(printed.text).toBe(line);
  expect(printed.places.map(({ start, end }) => line.slice(start, end))[1]).toBe('items any qty > 2');
});

test('a path whose text is the name of another column is told apart from it', () => {
  expect(terms('data.x 1 and ["data.x"] 2 and ["First Name"] null', table)).toEqual([
    [' data.x', '1'],
    ['data.x', '2'],
    ['First Name', 'null'],
  ]);
  const printed = lineOf(
    [
      { column: ' data.x', text: '1' },
      { column: 'data.x', text: '2' },
    ],
    table,
  );
  expect(printed.text).toBe('data.x 1 and ["data.x"] 2');
});

test('a column that a table has not is a problem, a field that documents have not is a note', () => {
  expect(termsOf('data.x = 1 and dta any y = 1', table)).toEqual({
    ok: false,
    problem: 'There is no column dta. Is data meant?',
    at: 15,
    end: 24,
  });
  const names = ['ship.country', 'items', 'items any qty'];
  const noteOf = (column: string) => unseenPath([{ column, text: '1' }], orders, names);
  expect(noteOf('items any qyt')).toBe(
    'items any qyt is in none of the documents looked at. Is items any qty meant?',
  );
  for (const known of ['items[0].qty', 'items every qty', 'items any', 'ship', 'total', 'items']) {
    expect(noteOf(known), known).toBe(null);
  }
});

test('names are completed where a path stands, and nowhere else', () => {
  const names = ['ship.country', 'ship.city', 'items', 'items any qty', '["a b"]'].map((path) => ({
    path,
    types: [],
  }));
  const at = (text: string, caret = text.length) =>
    completionAt(text, caret, names)?.choices.map(({ path }) => path) ?? null;
  expect(at('sh')).toEqual(['ship.country', 'ship.city']);
  expect(at('ci')).toEqual(['ship.city']);
  expect(at('items ')).toEqual(['items any qty']);
  expect(at("ship.city = 'x' and it")).toEqual(['items', 'items any qty', 'ship.city']);
  expect(at('["a')).toEqual(['["a b"]']);
  expect(at('ship.city')).toBe(null);
  expect(at('ship.city = shi')).toBe(null);
  expect(at('ship.city "shi')).toBe(null);
  expect(at('it > 5', 2)).toEqual(['items', 'items any qty', 'ship.city']);
  const text = "ship.city = 'x' and it > 5";
  const found = completionAt(text, 22, names);
  expect(found === null ? null : complete(text, found, 'items any qty')).toEqual({
    text: "ship.city = 'x' and items any qty > 5",
    caret: 34,
  });
});
