import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { EventName } from '../../../src-preload/contract/index.ts';
import { preferences, settings, tableLayout } from '../../../src-preload/contract/preferences.ts';
import { ConnectionManager, createLocalConnector } from '../../engine/index.ts';
import { createClients } from '../clients.ts';
import type { OpenFile } from '../open-file.ts';
import { createPreferences, type PreferencesServices } from './index.ts';

const CONTEXT = { client: 1, signal: new AbortController().signal };

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-preferences-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The slice as a fresh engine has it; file `x` lies at `/x`. */
function openPreferences(dataFolder: string) {
  const told: [EventName, unknown, number | undefined][] = [];
  const clients = createClients();
  const services: PreferencesServices = {
    dataFolder,
    cacheFolder: join(dataFolder, 'cache'),
    manager: new ConnectionManager({ connector: createLocalConnector({}), healthCheckInterval: 0 }),
    emit: (event, value, client) => told.push([event, value, client]),
    openFiles: {
      get: (id: string) => ({ info: { path: `/${id}` } }) as OpenFile,
    } as PreferencesServices['openFiles'],
    clients,
  };
  return { slice: createPreferences(services), told, leave: (client: number) => clients.leave(client) };
}

test('settings have defaults, keep changes over a restart, and tell every window', async () => {
  const folder = createFolder();
  const { slice, told } = openPreferences(folder);
  expect(await slice.settings({}, CONTEXT)).toEqual(settings.parse({}));
  const changed = await slice.change({ changes: { theme: 'dark' } }, CONTEXT);
  expect(changed).toEqual({ ...settings.parse({}), theme: 'dark' });
  expect(told).toEqual([['preferences.changed', changed, undefined]]);
  await slice.change({ changes: { sidebarWidth: 300 } }, CONTEXT);
  expect(await openPreferences(folder).slice.settings({}, CONTEXT)).toEqual({
    ...settings.parse({}),
    theme: 'dark',
    sidebarWidth: 300,
  });
});

test('changes that come at once are all kept', async () => {
  const folder = createFolder();
  const { slice } = openPreferences(folder);
  await Promise.all([
    slice.change({ changes: { theme: 'light' } }, CONTEXT),
    slice.change({ changes: { density: 'comfortable' } }, CONTEXT),
    slice.change({ changes: { isSidebarOpen: false } }, CONTEXT),
  ]);
  expect(await openPreferences(folder).slice.settings({}, CONTEXT)).toMatchObject({
    theme: 'light',
    density: 'comfortable',
    isSidebarOpen: false,
  });
});

test('a change names what it changes and nothing else', () => {
  const changes = { density: 'comfortable' };
  expect(preferences.change.input.parse({ changes })).toEqual({ changes });
});

test.each([
  [{ 'grid.copy': ['Ctrl+C', 'Alt+C'], 'view.sidebar': [] }, true],
  [{ 'grid.copy': ['Ctrl C'] }, false],
  [{ 'grid.copy': ['a', 'b', 'c', 'd', 'e'] }, false],
  [{ 'Grid copy': ['Ctrl+C'] }, false],
  [Object.fromEntries(Array.from({ length: 301 }, (_, index) => [`c${index}`, []])), false],
])('keys are kept in the form and the number that the contract allows', (keys, isAllowed) => {
  expect(preferences.change.input.safeParse({ changes: { keys } }).success).toBe(isAllowed);
});

test('a layout belongs to one table of one file, whatever their names are', async () => {
  const folder = createFolder();
  const { slice } = openPreferences(folder);
  const names = ['t', '__proto__', 'constructor', '', 'a\u0000b', 'T'];
  for (const [index, object] of names.entries()) {
    const layout = tableLayout.parse({ widths: { id: 100 + index }, hidden: ['__proto__'] });
    await slice.changeLayout({ file: 'x', object, layout }, CONTEXT);
  }
  const later = openPreferences(folder).slice;
  for (const [index, object] of names.entries()) {
    expect(await later.layout({ file: 'x', object }, CONTEXT)).toMatchObject({ widths: { id: 100 + index } });
    expect(await later.layout({ file: 'y', object }, CONTEXT)).toEqual(tableLayout.parse({}));
  }
  await later.changeLayout({ file: 'x', object: 't', layout: tableLayout.parse({}) }, CONTEXT);
  const stored = JSON.parse(readFileSync(join(folder, 'layouts.json'), 'utf8')) as { object: string }[];
  expect(stored.map(({ object }) => object)).toEqual(names.slice(1));
});

test.each([
  ['no JSON', '{"theme": "da'],
  ['of another shape', '{"theme": 7}'],
])('settings that are damaged (%s) are set aside and told once to each window', async (_name, text) => {
  const folder = createFolder();
  writeFileSync(join(folder, 'settings.json'), text);
  const { slice, told } = openPreferences(folder);
  expect(await slice.settings({}, CONTEXT)).toEqual(settings.parse({}));
  await slice.settings({}, CONTEXT);
  await slice.settings({}, { ...CONTEXT, client: 2 });
  expect(told.map(([event, , client]) => [event, client])).toEqual([
    ['preferences.damaged', 1],
    ['preferences.damaged', 2],
  ]);
  const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(kept).toContain(text);
});

test('settings of a newer Cairn are read for what is known of them', async () => {
  const folder = createFolder();
  writeFileSync(join(folder, 'settings.json'), '{"theme":"dark","fromTheFuture":true}');
  const { slice, told } = openPreferences(folder);
  expect(await slice.settings({}, CONTEXT)).toEqual({ ...settings.parse({}), theme: 'dark' });
  expect(told).toEqual([]);
});
