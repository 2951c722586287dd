import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAllowedPaths } from './allowed-paths.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const onDesktop = (options: { roots?: readonly string[]; granted?: readonly string[] } = {}) =>
  createAllowedPaths({ roots: [], granted: [], grantsOnly: true, ...options });

test('on the desktop nothing is allowed that was not named', async () => {
  const allowed = onDesktop({ granted: [folder.at('named.db')] });
  expect(allowed.isEverything).toBe(false);
  expect(await allowed.roots()).toEqual([]);
  expect(await allowed.allows(folder.at('named.db'))).toBe(true);
  expect(await allowed.allows(folder.at('./x/../named.db'))).toBe(true);
  expect(await allowed.allows(folder.at('other.db'))).toBe(false);
  expect(await allowed.allows(folder.at('named.db-wal'))).toBe(false);
  expect(await allowed.allows(folder.path)).toBe(false);
});

test('what is granted later is allowed from then on, by its own and its real name', async () => {
  const allowed = onDesktop();
  await writeFile(folder.at('real.db'), '');
  await symlink(folder.at('real.db'), folder.at('link.db'));
  expect(await allowed.allows(folder.at('link.db'))).toBe(false);
  allowed.grant([folder.at('link.db')]);
  expect(await allowed.allows(folder.at('link.db'))).toBe(true);
  expect(await allowed.allows(folder.at('real.db'))).toBe(true);
});

test('a granted folder opens nothing that lies in it', async () => {
  const allowed = onDesktop();
  allowed.grant([folder.path]);
  expect(await allowed.allows(join(folder.path, 'inside.db'))).toBe(false);
});

test('folders of the command line are roots on the desktop too', async () => {
  await mkdir(folder.at('root'));
  const allowed = onDesktop({ roots: [folder.at('root')] });
  expect(await allowed.allows(folder.at('root/a.db'))).toBe(true);
  expect(await allowed.allows(folder.at('a.db'))).toBe(false);
});

test('a folder that is named later is a root from then on, once', async () => {
  await mkdir(folder.at('root'));
  const allowed = onDesktop();
  expect(await allowed.allows(folder.at('root/a.db'))).toBe(false);
  allowed.addRoots([folder.at('root')]);
  allowed.addRoots([folder.at('root')]);
  expect(await allowed.allows(folder.at('root/a.db'))).toBe(true);
  expect(await allowed.allows(folder.at('a.db'))).toBe(false);
  expect(await allowed.roots()).toHaveLength(1);
});

test('files that are known otherwise are allowed on the desktop, and in no browser', async () => {
  const known = folder.at('opened-before.db');
  const isKnown = async (path: string) => path === known;
  const desktop = onDesktop();
  desktop.alsoAllow(isKnown);
  expect(await desktop.allows(known)).toBe(true);
  expect(await desktop.allows(folder.at('other.db'))).toBe(false);
  const browser = createAllowedPaths({ roots: [folder.at('root')], granted: [], grantsOnly: false });
  browser.alsoAllow(isKnown);
  expect(await browser.allows(known)).toBe(false);
});
