import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { BridgeFailure, Client } from '../../src-preload/client.ts';
import { type RunningApp, startApp } from '../testing/start-app.ts';

async function startDesktop(onOpened?: (path: string) => void): Promise<RunningApp> {
  const app = await startApp({ grantsOnly: true, onOpened });
  onTestFinished(() => app.stop());
  return app;
}

function makeFile(app: RunningApp, name: string): string {
  const path = join(app.folder, name);
  const db = new DatabaseSync(path);
  db.exec('CREATE TABLE t (a)');
  db.close();
  return path;
}

const opening = (client: Client, path: string) =>
  client.files.open({ path }).then(
    ({ name }) => name,
    (error: BridgeFailure) => error.code,
  );

test('a path opens only once it is granted, and the call right after the grant finds it so', async () => {
  const app = await startDesktop();
  const path = makeFile(app, 'a.db');
  expect(await opening(app.client, path)).toBe('FILE_NOT_ALLOWED');
  app.host.allow([path]);
  expect(await opening(app.client, path)).toBe('a.db');
  expect(await opening(app.client, makeFile(app, 'b.db'))).toBe('FILE_NOT_ALLOWED');
});

test('an engine that is started anew knows every grant, also those made while none ran', async () => {
  const app = await startDesktop();
  const [before, between] = [makeFile(app, 'before.db'), makeFile(app, 'between.db')];
  app.host.allow([before]);
  const restarting = app.host.restart();
  app.host.allow([between]);
  await restarting;
  expect(await opening(app.client, before)).toBe('before.db');
  expect(await opening(app.client, between)).toBe('between.db');
});

test('a folder that is named later can be looked into, also by an engine that is started anew', async () => {
  const app = await startDesktop();
  const [path, between] = [makeFile(app, 'a.db'), mkdtempSync(join(app.dataFolder, 'between'))];
  const names = async (folder: string) =>
    (await app.client.files.list({ folder, showOthers: false })).entries.map(({ name }) => name);
  await expect(names(app.folder)).rejects.toMatchObject({ code: 'FILE_NOT_ALLOWED' });
  app.host.allowFolders([app.folder]);
  expect(await names(app.folder)).toEqual(['a.db']);
  expect(await opening(app.client, path)).toBe('a.db');
  const restarting = app.host.restart();
  app.host.allowFolders([between]);
  await restarting;
  expect(await names(app.folder)).toEqual(['a.db']);
  expect(await names(between)).toEqual([]);
});

test('files opened before may be opened again, until they are forgotten', async () => {
  const app = await startDesktop();
  const path = makeFile(app, 'a.db');
  app.host.allow([path]);
  const { id } = await app.client.files.open({ path });
  await expect
    .poll(async () => (await app.client.files.recents({})).map((recent) => recent.path))
    .toEqual([path]);
  await app.client.files.close({ file: id });
  const next = await startApp({ grantsOnly: true, dataFolder: app.dataFolder });
  onTestFinished(() => next.stop());
  expect(await opening(next.client, path)).toBe('a.db');
  const [opened] = await next.client.files.opened({});
  await next.client.files.close({ file: opened?.id ?? '' });
  await next.client.files.forget({ path });
  expect(await opening(next.client, path)).toBe('FILE_NOT_ALLOWED');
});

test('no folder can be looked into, and the sample opens', async () => {
  const app = await startDesktop();
  const listing = app.client.files.list({ folder: app.folder, showOthers: false });
  await expect(listing).rejects.toMatchObject({ code: 'FILE_NOT_ALLOWED' });
  expect(await app.client.files.complete({ text: `${app.folder}/` })).toEqual({ folder: null, matches: [] });
  expect((await app.client.files.openSample({})).isSample).toBe(true);
});

test("the shell hears which of the user's files were opened", async () => {
  const heard: string[] = [];
  const app = await startDesktop((path) => heard.push(path));
  const path = makeFile(app, 'a.db');
  app.host.allow([path]);
  await app.client.files.openSample({});
  await app.client.files.open({ path });
  await expect.poll(() => heard).toEqual([path]);
});
