import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { ConnectionManager } from '../connections/connection-manager.ts';
import { createLocalConnector } from '../connections/local-connector.ts';
import { DedicatedAccess } from '../database-access/dedicated-access.ts';
import { openDriver } from '../drivers/open-driver.ts';
import { PluginManager } from '../plugins/plugin-manager.ts';
import { testedDrivers } from '../testing/each-driver.ts';
import { Collection } from './collection.ts';
import { defineCollection } from './define-collection.ts';

test.each(testedDrivers)('nothing is prepared in the steady state, %s', async (name) => {
  const driver = openDriver(name, { filename: ':memory:' }) as ReturnType<typeof openDriver> & {
    readonly preparedStatements: number;
  };
  const manager = new ConnectionManager({ connector: createLocalConnector() });
  const access = new DedicatedAccess({
    driver,
    file: ':memory:',
    isReadonly: false,
    busyTimeout: 0,
    manager,
  });
  onTestFinished(async () => {
    await access.close();
    await manager.closeAll();
  });
  const spec = defineCollection('users', z.object({ id: z.string(), n: z.number() }), {
    constrainedFields: { n: { index: true } },
  });
  const users = new Collection(spec, {
    access: () => access,
    plugins: new PluginManager(),
    collectionOf: () => expect.fail('no joins here'),
  });
  const work = async (round: number, size: number) => {
    const documents = Array.from({ length: size }, (_, index) => ({ id: `${round}-${index}`, n: index }));
    await users.insertBulk(documents);
    await users.upsertBulk(documents.map((doc) => ({ id: doc.id, doc })));
    await users.putBulk(documents.map(({ id }) => ({ id, doc: { n: round } })));
    await users.insert({ id: `${round}`, n: 1 });
    await users.upsert(`${round}`, { n: 2 });
    await users.put(`${round}`, { n: 3 });
    await users.atomicUpdate(`${round}`, { $inc: { n: 1 } });
    await users.where('n').eq(round).limit(3).toArray();
    expect(await users.findById(`${round}`)).toEqual({ id: `${round}`, n: 4 });
    await users.delete(`${round}`);
    expect(await users.deleteBulk(documents.map(({ id }) => id))).toBe(size);
  };
  await work(0, 150);
  const prepared = driver.preparedStatements;
  for (const [index, size] of [1, 7, 64, 99, 500].entries()) await work(index + 1, size);
  expect(driver.preparedStatements).toBe(prepared);
});
