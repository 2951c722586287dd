import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ConnectionManager, createDB, createProcessConnector } from '../../engine/index.ts';
import { createTestSpawner } from '../../testing/process-entry.ts';
import { createFiles, createOpenFiles } from '../files/index.ts';
import { makeOpenBase } from '../files/testing/open-base.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import type { Encoded } from '../handlers.ts';
import { createCollections } from './index.ts';

let folder: TemporaryFolder;
let close = async () => {};
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(async () => {
  await close();
  await folder[Symbol.asyncDispose]();
});

const context = { client: 1, signal: new AbortController().signal };

async function setUp(schema: z.ZodObject) {
  const path = folder.at('shop.sqlite');
  {
    await using db = createDB({ filename: path });
    db.collection('orders', schema, { version: 3 });
    await db.exec('CREATE TABLE plain (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)');
  }
  const opened = await makeOpenBase(folder.at('run'));
  // Connection processes as the app has them: with its operations, and killed when they do not answer.
  const spawner = createTestSpawner();
  const connector = createProcessConnector({ spawn: () => spawner.spawn('connection-process') });
  const manager = new ConnectionManager({ connector });
  const base = { ...opened.base, manager };
  const openFiles = createOpenFiles(base);
  const services = { ...base, openFiles };
  close = async () => {
    await openFiles.dispose();
    await manager.closeAll();
    await connector.dispose?.();
    await opened[Symbol.asyncDispose]();
  };
  const { id: file } = plain(await createFiles(services).open({ path }, context));
  const collections = createCollections(services, { get: () => unused() } as never);
  const check = (json: string, more: { readonly object?: string; readonly before?: string } = {}) =>
    collections.check(
      { file, object: 'orders', column: null, id: 'a', json, before: null, ...more },
      context,
    );
  return { check, schemaOf: (object: string) => collections.schema({ file, object, column: null }, context) };
}

function unused(): never {
  throw new Error('No view is asked for here.');
}

function plain<T>(answer: T): Exclude<T, Encoded> {
  return answer as Exclude<T, Encoded>;
}

const orders = z.object({
  status: z.enum(['paid', 'open']).default('open'),
  email: z.email(),
  since: z.date(),
  items: z.array(z.object({ sku: z.string(), qty: z.int().min(1) })),
});

test('the schema crosses as it is stored; a table without one has none', async () => {
  const { schemaOf } = await setUp(orders);
  const stored = plain(await schemaOf('orders'));
  expect(stored).toMatchObject({ name: 'orders', version: 3 });
  expect(JSON.parse(stored?.schema ?? '')).toMatchObject({
    type: 'object',
    properties: { since: { 'x-zod': { kind: 'date' } }, status: { default: 'open' } },
    required: ['email', 'since', 'items'],
  });
  expect(await schemaOf('plain')).toBeNull();
});

test('problems are zod’s own, by path; dates may be text or marked', async () => {
  const { check } = await setUp(orders);
  const since = '{"__type":"Date","value":"2026-01-31T00:00:00.000Z"}';
  const good = `{"email":"a@b.example","since":${since},"items":[{"sku":"a","qty":1}]}`;
  expect(await check(good)).toEqual({ problems: [], timedOut: false });
  expect(
    await check('{"email":"a@b","since":"soon","items":[{"sku":"a","qty":1},{"sku":"b","qty":0}]}'),
  ).toEqual({
    problems: [
      { path: ['email'], message: 'Invalid email address' },
      { path: ['since'], message: 'Invalid input: expected date, received string' },
      { path: ['items', 1, 'qty'], message: 'Too small: expected number to be >=1' },
    ],
    timedOut: false,
  });
  expect(await check('[1]')).toEqual({
    problems: [{ path: [], message: 'must be a JSON object' }],
    timedOut: false,
  });
  expect(await check('{"anything": 1}', { object: 'plain' })).toEqual({ problems: [], timedOut: false });
});

test('fields of others are asked about only where they change', async () => {
  const { check } = await setUp(z.strictObject({ name: z.string() }));
  const before = '{"name":"Ada","tag":1}';
  expect(plain(await check('{"name":"Bea","tag":1}', { before })).problems).toEqual([]);
  expect(plain(await check('{"name":"Bea","tag":2}', { before })).problems).toEqual([
    { path: [], message: 'Unrecognized key: "tag"' },
  ]);
});

test('a pattern that never ends is ended, and the next check is answered', async () => {
  const { check } = await setUp(z.object({ name: z.string().regex(/^(a+)+$/) }));
  expect(await check(`{"name":"${'a'.repeat(40)}!"}`)).toEqual({ problems: [], timedOut: true });
  expect(await check('{"name":"aa"}')).toEqual({ problems: [], timedOut: false });
}, 30_000);
