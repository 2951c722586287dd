import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { testedDrivers } from '../testing/each-driver.ts';
import { TestCollections } from './testing/test-collections.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const eventSchema = z.object({
  id: z.string(),
  title: z.string(),
  at: z.date(),
  count: z.bigint().optional(),
  tags: z.set(z.string()).optional(),
  extra: z.map(z.string(), z.number()).optional(),
});

const marked = {
  id: 'e1',
  title: 'Marked',
  at: { __type: 'Date', value: '2024-01-02T03:04:05.000Z' },
  tags: { __type: 'Set', value: ['x', 'y'] },
  extra: { __type: 'Map', value: [['a', 1]] },
};
const plain = {
  id: 'e2',
  title: 'Plain',
  at: '2024-01-02T03:04:05Z',
  count: '12345678901234567890',
  tags: ['x'],
};
const at = new Date('2024-01-02T03:04:05Z');

describe.each(testedDrivers)('tables of other writers, %s', (driver) => {
  async function open(ddl: string, ...rows: readonly string[]) {
    const db = new TestCollections({ driver, isShared: false, isPooled: false, isInMemory: true });
    await db.exec(ddl);
    for (const row of rows) await db.exec(row);
    return db;
  }

  const insert = (id: string, doc: string, value = '?2') =>
    `INSERT INTO events (_id, doc) VALUES ('${id}', ${value.replace('?2', `'${doc}'`)})`;

  test('documents as TEXT without versions, with rich values as markers and as plain JSON', async () => {
    const db = await open(
      'CREATE TABLE events (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      insert('e1', JSON.stringify(marked)),
      insert('e2', JSON.stringify(plain)),
    );
    const events = db.collection('events', eventSchema);
    const first = { id: 'e1', title: 'Marked', at, tags: new Set(['x', 'y']), extra: new Map([['a', 1]]) };
    const second = { id: 'e2', title: 'Plain', at, count: 12345678901234567890n, tags: new Set(['x']) };
    expect(await events.findById('e1')).toEqual(first);
    expect(await events.orderBy('id').toArray()).toEqual([first, second]);
    expect(await events.put('e1', { title: 'New' })).toEqual({ ...first, title: 'New' });
    expect(await events.atomicUpdate('e2', { $set: { title: 'Newer' } })).toEqual({
      ...second,
      title: 'Newer',
    });
    await events.insert({ id: 'e3', title: 'Third', at });
    await events.upsert('e1', { title: 'Last', at });
    expect(await events.versionOf('e1')).toBeNull();
    await expect(events.atomicUpdate('e1', {}, { expectedVersion: 1 })).rejects.toThrow(
      code('TABLE_UNSUITABLE'),
    );
    expect(await db.rows('SELECT _id, typeof(doc), doc FROM events ORDER BY _id')).toEqual([
      ['e1', 'text', JSON.stringify({ id: 'e1', title: 'Last', at: marked.at })],
      ['e2', 'text', expect.stringContaining('"at":{"__type":"Date"')],
      ['e3', 'text', JSON.stringify({ id: 'e3', title: 'Third', at: marked.at })],
    ]);
    expect(await db.rows('SELECT name FROM pragma_table_info(?)', ['events'])).toEqual([['_id'], ['doc']]);
  });

  test('plain values in unions are decoded where only one of the options can mean them', async () => {
    const time = '2024-01-02T03:04:05.000Z';
    const kinds = [
      [z.union([z.number(), z.date()]), time, new Date(time)],
      [z.union([z.number(), z.date()]), 5, 5],
      [z.union([z.string(), z.date()]), time, time],
      [z.union([z.string(), z.bigint()]).nullable(), null, null],
      [z.union([z.boolean(), z.set(z.date())]), [time], new Set([new Date(time)])],
      [z.array(z.date().or(z.literal('never'))), [time, 'never'], [new Date(time), 'never']],
    ] as const;
    for (const [field, stored, expected] of kinds) {
      const doc = JSON.stringify({ field: stored });
      const db = await open(
        'CREATE TABLE t (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
        `INSERT INTO t VALUES ('a', '${doc}')`,
      );
      const t = db.collection('t', z.object({ field }));
      expect(await t.findById('a')).toEqual({ _id: 'a', field: expected });
    }
    const log = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('at'), value: z.date() }),
      z.object({ kind: z.enum(['text', 'note']), value: z.string() }),
    ]);
    const db = await open(
      'CREATE TABLE log (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      `INSERT INTO log VALUES ('a', '{"kind":"at","value":"${time}"}'), ('b', '{"kind":"note","value":"${time}"}')`,
    );
    const entries = await db.collection('log', log).toArray();
    expect(entries.map(({ value }) => value)).toEqual([new Date(time), time]);
  });

  test('two writers at once change a document without versions one after the other', async () => {
    const db = await open(
      'CREATE TABLE n (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      `INSERT INTO n VALUES ('a', '{"n": 0}')`,
    );
    const numbers = db.collection('n', z.object({ n: z.number() }));
    await Promise.all(Array.from({ length: 10 }, () => numbers.atomicUpdate('a', { $inc: { n: 1 } })));
    expect(await numbers.findById('a')).toEqual({ _id: 'a', n: 10 });
  });

  test('a row keeps the encoding that it had', async () => {
    const db = await open(
      'CREATE TABLE mixed (_id TEXT PRIMARY KEY, doc NOT NULL, _version INTEGER NOT NULL DEFAULT 1)',
      `INSERT INTO mixed (_id, doc) VALUES ('b', jsonb('{"n": 1}')), ('t', '{"n": 1}')`,
    );
    const mixed = db.collection('mixed', z.object({ n: z.number() }));
    const encodings = () => db.rows("SELECT _id, typeof(doc), json(doc) ->> '$.n' FROM mixed ORDER BY _id");
    await mixed.put('b', { n: 2 });
    await mixed.put('t', { n: 2 });
    expect(await encodings()).toEqual([
      ['b', 'blob', 2],
      ['t', 'text', 2],
    ]);
    await mixed.upsertBulk(['b', 't', 'x'].map((id) => ({ id, doc: { n: 3 } })));
    await mixed.putBulk(['b', 't'].map((id) => ({ id, doc: { n: 4 } })));
    expect(await encodings()).toEqual([
      ['b', 'blob', 4],
      ['t', 'text', 4],
      ['x', 'blob', 3],
    ]);
  });

  test('an id inside of the document or not, and fields that the schema does not know, stay', async () => {
    const db = await open(
      'CREATE TABLE events (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      insert(
        'a',
        '{"_id": "a", "n": 1, "theirs": {"x": [1, 2], "at": {"__type": "Date", "value": "2024-01-02T03:04:05.000Z"}}}',
      ),
      insert('b', '{"n": 2}'),
    );
    const events = db.collection('events', z.object({ n: z.number() }));
    expect(await events.findById('a')).toEqual({ _id: 'a', n: 1, theirs: { x: [1, 2], at } });
    expect(await events.findById('b')).toEqual({ _id: 'b', n: 2 });
    await events.put('a', { n: 5 });
    await events.put('b', { n: 6 });
    expect(await db.rows('SELECT json(doc) FROM events ORDER BY _id')).toEqual([
      [`{"n":5,"_id":"a","theirs":{"x":[1,2],"at":${JSON.stringify(marked.at)}}}`],
      ['{"n":6}'],
    ]);
    const inside = await open(
      'CREATE TABLE events (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      insert('c', '{"n": 1}'),
    );
    const withId = inside.collection('events', z.object({ id: z.string(), n: z.number() }));
    expect(await withId.findById('c')).toEqual({ id: 'c', n: 1 });
    expect(await withId.put('c', { n: 2 })).toEqual({ id: 'c', n: 2 });
  });

  test('a field that the schema does not know is not put by us', async () => {
    const db = await open(
      'CREATE TABLE events (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      insert('a', '{"n": 1, "theirs": 1}'),
    );
    const events = db.collection('events', z.object({ n: z.number() }));
    expect(await events.put('a', { n: 2, ours: 5 } as object)).toEqual({ _id: 'a', n: 2, theirs: 1 });
    expect(await events.put('a', { theirs: 5 } as object)).toEqual({ _id: 'a', n: 2, theirs: 1 });
    expect(await events.put('a', { theirs: undefined } as object)).toEqual({ _id: 'a', n: 2 });
    const strict = await open(
      'CREATE TABLE events (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      insert('a', '{"n": 1, "theirs": 1}'),
    );
    const strictly = strict.collection('events', z.strictObject({ n: z.number() }));
    await expect(strictly.put('a', { ours: 5 } as object)).rejects.toThrow(code('VALIDATION'));
    expect(await strictly.put('a', { n: 2 })).toEqual({ _id: 'a', n: 2, theirs: 1 });
  });

  test('columns of theirs: by dotted path or with _, generated ones are left alone', async () => {
    const db = await open(
      `CREATE TABLE events (_id TEXT PRIMARY KEY, doc TEXT NOT NULL, "at.place" TEXT, size_x INTEGER,
        kind TEXT GENERATED ALWAYS AS (doc ->> '$.kind'), theirs TEXT DEFAULT 'kept')`,
    );
    const schema = z.object({
      at: z.object({ place: z.string() }),
      size: z.object({ x: z.number().int() }),
      kind: z.string(),
    });
    const constrainedFields = { 'at.place': { index: true }, 'size.x': {}, kind: { index: true } };
    const events = db.collection('events', schema, { constrainedFields });
    const { _id } = await events.insert({ at: { place: 'P' }, size: { x: 1 }, kind: 'K' });
    await events.put(_id, { at: { place: 'Q' } });
    expect(await db.rows('SELECT "at.place", size_x, kind, theirs FROM events')).toEqual([
      ['Q', 1, 'K', 'kept'],
    ]);
    const columns = await db.rows('SELECT name FROM pragma_table_xinfo(?)', ['events']);
    expect(columns.flat()).toEqual(['_id', 'doc', 'at.place', 'size_x', 'kind', 'theirs']);
    expect((await events.where('kind').eq('K').explain()).steps[0]?.detail).toContain('USING');
  });

  test('columns that are missing are added and filled; attached, nothing is written', async () => {
    const ddl = 'CREATE TABLE events (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)';
    const db = await open(ddl, insert('e1', JSON.stringify(marked)), insert('e2', JSON.stringify(plain)));
    const schemaBefore = await db.rows('SELECT sql FROM sqlite_schema');
    const attached = db.collection('events', eventSchema, {
      attach: true,
      constrainedFields: { at: { unique: true } },
    });
    expect(await attached.count()).toBe(2);
    await attached.put('e1', { title: 'Changed' });
    await attached.rebuildIndexes();
    expect(await db.rows('SELECT sql FROM sqlite_schema')).toEqual(schemaBefore);
    const other = await open(ddl, insert('e1', JSON.stringify(marked)), insert('e2', JSON.stringify(plain)));
    const events = other.collection('events', eventSchema, {
      constrainedFields: { at: {}, title: { unique: true } },
    });
    await events.count();
    expect(await other.rows('SELECT at, title FROM events ORDER BY _id')).toEqual([
      [at.toISOString(), 'Marked'],
      [at.toISOString(), 'Plain'],
    ]);
    await expect(events.insert({ id: 'x', title: 'Plain', at })).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
  });

  test.each([
    ['CREATE TABLE things (id TEXT PRIMARY KEY, doc TEXT NOT NULL)', '_id'],
    ['CREATE TABLE things (_id INTEGER PRIMARY KEY, doc TEXT NOT NULL)', '_id'],
    ['CREATE TABLE things (_id TEXT, doc TEXT NOT NULL)', '_id'],
    ['CREATE TABLE things (_id TEXT PRIMARY KEY, doc TEXT)', 'doc'],
    ['CREATE TABLE things (_id TEXT PRIMARY KEY, name TEXT NOT NULL)', 'doc'],
    [
      "CREATE TABLE things (_id TEXT PRIMARY KEY, doc TEXT NOT NULL); INSERT INTO things VALUES ('a', 'no JSON')",
      'JSON',
    ],
    [
      "CREATE TABLE things (_id TEXT PRIMARY KEY, doc NOT NULL); INSERT INTO things VALUES ('a', x'ff00ff')",
      'JSON',
    ],
    ["CREATE VIEW things AS SELECT 'a' AS _id, '{}' AS doc", 'view'],
  ])('%s is not taken for a collection', async (ddl, reason) => {
    const db = await open(ddl);
    const things = db.collection('things', z.object({ n: z.number() }));
    const before = await db.rows('SELECT sql FROM sqlite_schema');
    await expect(things.insert({ n: 1 })).rejects.toMatchObject({
      code: 'TABLE_UNSUITABLE',
      message: expect.stringContaining(reason),
    });
    expect(await db.rows('SELECT sql FROM sqlite_schema')).toEqual(before);
  });

  test('a document that is no object is told by its id', async () => {
    const db = await open(
      'CREATE TABLE n (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)',
      `INSERT INTO n VALUES ('a', '[1]')`,
    );
    const numbers = db.collection('n', z.object({ n: z.number() }));
    await expect(numbers.findById('a')).rejects.toThrow(code('DOCUMENT_UNREADABLE'));
    await expect(numbers.put('a', { n: 1 })).rejects.toThrow(code('DOCUMENT_UNREADABLE'));
  });
});
