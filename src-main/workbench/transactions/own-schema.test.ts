import { expect, test } from 'vitest';
import type { Client } from '../../../src-preload/client.ts';
import type { EventValue } from '../../../src-preload/contract/index.ts';
import { startConsoleApp } from '../queries/testing/console-app.ts';

const SCHEMA = `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO t VALUES (1, 'one'), (2, 'two');
  CREATE TABLE other (id INTEGER PRIMARY KEY, t INTEGER REFERENCES t(id));`;

/** The machine that runs the tests may be busy. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

async function startSchemaApp() {
  const console = await startConsoleApp(SCHEMA);
  const { app, client, file } = console;
  const second = app.connect().client;
  await Promise.all([client, second].map((each) => each.transactions.state({ file })));
  const objectsOf = async (of: Client) =>
    (await of.catalog.objects({ file })).objects
      .filter(({ kind }) => kind === 'table' || kind === 'view')
      .map(({ name, pending }) => (pending === undefined ? name : `${name} ${pending}`));
  const firstPage = async (of: Client, object: string) => {
    const { view } = await of.rows.open({ file, object });
    return await of.rows.page({ view, anchor: { kind: 'first' }, limit: 10 });
  };
  return { ...console, second, objectsOf, firstPage };
}

function schemasTold(client: Client): EventValue<'files.changed'>[] {
  const news: EventValue<'files.changed'>[] = [];
  client.on('files.changed', (value) => {
    if (value.what === 'schema') news.push(value);
  });
  return news;
}

test('The catalog of the client that began a transaction is that of the transaction, with what is not committed marked', async () => {
  const { client, second, file, run, objectsOf } = await startSchemaApp();
  const [mine, theirs] = [schemasTold(client), schemasTold(second)];
  await run('CREATE TABLE made (id INTEGER PRIMARY KEY, x)', { writing: 'begin' });
  await run('CREATE VIEW seen AS SELECT x FROM made');
  await run('CREATE INDEX by_name ON t(name)');
  await run('DROP TABLE other');
  expect(await objectsOf(client)).toEqual(['made created', 'seen created', 't altered']);
  expect(await objectsOf(second)).toEqual(['other', 't']);
  await soon(() => mine.length).toBeGreaterThan(0);
  expect(theirs).toEqual([]);
  const { indexes } = await client.catalog.structure({ file, object: 't' });
  expect(indexes.map(({ name }) => name)).toEqual(['by_name']);
  expect((await second.catalog.structure({ file, object: 't' })).indexes).toEqual([]);
  expect((await client.queries.names({ file })).objects.map(({ name }) => name)).toContain('made');
  expect((await second.queries.names({ file })).objects.map(({ name }) => name)).not.toContain('made');
  const told = mine.length;
  await client.transactions.rollback({ file });
  await soon(() => mine.length).toBeGreaterThan(told);
  expect(await objectsOf(client)).toEqual(['other', 't']);
  expect((await client.catalog.structure({ file, object: 't' })).indexes).toEqual([]);
});

test('Rows and counts of a table that only the transaction has', async () => {
  const { client, second, file, run, firstPage, objectsOf } = await startSchemaApp();
  await run('CREATE TABLE made (id INTEGER PRIMARY KEY, x)', { writing: 'begin' });
  await run("INSERT INTO made (x) VALUES ('a'), ('b')");
  expect((await firstPage(client, 'made')).rows.map(([, x]) => x)).toEqual(['a', 'b']);
  expect(await client.catalog.count({ file, object: 'made', accuracy: 'exact' })).toEqual({
    value: 2,
    kind: 'exact',
  });
  await expect(firstPage(second, 'made')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
  const reasonOf = async (object: string) => (await client.edits.rules({ file, object })).reason;
  expect(await reasonOf('made')).toContain('The open transaction has made this table');
  expect(await reasonOf('t')).toBeNull();
  await run('ALTER TABLE t ADD COLUMN more');
  expect(await reasonOf('t')).toContain('has changed the columns of this table');
  await run('ALTER TABLE made ADD COLUMN y DEFAULT 7');
  expect((await firstPage(client, 'made')).rows).toEqual([
    [1, 'a', 7],
    [2, 'b', 7],
  ]);
  await client.transactions.commit({ file });
  expect((await firstPage(second, 'made')).rows[0]).toEqual([1, 'a', 7]);
  expect(await objectsOf(client)).toEqual(['made', 'other', 't']);
});

test('A table that the transaction has dropped is said to be so, and comes back with the roll back', async () => {
  const { client, second, file, run, firstPage } = await startSchemaApp();
  const { view } = await client.rows.open({ file, object: 't' });
  const page = () => client.rows.page({ view, anchor: { kind: 'first' }, limit: 10 });
  expect((await page()).rows).toHaveLength(2);
  await run("INSERT INTO t VALUES (3, 'three')", { writing: 'begin' });
  await client.transactions.savepoint({ file, name: 'before' });
  const { nodes } = (await client.transactions.state({ file })) ?? { nodes: [] };
  await run('DROP TABLE t');
  await expect(firstPage(client, 't')).rejects.toMatchObject({
    code: 'OBJECT_NOT_FOUND',
    message: 'The open transaction has dropped or renamed t.',
    details: { isInTransaction: true },
  });
  await soon(async () => page().catch(({ code }) => code)).toBe('VIEW_GONE');
  expect((await firstPage(second, 't')).rows).toHaveLength(2);
  await client.transactions.rollbackTo({ file, node: nodes.at(-1)?.id ?? '' });
  expect((await firstPage(client, 't')).rows).toHaveLength(3);
  await run('ALTER TABLE t RENAME TO renamed');
  expect((await firstPage(client, 'renamed')).rows).toHaveLength(3);
  await client.transactions.rollback({ file });
  expect((await firstPage(client, 't')).rows).toHaveLength(2);
});

test('A schema that was taken back and made again in one breath is not mistaken for the first one', async () => {
  const { client, file, run, firstPage } = await startSchemaApp();
  await run('CREATE TABLE made (id INTEGER PRIMARY KEY, first)', { writing: 'begin' });
  expect((await firstPage(client, 'made')).rows).toEqual([]);
  await client.transactions.rollbackTo({ file, node: '1' });
  await run('CREATE TABLE made (id INTEGER PRIMARY KEY, second)');
  const { columns } = await client.rows.open({ file, object: 'made' });
  expect(columns.map(({ name }) => name)).toEqual(['id', 'second']);
  await client.transactions.rollback({ file });
  await run('CREATE TABLE made (id INTEGER PRIMARY KEY, third)', { writing: 'begin' });
  const again = await client.rows.open({ file, object: 'made' });
  expect(again.columns.map(({ name }) => name)).toEqual(['id', 'third']);
});
