import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseKinds, openDatabase } from '../../testing/each-database.ts';
import { timestampsPlugin } from './timestamps-plugin.ts';

const schema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
});

/** A clock that goes on by one second each time that it is looked at. */
function clock() {
  let time = Date.UTC(2026, 0, 1);
  return () => {
    time += 1_000;
    return new Date(time);
  };
}

/** Insert takes what the schema asks for; the plugin fills the times in before that. */
const named = (name: string) => ({ name }) as z.input<typeof schema>;

describe.each(databaseKinds)('timestamps in a database with %s', (_name, kind) => {
  async function open() {
    const database = openDatabase(kind).use(timestampsPlugin({ now: clock() }));
    return database.collection('users', schema);
  }

  test('are filled when a document is made, and renewed by every change', async () => {
    const users = await open();
    const ann = await users.insert(named('ann'));
    expect(ann.createdAt).toBeInstanceOf(Date);
    const changed = await users.put(ann.id, { name: 'anna' });
    expect(changed.createdAt).toEqual(ann.createdAt);
    expect(changed.updatedAt.getTime()).toBeGreaterThan(ann.updatedAt.getTime());
    const again = await users.atomicUpdate(ann.id, { $set: { name: 'ann' } });
    expect(again.updatedAt.getTime()).toBeGreaterThan(changed.updatedAt.getTime());
    expect(await users.findById(ann.id)).toEqual(again);
  });

  test('are filled in bulk operations and upserts', async () => {
    const users = await open();
    const made = await users.insertBulk([named('a'), named('b')]);
    expect(made.every(({ createdAt, updatedAt }) => createdAt && updatedAt)).toBe(true);
    const changed = await users.putBulk(made.map(({ id }) => ({ id, doc: { name: 'c' } })));
    for (const [index, { updatedAt }] of changed.entries()) {
      expect(updatedAt.getTime()).toBeGreaterThan(made[index]?.updatedAt.getTime() ?? Number.NaN);
    }
    expect((await users.upsert('new', named('d'))).createdAt).toBeInstanceOf(Date);
    expect((await users.upsert('new', named('e'))).createdAt).toBeInstanceOf(Date);
    const bulk = await users.upsertBulk([
      { id: 'new', doc: named('f') },
      { id: 'other', doc: named('g') },
    ]);
    expect(bulk.every(({ createdAt, updatedAt }) => createdAt && updatedAt)).toBe(true);
  });

  test('a time of making that is given is kept', async () => {
    const users = await open();
    const createdAt = new Date(0);
    const ann = await users.insert({ ...named('ann'), createdAt });
    expect(ann.createdAt).toEqual(createdAt);
  });
});

test('they are dates, texts or numbers, as the schema asks for, and only where it does', async () => {
  const database = openDatabase({}).use(timestampsPlugin({ createdAt: 'made', updatedAt: 'changed' }));
  const texts = database.collection(
    'texts',
    z.strictObject({ id: z.string(), made: z.iso.datetime().optional(), changed: z.number().optional() }),
  );
  const text = await texts.insert({});
  expect(text.made).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(text.changed).toBeTypeOf('number');
  const strict = database.collection('strict', z.strictObject({ id: z.string(), name: z.string() }));
  expect(Object.keys(await strict.insert({ name: 'x' })).sort()).toEqual(['id', 'name']);
});

test('Sync methods have them too', () => {
  const users = openDatabase({}).use(timestampsPlugin()).collection('users', schema);
  const ann = users.insertSync(named('ann'));
  expect(users.findByIdSync(ann.id)).toEqual(ann);
});

test('wrong settings are refused', () => {
  const wrong = { created: 'x' } as object;
  expect(() => timestampsPlugin(wrong)).toThrow(/unknown key created/);
});
