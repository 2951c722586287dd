import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runSteps } from '../steps/run-steps.ts';
import type { AccessKind } from '../testing/each-access.ts';
import { testedDrivers } from '../testing/each-driver.ts';
import { temporaryFile } from '../testing/temporary-folder.ts';
import { compositeUnique } from './constraint-helpers.ts';
import { type StoredCollection, storedCollections } from './metadata-table.ts';
import { definitionOf } from './stored-definition.ts';
import { TestCollections } from './testing/test-collections.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const ways = testedDrivers.flatMap((driver) => [
  [`${driver}, its own`, { driver, isShared: false, isPooled: false, isInMemory: false }] as const,
  [`${driver}, pooled`, { driver, isShared: true, isPooled: true, isInMemory: false }] as const,
]);
const first = z.object({ id: z.string(), name: z.string() });
const second = z.object({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  born: z.date().optional(),
});
const upgrade = ({ name, ...rest }: Record<string, unknown>) => {
  const [firstName, lastName] = String(name).split(' ');
  return { ...rest, firstName, lastName };
};

describe.each<readonly [string, AccessKind]>(ways)('versions of collections, %s', (_name, kind) => {
  async function write(count = 3) {
    const filename = temporaryFile();
    const db = new TestCollections(kind, filename);
    const people = db.collection('people', first);
    await people.insertBulk(
      Array.from({ length: count }, (_, n) => ({ id: `p${n}`, name: `First${n} Last${n}` })),
    );
    const contents = () => db.rows('SELECT * FROM people ORDER BY _id');
    const schema = () => db.rows('SELECT sql FROM sqlite_schema ORDER BY name');
    return { filename, contents, schema, people };
  }

  test('upgrades run in their order, columns are filled, indexes are made', async () => {
    const { filename } = await write(1_200);
    const db = new TestCollections(kind, filename);
    const people = db.collection('people', second, {
      version: 3,
      upgrades: { 3: (document) => ({ ...document, born: new Date(0) }), 2: upgrade },
      constrainedFields: { lastName: { unique: true }, born: {} },
    });
    expect(await people.count()).toBe(1_200);
    expect(await people.findById('p7')).toEqual({
      id: 'p7',
      firstName: 'First7',
      lastName: 'Last7',
      born: new Date(0),
    });
    expect(await db.rows('SELECT COUNT(DISTINCT lastName), COUNT(born) FROM people')).toEqual([
      [1_200, 1_200],
    ]);
    await expect(people.put('p1', { lastName: 'Last2' })).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
    const [stored] = await runSteps(db.access, storedCollections());
    expect(stored).toMatchObject({
      name: 'people',
      version: 3,
      primaryKey: 'id',
      schema: { properties: { born: { 'x-zod': { kind: 'date' } } } },
      constrainedFields: [{ path: ['lastName'], column: 'lastName', unique: true }, { path: ['born'] }],
    });
    const again = new TestCollections(kind, filename);
    const same = again.collection('people', second, {
      version: 3,
      upgrades: { 2: () => expect.fail('ran twice'), 3: () => expect.fail('ran twice') },
      constrainedFields: { lastName: { unique: true }, born: {} },
    });
    expect(await same.count()).toBe(1_200);
  });

  test.each([
    [
      'an upgrade throws',
      {
        2: (document: Record<string, unknown>) => {
          if (document.id === 'p2') throw new Error('boom');
          return upgrade(document);
        },
      },
      {},
      'boom',
    ],
    [
      'an upgrade gives what the schema refuses',
      { 2: (document: Record<string, unknown>) => document },
      {},
      'UPGRADE_FAILED',
    ],
    [
      'an upgrade is async',
      { 2: (async (document: Record<string, unknown>) => upgrade(document)) as unknown as typeof upgrade },
      {},
      'at once',
    ],
    [
      'a unique index meets two equal values',
      { 2: (document: Record<string, unknown>) => ({ ...upgrade(document), lastName: 'same' }) },
      { lastName: { unique: true } },
      'CONSTRAINT_UNIQUE',
    ],
    [
      'a check refuses a document',
      { 2: upgrade },
      { lastName: { check: "lastName <> 'Last2'" } },
      'CONSTRAINT_CHECK',
    ],
  ])('everything is as before when %s', async (_what, upgrades, constrainedFields, expected) => {
    const { filename, contents, schema } = await write();
    const before = [await contents(), await schema()];
    const db = new TestCollections(kind, filename);
    const people = db.collection('people', second, { version: 2, upgrades, constrainedFields });
    for (let tries = 0; tries < 2; tries++) {
      const failure = await people.count().catch((error: unknown) => error);
      expect(`${(failure as { code: string }).code} ${(failure as Error).message}`).toContain(expected);
    }
    expect([await contents(), await schema()]).toEqual(before);
  });

  test('a later version is left alone', async () => {
    const { filename, people } = await write();
    const later = new TestCollections(kind, filename);
    await later.collection('people', first, { version: 2 }).count();
    const db = new TestCollections(kind, filename);
    await expect(db.collection('people', first).insert({ name: 'x' })).rejects.toThrow(
      code('COLLECTION_VERSION'),
    );
    expect(await people.count()).toBe(3);
  });

  test('opening again writes nothing', async () => {
    const { filename } = await write();
    const db = new TestCollections(kind, filename);
    const before = await db.rows('PRAGMA data_version');
    const people = new TestCollections(kind, filename).collection('people', first);
    expect(await people.count()).toBe(3);
    expect(await db.rows('PRAGMA data_version')).toEqual(before);
  });

  test('a file tells its collections to a program that has no schemas', async () => {
    const filename = temporaryFile();
    const writer = new TestCollections(kind, filename);
    const schema = z.object({
      id: z.string(),
      at: z.date(),
      tag: z.string().refine((tag) => tag !== 'no'),
      inner: z.object({ n: z.int() }),
    });
    const events = writer.collection('events', schema, {
      version: 4,
      constrainedFields: { at: { index: true }, 'inner.n': { unique: true, check: 'inner_n > 0' } },
      constraints: [compositeUnique(['tag', 'at'])],
    });
    const event = { id: 'a', at: new Date(5), tag: 'x', inner: { n: 1 } };
    await events.insert(event);
    const reader = new TestCollections(kind, filename);
    const [stored] = await runSteps(reader.access, storedCollections());
    const { name, schema: built, options } = definitionOf(stored as StoredCollection);
    const before = await writer.rows('PRAGMA data_version');
    const opened = reader.collection(name, built as typeof schema, options);
    expect(await opened.findById('a')).toEqual(event);
    expect(await opened.where('inner.n').eq(1).count()).toBe(1);
    expect(await writer.rows('PRAGMA data_version')).toEqual(before);
    await expect(opened.insert({ ...event, id: 'b' })).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
    await expect(opened.insert({ ...event, id: 'b', inner: { n: 0.5 } })).rejects.toThrow(code('VALIDATION'));
    expect(await opened.insert({ ...event, id: 'b', tag: 'no', inner: { n: 2 } })).toMatchObject({
      tag: 'no',
    });
    expect(await runSteps(reader.access, storedCollections())).toEqual([stored]);
  });

  test('fields whose definition changes: columns are made anew, and filled', async () => {
    const filename = temporaryFile();
    const one = new TestCollections(kind, filename);
    await one.exec('CREATE TABLE teams (id TEXT PRIMARY KEY)');
    const members = z.object({
      id: z.string(),
      name: z.string(),
      age: z.number(),
      team: z.string().optional(),
    });
    const strictly = one.collection('members', members, {
      constrainedFields: {
        name: { unique: true },
        age: { check: 'age < 100' },
        team: { foreignKey: 'teams.id' },
      },
    });
    await strictly.insertBulk([
      { id: 'a', name: 'A', age: 1 },
      { id: 'b', name: 'B', age: 2 },
    ]);
    const two = new TestCollections(kind, filename);
    const loosely = two.collection('members', members.extend({ name: z.string().optional() }), {
      constrainedFields: { name: { index: true }, age: { type: 'TEXT' }, team: {} },
    });
    await loosely.insert({ id: 'c', age: 200, team: 'nowhere' });
    await loosely.insert({ id: 'd', name: 'A', age: 3 });
    expect(await two.rows('SELECT _id, name, age, team FROM members ORDER BY _id')).toEqual([
      ['a', 'A', expect.stringMatching(/^1/), null],
      ['b', 'B', expect.stringMatching(/^2/), null],
      ['c', null, expect.stringMatching(/^200/), 'nowhere'],
      ['d', 'A', expect.stringMatching(/^3/), null],
    ]);
    expect(await loosely.where('name').eq('A').count()).toBe(2);
    const three = new TestCollections(kind, filename);
    const again = three.collection('members', members, { constrainedFields: { name: { unique: true } } });
    await expect(again.count()).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
    expect(await loosely.count()).toBe(4);
  });

  test('what a definition leaves out stays in the file, until a higher version does', async () => {
    const filename = temporaryFile();
    const schema = z.object({ id: z.string(), email: z.string(), age: z.number() });
    const one = new TestCollections(kind, filename);
    const users = one.collection('users', schema, {
      constrainedFields: { email: { unique: true }, age: { index: true } },
      constraints: [compositeUnique(['email', 'age'])],
    });
    await users.insert({ id: 'a', email: 'a', age: 1 });
    for (const attach of [false, true]) {
      const two = new TestCollections(kind, filename);
      const before = await one.rows('PRAGMA data_version');
      const bare = two.collection('users', schema, { attach, version: attach ? 5 : 1 });
      expect(await bare.count()).toBe(attach ? 2 : 1);
      expect(await one.rows('PRAGMA data_version')).toEqual(before);
      await expect(bare.insert({ id: 'x', email: 'a', age: 2 })).rejects.toMatchObject({ field: 'email' });
      const email = attach ? 'c' : 'b';
      await bare.insert({ id: email, email, age: 3 });
      expect(await two.rows('SELECT email, age FROM users WHERE _id = ?', [email])).toEqual([[email, 3]]);
    }
    const three = new TestCollections(kind, filename);
    const later = three.collection('users', schema, { version: 2, constrainedFields: { age: {} } });
    await later.insert({ id: 'd', email: 'a', age: 1 });
    const columns = await three.rows('SELECT name FROM pragma_table_info(?)', ['users']);
    expect(columns.flat()).toEqual(['_id', 'doc', '_version', 'age']);
    const indexes = await three.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
    );
    expect(indexes).toEqual([]);
  });

  test('columns keep their names when definitions come in another order', async () => {
    const filename = temporaryFile();
    const schema = z.object({ a: z.object({ b: z.string() }), a_b: z.string() });
    const one = new TestCollections(kind, filename);
    const fields = { 'a.b': {}, a_b: {} };
    await one
      .collection('t', schema, { constrainedFields: fields })
      .insert({ a: { b: 'nested' }, a_b: 'flat' });
    const two = new TestCollections(kind, filename);
    const turned = two.collection('t', schema, { constrainedFields: { a_b: {}, 'a.b': {} } });
    await turned.insert({ a: { b: 'nested' }, a_b: 'flat' });
    const before = await one.rows('PRAGMA data_version');
    const three = new TestCollections(kind, filename);
    expect(await three.collection('t', schema, { constrainedFields: fields }).count()).toBe(2);
    expect(await one.rows('PRAGMA data_version')).toEqual(before);
    expect(await two.rows('SELECT a_b, a_b_2 FROM t')).toEqual([
      ['nested', 'flat'],
      ['nested', 'flat'],
    ]);
    expect(await turned.where('a.b').eq('nested').count()).toBe(2);
  });

  test('rebuildIndexes fills columns that others left behind', async () => {
    const db = new TestCollections(kind, temporaryFile());
    const items = db.collection('items', z.object({ n: z.number() }), {
      constrainedFields: { n: { index: true } },
    });
    const { _id } = await items.insert({ n: 1 });
    await db.exec(`UPDATE items SET doc = jsonb('{"n": 5}')`);
    await db.exec('DROP INDEX idx_items_n');
    expect(await items.where('n').eq(5).count()).toBe(0);
    await items.rebuildIndexes();
    expect(await items.where('n').eq(5).toArray()).toEqual([{ _id, n: 5 }]);
    expect(await db.rows("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")).toEqual([
      ['idx_items_n'],
    ]);
    await items.drop();
    expect(await db.rows("SELECT name FROM sqlite_schema WHERE name = 'items'")).toEqual([]);
    expect(await runSteps(db.access, storedCollections())).toEqual([]);
  });
});
