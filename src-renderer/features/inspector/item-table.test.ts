import { expect, test } from 'vitest';
import { itemTable, wholeItems } from './item-table.ts';

test('objects are rows, their keys columns in the order in which they are first seen', () => {
  const table = itemTable('[{"sku":"A","qty":1},{"price":1.10,"sku":"B"}]');
  expect(table?.columns).toEqual(['sku', 'qty', 'price']);
  expect(table?.rows.map((row) => row.map(({ text }) => text))).toEqual([
    ['A', '1', ''],
    ['B', '', '1.10'],
  ]);
  expect(table?.rows[0]?.[2]?.look).toBe('missing');
});

test('digits stay as they are written, null and nothing are not the same as empty text', () => {
  const looks = itemTable('[{"n":12345678901234567890.10,"t":"","z":null,"b":false}]')?.rows[0];
  expect(looks).toEqual([
    { look: 'number', text: '12345678901234567890.10' },
    { look: 'text', text: '' },
    { look: 'null', text: 'null' },
    { look: 'boolean', text: 'false' },
  ]);
});

test('what is nested says only its size, and long or broken lines are one bounded line', () => {
  const long = 'x'.repeat(10_000);
  const table = itemTable(JSON.stringify([{ tags: ['a', 'b'], at: { x: 1, y: 2 }, note: 'a\nb\0', long }]));
  const texts = table?.rows[0]?.map(({ text }) => text);
  expect(texts?.slice(0, 3)).toEqual(['[ 2 ]', '{ x, y }', 'a↵b␀']);
  expect(texts?.[3]).toHaveLength(501);
});

test.each([
  ['an array of plain values', '["a","b"]'],
  ['a mixed array', '[{"a":1},2]'],
  ['an empty array', '[]'],
  ['objects without keys', '[{},{}]'],
  ['an object', '{"a":[{"b":1}]}'],
  ['an item with twin keys', '[{"a":1,"a":2}]'],
  ['a text that is not JSON', '[{"a":1}'],
])('%s is no table', (_, json) => {
  expect(itemTable(json)).toBeNull();
});

test('too many keys are told, not shown', () => {
  const wide = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, index]));
  const table = itemTable(JSON.stringify([wide]));
  expect(table?.columns).toHaveLength(24);
  expect(table?.hiddenColumns).toBe(76);
});

test('a key such as __proto__ is a key like any other', () => {
  expect(itemTable('[{"__proto__":1,"constructor":"c"}]')?.columns).toEqual(['__proto__', 'constructor']);
});

test('a piece of an array gives the items that are whole in it', () => {
  expect(wholeItems('[{"a":1},{"a":"x,]\\"}"},{"a":[1,2],"b":')).toBe('[{"a":1},{"a":"x,]\\"}"}]');
  expect(wholeItems('[{"a":1}, {"a":2}, {"a":3}]')).toBe('[{"a":1}, {"a":2}]');
  expect(wholeItems('[{"a":"it is not whole')).toBeNull();
  expect(wholeItems('')).toBeNull();
});
