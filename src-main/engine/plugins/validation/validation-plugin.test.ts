import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PluginTimeoutError } from '../../errors/plugin-timeout-error.ts';
import { ValidationError } from '../../errors/validation-error.ts';
import { databaseKinds, openDatabase } from '../../testing/each-database.ts';
import { validationPlugin } from './validation-plugin.ts';

const schema = z.object({
  id: z.string(),
  name: z.string(),
  age: z.number().optional(),
  role: z.string().optional(),
  address: z.object({ city: z.string().optional() }).optional(),
});

describe.each(databaseKinds)('rules in a database with %s', (_name, kind) => {
  function open() {
    const database = openDatabase(kind);
    const users = database.collection('users', schema);
    database.use(
      validationPlugin({
        rules: {
          users: [
            { path: 'name', minLength: 2, pattern: '^[a-z]+$', message: 'is no name' },
            { path: 'age', min: 18, max: 99 },
            { path: 'role', oneOf: ['admin', 'guest'] },
            {
              path: 'address.city',
              required: true,
              check: async (city) => city !== 'Atlantis' || 'is under water',
            },
            { path: '', check: (_value, { role, age }) => role !== 'admin' || Number(age) > 20 },
          ],
        },
      }),
    );
    return { database, users };
  }
  const good = { name: 'ann', age: 30, role: 'admin', address: { city: 'Rome' } };

  test('let good documents through', async () => {
    const { users } = open();
    const ann = await users.insert(good);
    await users.put(ann.id, { age: 40 });
    await users.delete(ann.id);
  });

  test('refuse others with the path, and nothing is written', async () => {
    const { users } = open();
    const bad = { name: 'A', age: 17, role: 'king', address: { city: 'Atlantis' } };
    const error = await users.insert(bad).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      code: 'VALIDATION',
      collection: 'users',
      issues: [
        { path: ['name'], message: 'is no name' },
        { path: ['age'], message: 'is less than 18' },
        { path: ['role'], message: 'is none of admin, guest' },
        { path: ['address', 'city'], message: 'is under water' },
      ],
    });
    await expect(users.insert({ ...good, address: {} })).rejects.toThrow(/address.city: is missing/);
    await expect(users.insert({ ...good, age: 19 })).rejects.toThrow(/is not valid/);
    expect(await users.count()).toBe(0);
  });

  test('see the whole document, whatever changes it', async () => {
    const { users } = open();
    const [ann] = await users.insertBulk([good, { ...good, name: 'bob' }]);
    const id = ann?.id ?? '';
    const refused = { code: 'VALIDATION' };
    await expect(users.put(id, { age: 19 })).rejects.toMatchObject(refused);
    await expect(users.atomicUpdate(id, { $inc: { age: 100 } })).rejects.toMatchObject(refused);
    await expect(users.upsert(id, { ...good, name: '1' })).rejects.toMatchObject(refused);
    await expect(users.putBulk([{ id, doc: { role: 'king' } }])).rejects.toMatchObject(refused);
    await expect(users.insertBulk([good, { ...good, name: 'X' }])).rejects.toThrow(/1.name: is no name/);
    expect(await users.findById(id)).toEqual(ann);
    expect(await users.count()).toBe(2);
  });
});

test('Sync methods can be used where no check is async', () => {
  const database = openDatabase({}).use(
    validationPlugin({ rules: { users: [{ path: 'name', maxLength: 3 }] } }),
  );
  const users = database.collection('users', schema);
  users.insertSync({ name: 'ann' });
  expect(() => users.insertSync({ name: 'anna' })).toThrow(/name: is longer than 3/);
});

test('wrong rules are refused', () => {
  expect(() => validationPlugin({ rules: { users: [{ path: 'name', pattern: '(' }] } })).toThrow(
    /regular expression/,
  );
  expect(() => validationPlugin({ rules: { users: [{ path: 'name', minimum: 1 } as never] } })).toThrow(
    /minimum/,
  );
});

test('a pattern that does not come to an end is stopped and named, and nothing is written', async () => {
  const database = openDatabase({});
  const users = database.collection('users', schema);
  database.use(validationPlugin({ rules: { users: [{ path: 'name', pattern: '^(a+)+$' }] } }));
  const begun = performance.now();
  const error = await users.insert({ name: `${'a'.repeat(64)}!` }).catch((thrown: unknown) => thrown);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(error).toBeInstanceOf(PluginTimeoutError);
  expect((error as Error).cause).toMatchObject({
    issues: [{ path: ['name'], message: expect.stringContaining('the pattern ^(a+)+$') }],
  });
  expect(await users.count()).toBe(0);
  // The same pattern goes on for texts that it can be compared with.
  await users.insert({ name: 'aaa' });
  await expect(users.insert({ name: 'abc' })).rejects.toBeInstanceOf(ValidationError);
});
