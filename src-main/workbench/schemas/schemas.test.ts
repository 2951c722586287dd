import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { draftConstraints, draftSchema, propose } from '../../../src-preload/contract/schema-draft/index.ts';
import { schemas as contract } from '../../../src-preload/contract/schemas.ts';
import { createDB, type Database } from '../../engine/index.ts';
import { context, openSchemas } from './testing/open-schemas.ts';
import { definitionOfFile } from './testing/read-back.ts';

const orderSchema = z.object({
  status: z.enum(['draft', 'paid']),
  customer: z.object({ email: z.email() }).optional(),
  items: z.array(z.object({ qty: z.int().min(1) })),
  code: z.string().refine((text) => text !== 'x'),
});

/** A collection that another program made: a table of the right shape, and no schema. */
async function fillForeign(db: Database, count = 300): Promise<void> {
  await db.exec('CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, name TEXT)');
  await db.exec(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO customers SELECT i, 'c' || i FROM n",
  );
  await db.exec('CREATE TABLE orders (_id TEXT PRIMARY KEY, doc TEXT NOT NULL)');
  await db.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     INSERT INTO orders SELECT 'o' || i, json_object('_id', 'o' || i, 'serial', 's' || i, 'customer_id', 1 + i % 40,
       'status', CASE i % 3 WHEN 0 THEN 'draft' ELSE 'paid' END, 'placed', '2026-01-01T00:00:00Z',
       'total', i / 4.0, 'ship', json_object('city', 'c' || i)) FROM n`,
  );
}

describe('describing', () => {
  it('tells the stored schema with its columns, and which columns hold documents', async () => {
    const { describe: of } = await openSchemas(async (db) => {
      db.collection('orders', orderSchema, { version: 3, constrainedFields: { code: { unique: true } } });
      await db.exec('CREATE TABLE readings (id INTEGER PRIMARY KEY, payload TEXT, note TEXT)');
      await db.exec(`INSERT INTO readings VALUES (1, '{"a":1}', 'x'), (2, '{"a":2}', '[1]')`);
      await db.exec('CREATE VIEW seen AS SELECT payload FROM readings');
    });
    expect(await of('orders')).toMatchObject({
      stored: { version: 3, fields: [{ path: ['code'], unique: true, index: false, column: 'code' }] },
      isCollection: true,
      columns: ['doc'],
      saveReason: null,
    });
    expect(await of('readings')).toMatchObject({
      ...{ stored: null, isCollection: false, columns: ['payload'], column: 'payload' },
      ...{ readReason: null, saveReason: null },
    });
    expect((await of('seen')).readReason).toContain('no key');
    await expect(of('gone')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
  });

  it('keeps a draft with the data of Cairn, and nothing in the file', async () => {
    const { describe: of, handlers, file } = await openSchemas(fillForeign);
    await handlers.keepDraft({ file, object: 'orders', draft: '{"a":1}' }, context);
    expect((await of('orders')).draft).toBe('{"a":1}');
    await handlers.keepDraft({ file, object: 'orders', draft: null }, context);
    expect((await of('orders')).draft).toBeNull();
  });
});

describe('inferring', () => {
  it('reads all documents and finds kinds, shares, the id and references', async () => {
    const { infer } = await openSchemas(fillForeign);
    const found = await infer('orders', 'doc');
    expect(found).toMatchObject({ documents: 300, unreadable: 0, isDone: true, idField: '_id' });
    expect(found.references).toEqual([{ path: ['customer_id'], table: 'customers', column: 'customer_id' }]);
    const byKey = Object.fromEntries(propose(found).fields.map((field) => [field.key, field]));
    expect(byKey.status?.type).toEqual({ kind: 'enum', values: ['draft', 'paid'] });
    expect(byKey.placed?.type).toEqual({ kind: 'date' });
    expect(byKey.customer_id).toMatchObject({ foreignKey: 'customers.customer_id', isIndexed: true });
    expect(byKey.serial).toMatchObject({ isUnique: true });
    expect(byKey.ship?.fields.map(({ key }) => key)).toEqual(['city']);
  });

  it('refuses a column that is gone and rows without a key', async () => {
    const { infer } = await openSchemas(async (db) => {
      await fillForeign(db);
      await db.exec('CREATE VIEW seen AS SELECT doc FROM orders');
    });
    await expect(infer('orders', 'gone')).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
    await expect(infer('seen', 'doc')).rejects.toMatchObject({ code: 'SCHEMA_REFUSED' });
  });

  it('can be left in the middle: what was found so far counts, and the worker is free again', async () => {
    const { handlers, file, openFile } = await openSchemas((db) => fillForeign(db, 200_000), {
      processes: true,
    });
    const input = { file, object: 'orders', column: 'doc' };
    let found = null;
    for await (const chunk of handlers.infer(input, context)) {
      found = contract.infer.chunk.parse(chunk);
      break;
    }
    expect(found?.isDone).toBe(false);
    expect(found?.documents).toBeGreaterThan(0);
    expect(found?.about).toBeGreaterThan(100_000);
    const controller = new AbortController();
    const stopped = (async () => {
      for await (const _chunk of handlers.infer(input, { client: 1, signal: controller.signal })) {
        controller.abort();
      }
    })();
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    const { rows } = await openFile.use('worker', { holder: 'test' }, (connection) =>
      connection.query('SELECT count(*) FROM customers'),
    );
    expect(rows).toEqual([[40]]);
  }, 60_000);

  it('reads JSONB and other keys than a number', async () => {
    const { infer } = await openSchemas(async (db) => {
      await db.exec('CREATE TABLE t (k TEXT PRIMARY KEY, j BLOB) WITHOUT ROWID');
      await db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
        INSERT INTO t SELECT 'k' || i, CASE i % 500 WHEN 0 THEN x'00ff' ELSE jsonb_object('n', i) END FROM n`);
    });
    expect(await infer('t', 'j')).toMatchObject({ documents: 2495, unreadable: 5 });
  });
});

describe('saving', () => {
  it('runs just the script that was reviewed, and a program finds the collection', async () => {
    const { infer, review, save, path, describe: of, kept, openFile } = await openSchemas(fillForeign);
    const draft = propose(await infer('orders', 'doc'));
    const wish = {
      ...{ object: 'orders', schema: draftSchema(draft), primaryKey: draft.primaryKey },
      fields: draftConstraints(draft),
    };
    const { statements, version, isNew } = await review(wish);
    expect([version, isNew]).toEqual([1, false]);
    const script = statements.map(({ sql }) => sql);
    expect(script.filter((sql) => sql.startsWith('CREATE UNIQUE INDEX'))).toHaveLength(1);
    expect(script.at(-1)).toContain('INSERT INTO "_cairn_collections"');
    expect((await of('orders')).stored).toBeNull();
    expect(await save(wish, script)).toEqual({ version: 1 });
    expect(await kept.historyOf(openFile).commits()).toMatchObject([
      { source: 'schema', tables: ['orders'], undoReason: expect.stringContaining('safety copy') },
    ]);
    const [copy] = await kept.copiesOf(openFile).list();
    expect(copy).toMatchObject({ reason: null });
    await using before = createDB({ filename: (await kept.copiesOf(openFile).pathOf(copy?.id ?? '')) ?? '' });
    expect(await before.query("SELECT count(*) AS n FROM pragma_table_info('orders')")).toEqual([{ n: 2 }]);

    await using db = createDB({ filename: path });
    const { collection, definition } = await definitionOfFile(db, 'orders');
    expect(definition.options.constrainedFields).toHaveProperty(
      'customer_id.foreignKey',
      'customers.customer_id',
    );
    expect(await collection.findById('o7')).toMatchObject({
      serial: 's7',
      placed: new Date('2026-01-01T00:00:00Z'),
    });
    const [row] = await db.query(
      'SELECT serial, customer_id, typeof(customer_id) AS type FROM orders WHERE _id = ?',
      ['o7'],
    );
    expect(row).toEqual({ serial: 's7', customer_id: 8, type: 'integer' });
    await expect(collection.put('o7', { serial: 's8' })).rejects.toMatchObject({ code: 'CONSTRAINT_UNIQUE' });
    // Saved anew it is a later version.
    expect((await review(wish)).version).toBe(2);
  });

  it('every statement of the script can be run as it is shown, with the same end', async () => {
    const { review, save, path } = await openSchemas((db) => db.exec('CREATE TABLE z (a)'));
    const wish = {
      object: 'notes',
      schema: {
        type: 'object',
        properties: { title: { type: 'string', description: 'it\'s ? "so"' } },
        required: ['title'],
      },
      fields: [{ path: ['title'], unique: true }],
    };
    const { statements, isNew } = await review(wish);
    expect(isNew).toBe(true);
    const script = statements.map(({ sql }) => sql);
    await save(wish, script);
    await using db = createDB({ filename: path });
    await using other = createDB({ filename: `${path}.other` });
    for (const sql of ['CREATE TABLE z (a)', ...script]) await other.exec(sql);
    for (const sql of [
      'SELECT type, name, sql FROM sqlite_schema ORDER BY name',
      'SELECT * FROM _cairn_collections',
    ]) {
      expect(await other.query(sql)).toEqual(await db.query(sql));
    }
  });

  it('another script than the reviewed one writes nothing', async () => {
    const { review, save, path } = await openSchemas(fillForeign);
    const wish = { object: 'orders', schema: { type: 'object', properties: { serial: { type: 'string' } } } };
    const script = (await review(wish)).statements.map(({ sql }) => sql);
    {
      await using db = createDB({ filename: path });
      db.collection('orders', z.object({ serial: z.string() }), {
        constrainedFields: { serial: { index: true } },
      });
      await db.exec('SELECT 1');
    }
    await expect(save(wish, script)).rejects.toMatchObject({ code: 'SCRIPT_CHANGED' });
    await using db = createDB({ filename: path });
    expect(await db.query('SELECT version FROM _cairn_collections')).toEqual([{ version: 1 }]);
  });

  it('documents that break a rule of the file are named, and nothing stays of it', async () => {
    const { review, save, path } = await openSchemas(fillForeign);
    const wish = {
      object: 'orders',
      schema: { type: 'object', properties: { status: { type: 'string' } } },
      fields: [{ path: ['status'], unique: true }],
    };
    const script = (await review(wish)).statements.map(({ sql }) => sql);
    await expect(save(wish, script)).rejects.toMatchObject({ code: 'CONSTRAINT_UNIQUE' });
    await using db = createDB({ filename: path });
    expect(await db.query('SELECT name FROM sqlite_schema ORDER BY name')).toEqual([
      ...['customers', 'orders', 'sqlite_autoindex_orders_1'].map((name) => ({ name })),
    ]);
  });

  it('keeps what nobody edited: types, checks and actions of columns', async () => {
    const {
      describe: of,
      review,
      save,
      path,
    } = await openSchemas(async (db) => {
      await db.exec('CREATE TABLE users (user_id TEXT PRIMARY KEY)');
      db.collection('orders', z.object({ code: z.string(), user: z.string().optional(), n: z.int() }), {
        constrainedFields: {
          user: { foreignKey: 'users.user_id', onDelete: 'SET NULL' },
          n: { check: '"n" > 0' },
          code: { index: true, type: 'BLOB' },
        },
      });
    });
    const { stored } = await of('orders');
    const schema = JSON.parse(stored?.schema ?? '{}');
    schema.properties.more = { type: 'string' };
    const fields = (stored?.fields ?? [])
      .filter(({ path: [key] }) => key !== 'n')
      .map(({ column: _, ...rest }) => rest);
    const wish = { object: 'orders', schema, fields };
    const { statements } = await review(wish);
    expect(statements).toHaveLength(1);
    await save(
      wish,
      statements.map(({ sql }) => sql),
    );
    await using db = createDB({ filename: path });
    const { definition } = await definitionOfFile(db, 'orders');
    expect(definition.options).toMatchObject({
      version: 2,
      constrainedFields: { user: { onDelete: 'SET NULL' }, n: { check: '"n" > 0' }, code: { type: 'BLOB' } },
    });
  });

  it('a field of another type than before gets another column', async () => {
    const { review, save, path } = await openSchemas(async (db) => {
      const orders = db.collection('orders', z.object({ n: z.string() }), {
        constrainedFields: { n: { index: true } },
      });
      await orders.insert({ _id: 'a', n: '12' });
    });
    const wish = {
      object: 'orders',
      schema: { type: 'object', properties: { n: { type: 'integer' } } },
      fields: [{ path: ['n'], index: true }],
    };
    const script = (await review(wish)).statements.map(({ sql }) => sql);
    expect(script.slice(0, 3)).toEqual([
      'DROP INDEX "idx_orders_n"',
      'ALTER TABLE "orders" DROP COLUMN "n"',
      'ALTER TABLE "orders" ADD COLUMN "n" INTEGER',
    ]);
    await save(wish, script);
    await using db = createDB({ filename: path });
    expect(await db.query('SELECT n FROM orders')).toEqual([{ n: 12 }]);
  });

  it('refuses views, read-only files and what is no schema', async () => {
    const plain = await openSchemas(async (db) => {
      await db.exec('CREATE TABLE t (a)');
      await db.exec('CREATE VIEW v AS SELECT a FROM t');
    });
    const schema = { type: 'object', properties: {} };
    await expect(plain.review({ object: 'v', column: 'a', schema })).rejects.toMatchObject({
      code: 'SCHEMA_REFUSED',
    });
    await expect(plain.review({ object: 'new', schema: { type: 'nonsense' } })).rejects.toMatchObject({
      code: 'SCHEMA_INVALID',
    });
    await expect(plain.review({ object: 'sqlite_x', schema })).rejects.toMatchObject({
      code: 'COLLECTION_INVALID',
    });
    await expect(
      plain.review({ object: 'new', schema, fields: [{ path: ['nobody'], index: true }] }),
    ).rejects.toMatchObject({ code: 'FIELD_UNKNOWN' });
    const locked = await openSchemas(fillForeign, { readOnly: true });
    await expect(locked.save({ object: 'orders', schema }, [])).rejects.toMatchObject({
      code: 'FILE_READ_ONLY',
    });
  });
});
