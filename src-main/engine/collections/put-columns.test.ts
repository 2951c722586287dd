import { expect, test } from 'vitest';
import { z } from 'zod';
import { accessKinds } from '../testing/each-access.ts';
import { TestCollections } from './testing/test-collections.ts';

const schema = z.object({ id: z.string(), group: z.string(), rank: z.number(), note: z.string() });
const options = { constrainedFields: { group: { index: true }, rank: { index: true } } };

test.each(accessKinds)('columns whose values stay are not written by put, %s', async (_name, kind) => {
  const db = new TestCollections(kind);
  const items = db.collection('items', schema, options);
  await items.insert({ id: 'a', group: 'x', rank: 1.5, note: '' });
  await db.exec('CREATE TABLE written (what TEXT)');
  await db.exec(
    'CREATE TRIGGER seen AFTER UPDATE OF "group", rank ON items BEGIN INSERT INTO written VALUES (NEW._id); END',
  );
  expect(await items.put('a', { note: 'new' })).toEqual({ id: 'a', group: 'x', rank: 1.5, note: 'new' });
  expect(await db.rows('SELECT * FROM written')).toEqual([]);
  expect(await items.put('a', { rank: 2 })).toEqual({ id: 'a', group: 'x', rank: 2, note: 'new' });
  expect(await db.rows('SELECT * FROM written')).toEqual([['a']]);
  expect(await db.rows('SELECT "group", rank, _version FROM items')).toEqual([['x', 2, 3]]);
});

test.each(accessKinds)('a column that differs from its document is put right, %s', async (_name, kind) => {
  const db = new TestCollections(kind);
  const items = db.collection('items', schema, options);
  await items.insert({ id: 'a', group: 'x', rank: 1, note: '' });
  await db.exec('UPDATE items SET rank = 99');
  await items.put('a', { note: 'new' });
  expect(await db.rows('SELECT rank FROM items')).toEqual([[1]]);
  expect(await items.where('rank').eq(1).count()).toBe(1);
});
