import { mkdir, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAllowedPaths } from './allowed-paths.ts';
import { completePath } from './complete-path.ts';
import { listFolder } from './folder-list.ts';
import { makeCopiedWal, makeDatabase, makeFile, SMALL_TABLE } from './testing/make-file.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
let outside: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  outside = await makeTemporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await outside[Symbol.asyncDispose]();
});

const allowedIn = (roots: readonly string[], granted: readonly string[] = []) =>
  createAllowedPaths({ roots, granted, grantsOnly: false });
const inFolder = () => allowedIn([folder.path]);
const list = (path: string, showOthers = false) => listFolder(path, { showOthers }, inFolder(), new Set());

test('folders come first, then databases and side files by name with their verdicts', async () => {
  await mkdir(folder.at('zoo'));
  makeDatabase(folder.at('b10.db'), SMALL_TABLE);
  makeDatabase(folder.at('b9.unusual'), SMALL_TABLE);
  await makeCopiedWal(folder.at('copied.db'));
  await makeFile(folder.at('fake.sqlite'), '%PDF-1.4');
  await makeFile(folder.at('readme.txt'), 'Just text.');
  const shown = await list(folder.path);
  expect(shown.entries.map(({ name, kind, verdict }) => [name, kind, verdict])).toEqual([
    ['zoo', 'folder', null],
    ['b9.unusual', 'database', 'ok'],
    ['b10.db', 'database', 'ok'],
    ['copied.db', 'database', 'warning'],
    ['copied.db-wal', 'side-file', null],
    ['fake.sqlite', 'database', 'error'],
  ]);
  expect(shown).toMatchObject({ folder: folder.path, parent: null, isCut: false });
  const all = await list(folder.path, true);
  expect(all.entries.at(-1)).toMatchObject({ name: 'readme.txt', kind: 'other', summary: 'a text file' });
});

test('a folder inside the root knows its parent', async () => {
  await mkdir(folder.at('sub'));
  expect(await list(folder.at('sub'))).toMatchObject({ parent: folder.path, entries: [] });
});

test('nothing outside the root is listed, not through links and dots either', async () => {
  makeDatabase(outside.at('secret.db'), SMALL_TABLE);
  await symlink(outside.path, folder.at('way-out'));
  await symlink(outside.at('secret.db'), folder.at('link.db'));
  const refused = { code: 'FILE_NOT_ALLOWED' };
  await expect(list(outside.path)).rejects.toMatchObject(refused);
  await expect(list(folder.at('way-out'))).rejects.toMatchObject(refused);
  await expect(list(folder.at('..'))).rejects.toMatchObject(refused);
  const { entries } = await list(folder.path);
  expect(entries.map(({ name, verdict, size }) => [name, verdict, size])).toEqual([
    ['way-out', 'not-allowed', null],
    ['link.db', 'not-allowed', null],
  ]);
});

test('a folder that is not there is told', async () => {
  await expect(list(folder.at('nowhere'))).rejects.toMatchObject({ code: 'NO_SUCH_FOLDER' });
});

describe('allowed paths', () => {
  test('a file named on the command line is allowed, its neighbour is not', async () => {
    const allowed = allowedIn([folder.path], [outside.at('named.db')]);
    expect(await allowed.allows(outside.at('named.db'))).toBe(true);
    expect(await allowed.allows(outside.at('other.db'))).toBe(false);
    expect(await allowed.allows(`${folder.path}-beside/x.db`)).toBe(false);
    expect(await allowed.allows(folder.at('missing/deep/x.db'))).toBe(true);
  });

  test('no roots mean every path', async () => {
    expect(await allowedIn([]).allows('/etc/hosts')).toBe(true);
  });

  test('a missing file behind a link to the outside is outside', async () => {
    await symlink(outside.path, folder.at('way-out'));
    expect(await inFolder().allows(folder.at('way-out/new.db'))).toBe(false);
  });
});

describe('completion', () => {
  test('completes by the start of the name, case ignored, hidden files after a dot only', async () => {
    await mkdir(folder.at('Data-archive'));
    await makeFile(folder.at('data.db'), '');
    await makeFile(folder.at('.data-hidden'), '');
    const names = async (text: string) =>
      (await completePath(text, inFolder())).matches.map(({ name, isFolder }) =>
        isFolder ? `${name}/` : name,
      );
    expect(await names(folder.at('da'))).toEqual(['Data-archive/', 'data.db']);
    expect(await names(`${folder.path}/`)).toEqual(['Data-archive/', 'data.db']);
    expect(await names(`${folder.path}/.`)).toEqual(['.data-hidden']);
    expect(await names('')).toEqual(['Data-archive/', 'data.db']);
    expect(await names('dat')).toEqual(['Data-archive/', 'data.db']);
    expect(await names(folder.at('nothing/x'))).toEqual([]);
  });

  test('nothing is told of folders outside the roots', async () => {
    await makeFile(outside.at('secret.db'), '');
    expect(await completePath(outside.at('s'), inFolder())).toEqual({ folder: null, matches: [] });
    expect(await completePath('/etc/', inFolder())).toEqual({ folder: null, matches: [] });
  });

  test('a tilde is the home folder', async () => {
    expect((await completePath('~/', allowedIn([]))).folder).toBe(`${homedir()}/`);
  });
});
