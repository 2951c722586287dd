import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseKinds, openDatabase } from './testing/each-database.ts';

const schema = z.object({ id: z.string(), n: z.number(), text: z.string() });
const COUNT = 2_000;
/** So long that what is left of a result is many megabytes. */
const text = 'x'.repeat(2_000);

describe.each(databaseKinds)('a long iteration, with %s', (_name, kind) => {
  async function filled() {
    const database = openDatabase(kind);
    const documents = database.collection('documents', schema, { indexes: ['n'] });
    await documents.insertBulk(Array.from({ length: COUNT }, (_, n) => ({ id: `d${n}`, n, text })));
    await database.exec('CREATE TABLE log (n)');
    return { database, documents };
  }

  test('of rows lets everybody write, in transactions and without', async () => {
    const { database, documents } = await filled();
    let seen = 0;
    for await (const { _id } of database.iterate('SELECT _id, json(doc) FROM documents')) {
      seen += 1;
      if (seen % 500 !== 1) continue;
      await database.exec('INSERT INTO log VALUES (?)', [seen]);
      await documents.delete(String(_id));
      await database.transaction(async () => {
        await documents.insert({ id: `new ${seen}`, n: -1, text: '' });
        await database.exec('INSERT INTO log VALUES (?)', [-seen]);
      });
      await database
        .transaction(async () => {
          await documents.deleteBulk(['d1', 'd2', 'd3']);
          throw new Error('undone');
        })
        .catch(() => {});
    }
    expect(seen).toBeGreaterThanOrEqual(COUNT);
    expect(await database.query('SELECT COUNT(*) AS n FROM log')).toEqual([{ n: (COUNT / 500) * 2 }]);
    expect(await documents.count()).toBe(COUNT);
  });

  test('of documents lets everybody write, also to those that are yet to come', async () => {
    const { database, documents } = await filled();
    const seen: number[] = [];
    for await (const { id, n } of documents.orderBy('n').iterator()) {
      seen.push(n);
      if (n % 500 !== 0) continue;
      await documents.put(id, { text: 'read' });
      await database.transaction(async () => void (await documents.delete(`d${n + 300}`)));
      if (n === 1_000) await documents.rebuildIndexes();
    }
    const deleted = (n: number) => n % 500 === 300;
    expect(seen).toEqual(Array.from({ length: COUNT }, (_, n) => n).filter((n) => !deleted(n)));
    expect(await documents.where('text').eq('read').count()).toBe(COUNT / 500);
  });

  test('that is left in its middle, or never read on, is in nobody’s way', async () => {
    const { database, documents } = await filled();
    const left = documents.iterator();
    const forgotten = database.iterate('SELECT _id, json(doc) FROM documents');
    await left.next();
    await forgotten.next();
    await left.return();
    await database.exec('INSERT INTO log VALUES (1)');
    await documents.putBulk(Array.from({ length: 600 }, (_, n) => ({ id: `d${n}`, doc: { n: -n } })));
    await database.transaction(async () => void (await documents.deleteBulk(['d1', 'd2'])));
    expect(await documents.count()).toBe(COUNT - 2);
    await forgotten.return();
    await documents.drop();
    await database.exec('DROP TABLE log');
  });
});

describe.each(databaseKinds.filter(([, kind]) => kind.sharedConnection !== true))(
  'a long Sync iteration, with %s',
  (_name, kind) => {
    test('of documents lets its caller write', () => {
      const database = openDatabase(kind);
      const documents = database.collection('documents', schema);
      documents.insertBulkSync(Array.from({ length: COUNT }, (_, n) => ({ id: `d${n}`, n, text })));
      let seen = 0;
      for (const { id, n } of documents.query().iteratorSync()) {
        seen += 1;
        if (n % 500 !== 0) continue;
        documents.putSync(id, { text: 'read' });
        documents.deleteSync(`d${n + 300}`);
        database.execSync('CREATE TABLE IF NOT EXISTS other (a)');
      }
      expect(seen).toBe(COUNT - COUNT / 500);
      expect(documents.where('text').eq('read').countSync()).toBe(COUNT / 500);
    });
  },
);
