import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createDB } from '../../engine/index.ts';
import { createCatalog } from '../catalog/index.ts';
import { createFiles } from '../files/index.ts';
import { makeOpenBase } from '../files/testing/open-base.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../files/testing/temporary-folder.ts';
import type { Encoded } from '../handlers.ts';
import { createCollections } from './index.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const orderSchema = z.object({
  id: z.string(),
  status: z.enum(['paid', 'open']),
  ship: z.object({ country: z.string(), since: z.date() }),
  items: z.array(z.object({ sku: z.string() })),
  note: z.string().nullable().optional(),
});

/** Collections that the engine itself wrote: one with documents, one without any. */
async function makeFile(): Promise<string> {
  const path = folder.at('shop.sqlite');
  await using db = createDB({ filename: path });
  const orders = db.collection('orders', orderSchema, { constrainedFields: { status: { index: true } } });
  db.collection('carts', orderSchema);
  await orders.insert({
    status: 'paid',
    ship: { country: 'IT', since: new Date(0) },
    items: [{ sku: 'a' }],
    note: null,
  });
  return path;
}

async function setUp(path: string) {
  const opened = await makeOpenBase(folder.at('run'));
  const services = { ...opened.base, openFiles: opened.openFiles };
  const context = { client: 1, signal: new AbortController().signal };
  const { id: file } = plain(await createFiles(services).open({ path }, context));
  const collections = createCollections(services, { get: () => unused() } as never);
  const fieldsOf = async (object: string) => {
    const { sampled, fields } = plain(await collections.fields({ file, object }, context));
    return { sampled, fields: fields.map(({ path: at, types, share }) => [at.join('.'), types, share]) };
  };
  return {
    opened,
    fieldsOf,
    objects: async () => plain(await createCatalog(services).objects({ file }, context)),
  };
}

function unused(): never {
  throw new Error('No view is asked for here.');
}

function plain<T>(answer: T): Exclude<T, Encoded> {
  return answer as Exclude<T, Encoded>;
}

test('what the engine wrote is recognised, and its own table is none of the user’s', async () => {
  const { opened, objects } = await setUp(await makeFile());
  await using _ = opened;
  const { objects: found } = await objects();
  expect(found.map(({ name, kind }) => [name, kind])).toEqual([
    ['_cairn_collections', 'system'],
    ['carts', 'collection'],
    ['orders', 'collection'],
    ['sqlite_schema', 'system'],
  ]);
});

test('an empty collection has the fields of its schema; documents say what they have', async () => {
  const { opened, fieldsOf } = await setUp(await makeFile());
  await using _ = opened;
  expect(await fieldsOf('carts')).toEqual({
    sampled: 0,
    fields: [
      ['id', ['string'], 0],
      ['status', ['string'], 0],
      ['ship.country', ['string'], 0],
      ['ship.since', ['date'], 0],
      ['items', ['array'], 0],
      ['note', ['string', 'null'], 0],
    ],
  });
  expect(await fieldsOf('orders')).toEqual({
    sampled: 1,
    fields: [
      ['id', ['string'], 1],
      ['status', ['string'], 1],
      ['ship.country', ['string'], 1],
      ['ship.since', ['date'], 1],
      ['items', ['array'], 1],
      ['note', ['null'], 1],
    ],
  });
});

test('a schema in a file that is not what it should be has no fields', async () => {
  const path = await makeFile();
  {
    await using db = createDB({ filename: path });
    await db.exec(
      `UPDATE _cairn_collections SET schema = '{"properties": [1], "type": 7}' WHERE name = 'carts'`,
    );
    await db.exec(`UPDATE _cairn_collections SET schema = 'not JSON' WHERE name = 'orders'`);
  }
  const { opened, fieldsOf } = await setUp(path);
  await using _ = opened;
  expect(await fieldsOf('carts')).toEqual({ sampled: 0, fields: [] });
  expect((await fieldsOf('orders')).sampled).toBe(1);
});
