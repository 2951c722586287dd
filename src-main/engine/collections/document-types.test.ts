import { describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { anyDriver } from '../testing/each-driver.ts';
import type { DocumentOf, NewDocumentOf } from './collection-spec.ts';
import { TestCollections } from './testing/test-collections.ts';

function open() {
  const db = new TestCollections({
    driver: anyDriver,
    isShared: false,
    isPooled: false,
    isInMemory: true,
  });
  const user = z.object({
    id: z.string(),
    name: z.string(),
    role: z.string().default('guest'),
    born: z.date().optional(),
    length: z.string().transform((text) => text.length),
    address: z.object({ city: z.string(), zip: z.number() }),
  });
  return { db, user, users: db.collection('users', user) };
}

describe('the type of documents follows from their schema', () => {
  test('what goes in may lack the id and what has a default; what comes out has all', async () => {
    const { users, user } = open();
    const address = { city: 'X', zip: 1 };
    const stored = await users.insert({ name: 'A', length: 'four', address });
    expectTypeOf(stored).toEqualTypeOf<z.output<typeof user>>();
    expectTypeOf(stored.role).toEqualTypeOf<string>();
    expectTypeOf(stored.length).toEqualTypeOf<number>();
    expectTypeOf(await users.findById('a')).toEqualTypeOf<z.output<typeof user> | null>();
    expectTypeOf(users.insertBulkSync).returns.toEqualTypeOf<z.output<typeof user>[]>();
    expectTypeOf(await users.toArray()).toEqualTypeOf<z.output<typeof user>[]>();
    expect(stored).toEqual({ id: expect.any(String), name: 'A', role: 'guest', length: 4, address });
    // @ts-expect-error the name is missing
    await expect(users.insert({ length: 'x', address })).rejects.toThrow();
    // @ts-expect-error the schema takes a text here
    await expect(users.insert({ name: 'A', length: 4, address })).rejects.toThrow();
    // @ts-expect-error there is no such field
    await users.put(stored.id, { nothing: 1 });
    expectTypeOf(await users.put(stored.id, { role: 'x' })).toEqualTypeOf<z.output<typeof user>>();
    expectTypeOf(await users.delete(stored.id)).toEqualTypeOf<true>();
  });

  test('paths of queries are those of the schema, and so are their values', () => {
    const { users } = open();
    expectTypeOf(users.where('address.city').eq).parameter(0).toExtend<string | null>();
    expectTypeOf(users.where('address.zip').gt).parameter(0).toExtend<number | null>();
    // @ts-expect-error a number is compared with numbers
    expect(() => users.where('address.zip').eq('text')).not.toThrow();
    expect(() => users.where('address.nothing' as string)).toThrow();
  });

  test('documents whose schema has no id get one', async () => {
    const { db } = open();
    const note = z.object({ text: z.string() });
    const stored = await db.collection('notes', note).insert({ text: 'x' });
    expectTypeOf(stored._id).toEqualTypeOf<string>();
    expectTypeOf<NewDocumentOf<typeof note>['_id']>().toEqualTypeOf<string | undefined>();
    expect(stored).toEqual({ _id: expect.any(String), text: 'x' });
  });

  test('an optional id is there once it is stored', async () => {
    const { db } = open();
    const stored = await db
      .collection('t', z.object({ id: z.string().optional(), n: z.number() }))
      .insert({ n: 1 });
    expectTypeOf(stored.id).toEqualTypeOf<string>();
    expect(stored).toEqual({ id: expect.any(String), n: 1 });
  });

  test('members of a union keep their own fields', async () => {
    const { db } = open();
    const shape = z.union([
      z.object({ id: z.string(), kind: z.literal('circle'), radius: z.number() }),
      z.object({ id: z.string(), kind: z.literal('square'), side: z.number() }),
    ]);
    const shapes = db.collection('shapes', shape);
    const stored = await shapes.insert({ kind: 'circle', radius: 1 });
    if (stored.kind === 'circle') expectTypeOf(stored.radius).toEqualTypeOf<number>();
    // @ts-expect-error a circle has no side
    await expect(shapes.insert({ kind: 'circle', side: 1 })).rejects.toThrow();
    const half = z.union([z.object({ id: z.string() }), z.object({ a: z.number() })]);
    expectTypeOf<DocumentOf<typeof half>['_id']>().toEqualTypeOf<string>();
    expect(await db.collection('half', half).insert({ a: 1 })).toEqual({ _id: expect.any(String), a: 1 });
  });

  test('records and objects that take any field keep what they name', async () => {
    const { db } = open();
    const loose = z.looseObject({ name: z.string() });
    const stored = await db.collection('loose', loose).insert({ name: 'x', more: 1 });
    expectTypeOf(stored.name).toEqualTypeOf<string>();
    expectTypeOf(stored._id).toEqualTypeOf<string>();
    expect(stored).toMatchObject({ name: 'x', more: 1 });
  });
});
