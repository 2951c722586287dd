import { expect, test } from 'vitest';
import { nameIndex } from './name-index.ts';
import { completeAt } from './sql-completion.ts';

const names = nameIndex({
  objects: [
    {
      ...{ name: 'orders', kind: 'collection', columns: [] },
      paths: [
        { path: '$.status', type: 'text' },
        { path: '$.items[0].qty', type: 'number' },
      ],
    },
    { name: 'users', kind: 'collection', columns: [], paths: [{ path: '$.city', type: 'text' }] },
    { name: 'plain', kind: 'table', columns: [], paths: [] },
  ],
  functions: [],
  pragmas: [],
});

/** What is offered at the end of a text, in order. */
function labels(text: string): readonly string[] | null {
  const found = completeAt(text, text.length, 100, false, names);
  return found === null ? null : found.options.map(({ label }) => label);
}

test('a query typed as in code completes methods, fields and collections', () => {
  expect(labels('orders.')).toEqual(expect.arrayContaining(['where', 'query', 'toArray']));
  expect(labels('orders.')).not.toContain('toArraySync');
  expect(labels("orders.where('status').")).toEqual(expect.arrayContaining(['eq', 'between', 'exists']));
  expect(labels("orders.where('")).toEqual(['_id', 'status', 'items.0.qty']);
  expect(labels('orders.query().join(')).toEqual(['orders', 'users']);
  expect(labels("orders.query().join(users, 'buyer', '_id', 'who').orderBy('")).toContain('who.city');
  const found = completeAt("orders.where('st", 16, 100, false, names);
  expect(found?.from).toBe(114);
  expect(labels("orders.where('status').eq('p")).toBeNull();
});
