import { expect, it } from 'vitest';
import { z } from 'zod';
import { toStoredSchema } from '../../engine/index.ts';
import { openSchemas } from './testing/open-schemas.ts';

const schema = z.object({
  _id: z.string(),
  status: z.enum(['draft', 'paid']),
  items: z.array(z.object({ qty: z.int().min(1) })),
});

/** Documents that break the schema in one place, or in two. */
async function openShop(processes = false) {
  return openSchemas(
    async (db) => {
      await db.collection('orders', schema).count();
      const documents = [
        { status: 'payed', items: [{ qty: 1 }] },
        { status: 'payed', items: [{ qty: 0 }, { qty: 2 }, { qty: 0 }] },
      ];
      for (const [at, document] of documents.entries()) {
        await db.exec('INSERT INTO orders (_id, doc) VALUES (?, ?)', [`o${at}`, JSON.stringify(document)]);
      }
      await db.exec('CREATE TABLE readings (id INTEGER PRIMARY KEY, payload TEXT)');
      await db.exec(`INSERT INTO readings VALUES (1, '{"t":"1.50"}'), (2, NULL)`);
    },
    { processes },
  );
}

it('says of each document whether it fits as a whole then, and changes nothing', async () => {
  const { tryRepair, check } = await openShop();
  const { documents } = await check('orders');
  const keyOf = (id: string) => documents.find((one) => one.id === id)?.key ?? [];
  const status = (id: string, raw: string | null) => ({ key: keyOf(id), path: ['status'], raw });
  expect(await tryRepair('orders', 'doc', [status('o0', '"paid"'), status('o1', '"paid"')])).toEqual({
    documents: [
      { key: keyOf('o0'), problems: [] },
      {
        key: keyOf('o1'),
        problems: [0, 2].map((at) => ({ path: ['items', at, 'qty'], message: expect.any(String) })),
      },
    ],
    timedOut: false,
  });
  const items = [2, 0].map((at) => ({ key: keyOf('o1'), path: ['items', at], raw: null }));
  const whole = await tryRepair('orders', 'doc', [status('o1', '"paid"'), ...items]);
  expect(whole.documents).toEqual([{ key: keyOf('o1'), problems: [] }]);
  const wrong = await tryRepair('orders', 'doc', [status('o0', '"Paid"')]);
  expect(wrong.documents[0]?.problems).toMatchObject([{ path: ['status'] }]);
  expect((await tryRepair('orders', 'doc', [status('o0', null)])).documents[0]?.problems).toHaveLength(1);
  expect(await check('orders')).toMatchObject({ faulty: 2, problems: 4 });
});

it('asks another schema about the column of a plain table; rows that are gone or hold nothing say so', async () => {
  const { tryRepair } = await openShop();
  const repairs = [1, 2, 3].map((id) => ({ key: [id], path: ['t'], raw: '1.50' }));
  const wanted = toStoredSchema(z.object({ t: z.number() }));
  const { documents } = await tryRepair('readings', 'payload', repairs, wanted);
  expect(documents.map(({ problems }) => problems[0]?.message)).toEqual([
    undefined,
    'It holds no JSON document any more.',
    'The row is not there any more.',
  ]);
  const { documents: refused } = await tryRepair(
    'readings',
    'payload',
    [{ key: [1], path: ['t', 'deep'], raw: '1' }],
    wanted,
  );
  expect(refused[0]?.problems[0]?.message).toContain('can have no field deep');
  await expect(tryRepair('readings', 'payload', repairs)).rejects.toMatchObject({ code: 'SCHEMA_REFUSED' });
});

it('ends when a pattern hangs, and then nothing is known', async () => {
  const { tryRepair } = await openShop(true);
  const wanted = toStoredSchema(z.object({ t: z.string().regex(/^(a+)+$/u) }));
  const repairs = [{ key: [1], path: ['t'], raw: `"${'a'.repeat(40)}!"` }];
  expect(await tryRepair('readings', 'payload', repairs, wanted)).toEqual({ documents: [], timedOut: true });
}, 60_000);
