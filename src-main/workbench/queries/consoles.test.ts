import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { QueryParameter } from '../../../src-preload/contract/queries.ts';
import { failureOf } from '../../faults/testing/failures.ts';
import { startApp } from '../../testing/start-app.ts';
import { startConsoleApp, startOwnConsoleApp } from './testing/console-app.ts';

const SCHEMA = 'CREATE TABLE t (x)';

/** The folder that holds what is kept of the only file of a test. */
function folderOf(dataFolder: string): string {
  const consoles = join(dataFolder, 'consoles');
  return join(consoles, readdirSync(consoles)[0] ?? '');
}

test('consoles keep their texts and settings, also for the next start', async () => {
  const { app, client, file, path } = await startOwnConsoleApp(SCHEMA);
  expect(await client.queries.consoles({ file })).toEqual({ consoles: [] });
  const one = await client.queries.add({ file, text: 'SELECT 1' });
  const two = await client.queries.add({ file });
  expect([one.name, one.bytes, two.name]).toEqual(['Console 1', 8, 'Console 2']);
  const parameters: QueryParameter[] = [
    { name: ':big', value: 9_223_372_036_854_775_807n },
    { name: ':bytes', value: new Uint8Array([0, 255]) },
    { name: ':real', value: [1, Number.POSITIVE_INFINITY] },
    { name: ':text', value: 'é' },
  ];
  const text = 'SELECT :big -- é\n'.repeat(100_000);
  await Promise.all([
    client.queries.keep({ file, console: two.console, text: 'is replaced' }),
    client.queries.keep({ file, console: two.console, text, parameters, limit: 7, writing: 'begin' }),
    client.queries.keep({ file, console: two.console, sizes: { editor: 200, pane: null } }),
  ]);
  await client.queries.rename({ file, console: one.console, name: 'Figures' });
  await client.queries.remove({ file, console: (await client.queries.add({ file })).console });
  const sizes = { editor: 200, pane: null };
  const kept = { text, parameters, limit: 7, writing: 'begin', sizes };
  expect(await client.queries.text({ file, console: two.console })).toEqual(kept);
  const next = await startApp({ dataFolder: app.dataFolder });
  try {
    const { id } = await next.client.files.open({ path });
    expect(await next.client.queries.consoles({ file: id })).toEqual({
      consoles: [
        { ...one, name: 'Figures' },
        { ...two, bytes: Buffer.byteLength(text) },
      ],
    });
    expect(await next.client.queries.text({ file: id, console: two.console })).toEqual(kept);
    expect(await next.client.queries.text({ file: id, console: one.console })).toMatchObject({
      text: 'SELECT 1',
      writing: 'ask',
    });
  } finally {
    await next.stop();
  }
});

test('a damaged list loses no text, and ids lead to nothing else', async () => {
  const { app, client, file } = await startOwnConsoleApp(SCHEMA);
  const { console } = await client.queries.add({ file, text: 'SELECT 42' });
  writeFileSync(join(folderOf(app.dataFolder), 'consoles.json'), '{"half');
  const { consoles } = await client.queries.consoles({ file });
  expect(consoles).toEqual([{ console, name: 'Console 1', bytes: 9 }]);
  expect((await client.queries.text({ file, console })).text).toBe('SELECT 42');
  for (const id of ['../../settings.json', 'unknown', '0123456789abcdef']) {
    expect((await failureOf(client.queries.text({ file, console: id }))).code).toBe('BAD_REQUEST');
    expect((await failureOf(client.queries.keep({ file, console: id, text: 'x' }))).code).toBe('BAD_REQUEST');
    await client.queries.remove({ file, console: id });
  }
  expect(readdirSync(folderOf(app.dataFolder)).filter((name) => name.endsWith('.sql'))).toEqual([
    `${console}.sql`,
  ]);
});

test('statements that ran, failed or were refused are found in the history, newest first', async () => {
  const { app, client, file, run, failure } = await startOwnConsoleApp(SCHEMA);
  await run('INSERT INTO t VALUES (1), (2)', { writing: 'commit' });
  await run('SELECT x FROM t');
  await failure('SELECT nothing FROM t');
  await expect.poll(async () => (await client.queries.history({ file })).total).toBe(3);
  const { entries } = await client.queries.history({ file });
  expect(entries).toMatchObject([
    { sql: 'SELECT nothing FROM t', error: expect.stringContaining('nothing'), rows: null },
    { sql: 'SELECT x FROM t', rows: 2, changes: null, error: null },
    { sql: 'INSERT INTO t VALUES (1), (2)', rows: 0, changes: 2, error: null },
  ]);
  expect(await client.queries.history({ file, search: 'X from', limit: 1 })).toMatchObject({
    entries: [{ sql: 'SELECT x FROM t' }],
    total: 1,
  });
  const path = join(folderOf(app.dataFolder), 'history.ndjson');
  const lines = readFileSync(path, 'utf8');
  expect(lines.split('\n')).toHaveLength(4);
  await client.queries.clearHistory({ file });
  expect(await client.queries.history({ file })).toEqual({ entries: [], total: 0 });
});

test('saved queries are kept by name', async () => {
  const { client, file } = await startConsoleApp(SCHEMA);
  const one = await client.queries.save({ file, name: 'Zebra', sql: 'SELECT 1' });
  const two = await client.queries.save({ file, name: 'Apple', sql: 'SELECT 2' });
  const again = await client.queries.save({ file, id: one.id, name: 'Zebra', sql: 'SELECT 3' });
  expect((await client.queries.saved({ file })).queries).toEqual([two, again]);
  await client.queries.removeSaved({ file, id: two.id });
  expect((await client.queries.saved({ file })).queries).toEqual([again]);
});
