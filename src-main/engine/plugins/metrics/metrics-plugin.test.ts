import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseKinds, openDatabase } from '../../testing/each-database.ts';
import { metricsPlugin } from './metrics-plugin.ts';
import { OperationTimes } from './operation-times.ts';

describe.each(databaseKinds)('metrics of a database with %s', (_name, kind) => {
  test('count and time every operation', async () => {
    const metrics = metricsPlugin({ slow: 0 });
    const database = openDatabase(kind).use(metrics);
    const users = database.collection('users', z.object({ id: z.string(), name: z.string() }));
    const ann = await users.insert({ name: 'ann' });
    await users.insert({ name: 'bob' });
    await users.put(ann.id, { name: 'anna' });
    await users.findById(ann.id);
    await users.count();
    await users.toArray();
    await users.put('missing', { name: 'x' }).catch(() => {});
    await users.delete(ann.id);
    await database.exec('CREATE TABLE t (a)');
    await database.query('SELEKT').catch(() => {});
    await database.transaction(async () => 1);
    await database.transaction(async () => Promise.reject(new Error('undo'))).catch(() => {});
    const byName = Object.fromEntries(
      metrics.getMetrics().map((figures) => [`${figures.operation} ${figures.collection}`.trim(), figures]),
    );
    expect(byName).toMatchObject({
      'insert users': { calls: 2, failures: 0 },
      'put users': { calls: 2, failures: 1 },
      'findById users': { calls: 1 },
      'count users': { calls: 1 },
      'find users': { calls: 1 },
      'delete users': { calls: 1 },
      exec: { calls: 1 },
      query: { calls: 1, failures: 1 },
      transaction: { calls: 2, failures: 1 },
    });
    for (const [name, { mean, p95, longest, slow, calls }] of Object.entries(byName)) {
      expect(mean, name).toBeGreaterThan(0);
      expect(longest, name).toBeGreaterThanOrEqual(p95);
      expect(slow, name).toBe(calls);
    }
    metrics.reset();
    expect(metrics.getMetrics()).toEqual([]);
  });
});

test('the times are those of the last 1,000', () => {
  const times = new OperationTimes();
  for (let time = 1; time <= 1_100; time += 1) times.add(time);
  expect(times.figures()).toEqual({ mean: 600.5, p95: 1_050, longest: 1_100 });
});
