import { expect, it } from 'vitest';
import { createDB, type Database } from '../../engine/index.ts';
import { createCatalog } from '../catalog/index.ts';
import { context, openSchemas } from './testing/open-schemas.ts';

const schema = {
  type: 'object',
  properties: { temp: { type: 'number' }, id: { type: 'string' } },
  required: ['temp'],
};
const wish = { object: 'readings', column: 'payload', schema };

/** A plain table with two columns of documents, some of which are NULL. */
async function fillReadings(db: Database): Promise<void> {
  await db.exec('CREATE TABLE readings (id INTEGER PRIMARY KEY, payload TEXT, note TEXT, Extra BLOB)');
  await db.exec(`INSERT INTO readings VALUES (1, '{"temp":1}', 'x', jsonb('{"a":1}')), (2, NULL, '{}', NULL),
    (3, '{"temp":"cold"}', NULL, NULL), (4, 'no JSON', NULL, NULL)`);
}

const tables = async (db: Database) =>
  (await db.query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")).map(
    ({ name }) => name,
  );

it('saves a schema for a column: its row and nothing else is written, by the script that was shown', async () => {
  const { review, save, path, describe } = await openSchemas(fillReadings);
  const { statements, version, isNew } = await review(wish);
  expect([version, isNew]).toEqual([1, false]);
  const script = statements.map(({ sql }) => sql);
  expect(script).toEqual([
    expect.stringContaining('CREATE TABLE IF NOT EXISTS "_cairn_schemas"'),
    expect.stringContaining(`VALUES ('readings', 'payload', 1, '{"type":"object"`),
  ]);
  await expect(save(wish, script.slice(1))).rejects.toMatchObject({ code: 'SCRIPT_CHANGED' });
  await using before = createDB({ filename: path });
  expect(await tables(before)).toEqual(['readings']);
  expect(await save(wish, script)).toEqual({ version: 1 });
  expect(await describe('readings')).toMatchObject({
    ...{ column: 'payload', isCollection: false, columns: ['payload', 'note', 'Extra'] },
    stored: { name: 'readings', version: 1, schema: JSON.stringify(schema), fields: [] },
  });
  expect(await before.query('SELECT * FROM readings WHERE id = 1')).toMatchObject([
    { id: 1, payload: '{"temp":1}', note: 'x' },
  ]);
  expect(await tables(before)).toEqual(['_cairn_schemas', 'readings']);
});

it('keeps one schema for each column, each with versions of its own', async () => {
  const { review, save, describe } = await openSchemas(fillReadings);
  const store = async (column: string) => {
    const { statements } = await review({ ...wish, column });
    return save(
      { ...wish, column },
      statements.map(({ sql }) => sql),
    );
  };
  expect(await store('Extra')).toEqual({ version: 1 });
  expect(await store('payload')).toEqual({ version: 1 });
  expect(await store('payload')).toEqual({ version: 2 });
  expect(await describe('readings')).toMatchObject({
    column: 'Extra',
    columns: ['Extra', 'payload', 'note'],
  });
  expect((await describe('readings', 'payload')).stored?.version).toBe(2);
  expect((await describe('readings', 'note')).stored).toBeNull();
});

it('asks the stored schema about all documents of the column; NULL is none', async () => {
  const { review, save, check } = await openSchemas(fillReadings);
  await save(
    wish,
    (await review(wish)).statements.map(({ sql }) => sql),
  );
  const result = await check('readings', { column: 'payload' });
  expect(result).toMatchObject({ checked: 3, faulty: 2, isDone: true });
  expect(result.documents.map(({ key, path }) => [key, path])).toEqual([
    [[3], ['temp']],
    [[4], []],
  ]);
  // A field called like an id is a field as any other.
  const own = { ...schema, required: ['temp', 'id'] };
  expect((await check('readings', { column: 'payload', schema: own })).groups).toContainEqual(
    expect.objectContaining({ path: 'id', message: 'is missing', documents: 2 }),
  );
});

it('shows the table of such schemas as one of its own, and no collection can have its name', async () => {
  const { review, save, file, services } = await openSchemas(fillReadings);
  await save(
    wish,
    (await review(wish)).statements.map(({ sql }) => sql),
  );
  const answer = await createCatalog(services).objects({ file }, context);
  expect(JSON.stringify(answer)).toContain('"name":"_cairn_schemas","kind":"system"');
  await expect(review({ object: '_CAIRN_schemas2', schema })).resolves.toMatchObject({ isNew: true });
  await expect(review({ object: '_cairn_schemas', column: 'schema', schema })).rejects.toMatchObject({
    code: 'SCHEMA_REFUSED',
  });
});

it('refuses columns that are not there, marks that need a column, and what is no schema of objects', async () => {
  const { review } = await openSchemas(fillReadings);
  await expect(review({ object: 'readings', schema })).rejects.toMatchObject({ code: 'SCHEMA_REFUSED' });
  await expect(review({ ...wish, column: 'gone' })).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
  await expect(review({ ...wish, fields: [{ path: ['temp'], index: true }] })).rejects.toMatchObject({
    code: 'SCHEMA_REFUSED',
  });
  await expect(review({ ...wish, schema: { type: 'string' } })).rejects.toMatchObject({
    code: 'COLLECTION_INVALID',
  });
});

it('what another program wrote into the table of schemas and is no JSON counts as no schema', async () => {
  const { review, save, path, describe } = await openSchemas(fillReadings);
  await save(
    wish,
    (await review(wish)).statements.map(({ sql }) => sql),
  );
  {
    await using db = createDB({ filename: path });
    await db.exec("UPDATE _cairn_schemas SET schema = '{'");
  }
  expect((await describe('readings')).stored).toBeNull();
  await expect(review(wish)).rejects.toMatchObject({ code: 'TABLE_UNSUITABLE' });
});
