import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AccessKind } from '../testing/each-access.ts';
import { testedDrivers } from '../testing/each-driver.ts';
import { TestCollections } from './testing/test-collections.ts';

/** More than a statement of SQLite can have parameters (32,766); in the long form more than any call was made for. */
const MANY = process.env.CAIRN_FAULTS === 'long' ? 100_000 : 35_000;
const LAST = MANY - 1;
const DELETED = 33_000;

const ways = testedDrivers.flatMap((driver) => [
  [`${driver}, its own`, { driver, isShared: false, isPooled: false, isInMemory: false }] as const,
  [`${driver}, pooled`, { driver, isShared: true, isPooled: true, isInMemory: false }] as const,
]);

describe.each<readonly [string, AccessKind]>(ways)('large collections, %s', (_name, kind) => {
  test(`${MANY} documents with ids, and ${DELETED} deleted by their ids`, async () => {
    const db = new TestCollections(kind);
    const items = db.collection('items', z.object({ id: z.string(), n: z.number() }));
    const given = Array.from({ length: MANY }, (_, n) => ({ id: `item-${n}`, n }));
    const stored = await items.insertBulk(given);
    expect(stored).toHaveLength(MANY);
    expect(stored[LAST]).toEqual({ id: `item-${LAST}`, n: LAST });
    expect(await items.count()).toBe(MANY);
    expect(await items.deleteBulk(given.slice(0, DELETED).map(({ id }) => id))).toBe(DELETED);
    expect(await items.count()).toBe(MANY - DELETED);
    expect(await items.findById(`item-${DELETED - 1}`)).toBeNull();
    expect(await items.findById(`item-${DELETED}`)).toEqual({ id: `item-${DELETED}`, n: DELETED });
  });

  test('80 constrained columns', async () => {
    const db = new TestCollections(kind);
    const names = Array.from({ length: 80 }, (_, index) => `field${index}`);
    const schema = z.object(Object.fromEntries(names.map((name) => [name, z.number().optional()])));
    const constrainedFields = Object.fromEntries(names.map((name) => [name, { index: false }]));
    const wide = db.collection('wide', schema, { constrainedFields });
    const documents = Array.from({ length: 2_000 }, (_, row) =>
      Object.fromEntries(names.map((name, column) => [name, row * 100 + column])),
    );
    await wide.insertBulk(documents);
    expect(await db.rows('SELECT COUNT(*), SUM(field79), COUNT(DISTINCT field0) FROM wide')).toEqual([
      [2_000, 2_000 * 79 + (1_999 * 2_000 * 100) / 2, 2_000],
    ]);
    await wide.upsertBulk(
      (await wide.limit(500).toArray()).map((doc) => ({ id: String(doc._id), doc: { field0: 1 } })),
    );
    expect(await db.rows('SELECT COUNT(*) FROM wide WHERE field0 = 1')).toEqual([[500]]);
  });
});

test.each(testedDrivers)(`putBulk and upsertBulk of ${MANY} documents, %s`, async (driver) => {
  const db = new TestCollections({ driver, isShared: false, isPooled: false, isInMemory: true });
  const items = db.collection('items', z.object({ id: z.string(), n: z.number() }));
  const given = Array.from({ length: MANY }, (_, n) => ({ id: `item-${n}`, doc: { n } }));
  expect((await items.upsertBulk(given))[LAST]).toEqual({ id: `item-${LAST}`, n: LAST });
  const put = await items.putBulk(given.map(({ id, doc }) => ({ id, doc: { n: doc.n + 1 } })));
  expect(put[LAST]).toEqual({ id: `item-${LAST}`, n: MANY });
  expect(
    await db.rows(`SELECT COUNT(*), MIN(doc ->> '$.n'), MAX(doc ->> '$.n'), MIN(_version) FROM items`),
  ).toEqual([[MANY, 1, MANY, 2]]);
  const wrong = given.with(LAST, { id: `item-${LAST}`, doc: { n: Number.NaN } });
  await expect(items.upsertBulk(wrong)).rejects.toMatchObject({ issues: [{ path: [LAST, 'n'] }] });
  await expect(items.putBulk(wrong)).rejects.toMatchObject({ issues: [{ path: [LAST, 'n'] }] });
  expect(await db.rows('SELECT MAX(_version) FROM items')).toEqual([[2]]);
});
