import { expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { toStoredSchema } from '../../engine/index.ts';
import { withinSilence } from '../within-silence.ts';
import { checkAll } from './check-all.ts';
import { documentSource, documentTable } from './document-source.ts';
import { openSchemas } from './testing/open-schemas.ts';

const schema = z.object({
  status: z.enum(['draft', 'paid']),
  items: z.array(z.object({ qty: z.int().min(1) })),
  at: z.date(),
});

const at = { __type: 'Date', value: '2026-01-01T00:00:00.000Z' };
const rowsSql = (count: number, doc: string) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) INSERT INTO orders (_id, doc) SELECT 'o' || i, ${doc} FROM n`;

it('groups problems by path and words, with counts, values and documents', async () => {
  const { check } = await openSchemas(async (db) => {
    await db.collection('orders', schema).count();
    await db.exec(
      rowsSql(
        30,
        `json_object('status', 'paid', 'items', json('[{"qty":1}]'), 'at', json('${JSON.stringify(at)}'))`,
      ),
    );
    const bad = [
      { status: 'payed', items: [{ qty: 1 }], at },
      { status: 'payed', items: [{ qty: 0 }, { qty: 0 }], at },
      { status: 'Shipped', items: [{ qty: 2 }], at: '2026-01-01' },
      { items: [{ qty: 2 }], at },
    ];
    for (const [index, doc] of bad.entries()) {
      await db.exec('INSERT INTO orders (_id, doc) VALUES (?, ?)', [`bad${index}`, JSON.stringify(doc)]);
    }
    await db.exec("INSERT INTO orders (_id, doc) VALUES ('o1x', x'00ff')");
  });
  const result = await check('orders');
  expect(result).toMatchObject({ checked: 35, about: 35, faulty: 5, problems: 7, isDone: true, stuck: null });
  const groups = result.groups.map(({ path, documents, values }) => ({ path, documents, values }));
  expect(groups).toEqual([
    {
      ...{ path: 'status', documents: 3 },
      values: [
        { json: '"payed"', count: 2 },
        { json: '"Shipped"', count: 1 },
      ],
    },
    { path: 'items[].qty', documents: 1, values: [{ json: '0', count: 2 }] },
    { path: 'status', documents: 1, values: [{ json: null, count: 1 }] },
    { path: '', documents: 1, values: [{ json: null, count: 1 }] },
  ]);
  expect(result.groups[2]?.message).toBe('is missing');
  expect(result.documents.filter(({ group }) => group === 0).map(({ id }) => id)).toEqual([
    'bad0',
    'bad1',
    'bad2',
  ]);
  expect(result.documents.find(({ id }) => id === 'bad1')).toMatchObject({
    path: ['status'],
    json: '"payed"',
  });
});

it('names the first 1,000 documents of a group and counts the rest', async () => {
  const { check } = await openSchemas(async (db) => {
    await db.collection('orders', schema).count();
    await db.exec(
      rowsSql(
        2500,
        `json_object('status', 'gone', 'items', json('[]'), 'at', json('${JSON.stringify(at)}'))`,
      ),
    );
  });
  const result = await check('orders');
  expect(result.groups).toMatchObject([{ path: 'status', documents: 2500 }]);
  expect(result.documents).toHaveLength(1000);
});

it('asks another schema about the column of a plain table', async () => {
  const { check } = await openSchemas(async (db) => {
    await db.exec('CREATE TABLE readings (id INTEGER PRIMARY KEY, payload TEXT)');
    await db.exec(`INSERT INTO readings VALUES (7, '{"t":"--"}'), (9, '{"t":1}')`);
  });
  const result = await check('readings', {
    column: 'payload',
    schema: toStoredSchema(z.object({ t: z.number() })),
  });
  expect(result.documents).toMatchObject([{ key: [7], id: '7', path: ['t'], json: '"--"' }]);
  await expect(check('readings', { column: 'payload' })).rejects.toMatchObject({ code: 'SCHEMA_REFUSED' });
  await expect(check('readings', { column: 'payload', schema: { type: 'odd' } })).rejects.toMatchObject({
    code: 'SCHEMA_INVALID',
  });
});

it('ends the process on which a pattern hangs, and names the document and the pattern', async () => {
  const { openFile } = await openSchemas(
    async (db) => {
      await db.collection('orders', z.object({ code: z.string().regex(/^(a+)+$/u) })).count();
      await db.exec(
        rowsSql(50, `json_object('code', CASE i WHEN 30 THEN '${'a'.repeat(40)}!' ELSE 'aa' END)`),
      );
    },
    { processes: true },
  );
  const table = await documentTable(openFile, 'orders');
  const source = documentSource(table, null);
  const stored = {
    ...{ name: 'orders', version: 1, primaryKey: '_id', constrainedFields: [], constraints: [] },
    schema: toStoredSchema(z.object({ code: z.string().regex(/^(a+)+$/u) })),
  };
  const signal = new AbortController().signal;
  let last = null;
  for await (const answer of checkAll(openFile, { source, stored, about: 50 }, signal, {
    silence: 3000,
    pattern: 1500,
  })) {
    last = answer;
  }
  expect(last?.stuck).toMatchObject({ id: 'o30', path: 'code', pattern: '^(a+)+$' });
  expect(last?.isDone).toBe(false);
  // The file is served all the same.
  const { rows } = await openFile.use('worker', { holder: 'test' }, (connection) =>
    connection.query('SELECT count(*) FROM orders'),
  );
  expect(rows).toEqual([[50]]);
}, 60_000);

it('a stream that is slow but speaks is not ended; the caller’s own pauses do not count', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  async function* speak() {
    for (let value = 0; value < 3; value += 1) {
      await wait(900);
      yield value;
    }
  }
  const onSilence = vi.fn();
  const seen: number[] = [];
  const reading = (async () => {
    for await (const value of withinSilence(speak(), 1000, onSilence)) {
      seen.push(value);
      await wait(5000);
    }
  })();
  await vi.advanceTimersByTimeAsync(60_000);
  await reading;
  expect([seen, onSilence.mock.calls.length]).toEqual([[0, 1, 2], 0]);
});
