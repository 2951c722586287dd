import { expect, test } from 'vitest';
import { startConsoleApp } from './testing/console-app.ts';

test('names are those of the file now: tables with columns, views, paths of documents, functions, pragmas', async () => {
  const { client, file, other } = await startConsoleApp(`
    CREATE TABLE a (x INTEGER, "y z" TEXT, twice AS (x * 2));
    CREATE VIEW v AS SELECT x AS renamed FROM a;
    CREATE VIEW broken AS SELECT one FROM nowhere;`);
  const { objects, functions, pragmas } = await client.queries.names({ file });
  const named = (name: string) => objects.find((object) => object.name === name);
  expect(named('a')).toEqual({
    name: 'a',
    kind: 'table',
    columns: [
      { name: 'x', type: 'INTEGER' },
      { name: 'y z', type: 'TEXT' },
      { name: 'twice', type: '' },
    ],
    paths: [],
  });
  expect(named('v')?.columns.map(({ name }) => name)).toEqual(['renamed']);
  expect(named('broken')?.columns).toEqual([]);
  expect(named('sqlite_schema')?.kind).toBe('system');
  expect(functions).toEqual(
    expect.arrayContaining([
      { name: 'abs', arguments: 1 },
      { name: 'round', arguments: -1 },
      { name: 'coalesce', arguments: -1 },
    ]),
  );
  expect(functions.map(({ name }) => name)).not.toContain('->>');
  expect(pragmas).toContain('journal_mode');
  other.exec('CREATE TABLE later (z)');
  await expect
    .poll(async () => (await client.queries.names({ file })).objects.map(({ name }) => name))
    .toContain('later');

  const sample = await client.files.openSample({});
  const { objects: known } = await client.queries.names({ file: sample.id });
  const orders = known.find(({ name }) => name === 'orders');
  expect(orders?.kind).toBe('collection');
  expect(orders?.columns.map(({ name }) => name)).toContain('doc');
  expect(orders?.paths).toContainEqual({ path: '$.status', type: 'string' });
});
