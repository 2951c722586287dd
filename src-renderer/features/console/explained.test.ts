import { expect, test } from 'vitest';
import { BridgeFailure, type Client } from '../../../src-preload/client.ts';
import { explained } from './explained.ts';

function clientOf(plan: () => Promise<object>, sql = 'SELECT 1'): Client {
  const builder = async () => ({ sql, parameters: [] });
  return { queries: { plan, builder } } as unknown as Client;
}
const wrong = async () => {
  const details = { offset: 7, length: 4, nearest: 'total' };
  throw new BridgeFailure({ code: 'SQL_ERROR', message: 'no such column: totl', details });
};

test('a plan that cannot be made says where in the console the statement is wrong, and what was meant', async () => {
  const plan = await explained(clientOf(wrong), 'f1', { sql: 'SELECT totl FROM t', from: 100 });
  expect(plan.failure?.message).toBe('no such column: totl');
  expect(plan.problem).toEqual({
    message: 'no such column: totl',
    from: 100,
    offset: 107,
    length: 4,
    nearest: 'total',
  });
});

test('of a query that is typed as in code the SQL is explained, of which no place is in the console', async () => {
  const client = clientOf(wrong, 'SELECT totl FROM orders');
  const plan = await explained(client, 'f1', { sql: "orders.where('totl').eq(1)", from: 3 });
  expect(plan.problem).toBeNull();
  const good = await explained(
    clientOf(async () => ({ nodes: [], advice: [] }), 'SELECT 2'),
    'f1',
    { sql: 'orders.first()', from: 3 },
  );
  expect(good).toMatchObject({ sql: 'SELECT 2', failure: null, problem: null });
});
