import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ConnectionManager } from './connections/connection-manager.ts';
import { connectProcesses } from './connections/testing/test-processes.ts';
import { Database } from './database.ts';
import { UniqueConstraintError } from './errors/unique-constraint-error.ts';
import { auditLogPlugin } from './plugins/audit-log/audit-log-plugin.ts';
import { collect } from './testing/collect.ts';
import { testedDrivers } from './testing/each-driver.ts';
import { temporaryFile } from './testing/temporary-folder.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

const schema = z.object({
  id: z.string(),
  email: z.string(),
  born: z.date().optional(),
  big: z.bigint().optional(),
});
const options = { constrainedFields: { email: { unique: true } } } as const;

describe.each(testedDrivers)('a database whose connections are processes, %s', (driver) => {
  function open(config: { readonly connectionPool?: boolean } = { connectionPool: true }) {
    const { connector, processes } = connectProcesses();
    const connectionManager = new ConnectionManager({ connector });
    const database = new Database(
      { filename: temporaryFile(), driver, sharedConnection: true, ...config },
      { connectionManager },
    );
    onTestFinished(async () => {
      await database.close();
      await connectionManager.closeAll();
    });
    return { database, processes, users: database.collection('users', schema, options) };
  }

  test('has collections with all their methods', async () => {
    const { database, users } = open();
    const audit = auditLogPlugin();
    database.use(audit);
    const ann = await users.insert({ email: 'ann', born: new Date(0), big: 2n ** 60n });
    expect(await users.findById(ann.id)).toEqual(ann);
    await users.insertBulk(Array.from({ length: 300 }, (_value, index) => ({ email: `u${index}` })));
    await expect(users.insert({ email: 'ann' })).rejects.toThrow(UniqueConstraintError);
    await expect(users.insertBulk([{ email: 'new' }, { email: 'ann' }])).rejects.toThrow(
      UniqueConstraintError,
    );
    expect((await users.put(ann.id, { email: 'anna' })).born).toEqual(new Date(0));
    expect((await users.atomicUpdate(ann.id, { $set: { email: 'ann' } })).email).toBe('ann');
    expect(await users.where('email').startsWith('u1').count()).toBe(111);
    expect(await collect(users.query().iterator())).toHaveLength(301);
    const ids = (await users.where('email').startsWith('u2').toArray()).map(({ id }) => id);
    expect(await users.deleteBulk(ids)).toBe(ids.length);
    expect(await users.delete(ann.id)).toBe(true);
    expect(await users.count()).toBe(300 - ids.length);
    expect(await audit.entries(database, { documentId: ann.id })).toHaveLength(4);
    expect(() => users.countSync()).toThrow(code('SYNC_WITH_SHARED_CONNECTION'));
  });

  test.each([{}, { connectionPool: true }])(
    'a transaction is undone with its process, and collections go on in the next one, %o',
    async (config) => {
      const { database, users, processes } = open(config);
      await users.insert({ email: 'ann' });
      await expect(
        database.transaction(async () => {
          await users.insert({ email: 'bob' });
          for (const process of processes) process.kill();
          await users.insert({ email: 'cid' });
        }),
      ).rejects.toThrow(code('TRANSACTION_ROLLBACK'));
      await users.insert({ email: 'dan' });
      expect((await users.orderBy('email').toArray()).map(({ email }) => email)).toEqual(['ann', 'dan']);
    },
  );

  test('transactions of collections wait for each other, bystanders too', async () => {
    const { database, users } = open();
    await users.prepare();
    const outcomes = await Promise.allSettled([
      database.transaction(async () => {
        await users.insert({ email: 'a' });
        await users.insertBulk([{ email: 'b' }, { email: 'c' }]);
        throw new Error('courier busy');
      }),
      users.insert({ email: 'bystander' }),
      database.transaction(async () => {
        await users.insert({ email: 'd' });
        expect(await users.count()).toBe(2);
      }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(outcomes[0]).toMatchObject({ reason: expect.objectContaining({ message: 'courier busy' }) });
    expect((await users.orderBy('email').toArray()).map(({ email }) => email)).toEqual(['bystander', 'd']);
  });
});
