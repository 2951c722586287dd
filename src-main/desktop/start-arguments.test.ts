import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readStartArguments } from './start-arguments.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-arguments-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'a.db'), '');
});

test('an installed Cairn is given files and folders, once each', () => {
  const argv = ['/opt/Cairn/cairn', 'a.db', './a.db', 'missing.db', 'data'];
  expect(readStartArguments({ argv, isDefaultApp: false, currentFolder: folder })).toEqual({
    files: [join(folder, 'a.db'), join(folder, 'missing.db')],
    folders: [join(folder, 'data')],
  });
});

test('under Electron itself the first name is that of the app', () => {
  const argv = ['/usr/bin/electron', '--no-sandbox', '.', 'a.db'];
  expect(readStartArguments({ argv, isDefaultApp: true, currentFolder: folder })).toEqual({
    files: [join(folder, 'a.db')],
    folders: [],
  });
});

test("switches are Chromium's, wherever they stand", () => {
  const argv = ['/opt/Cairn/cairn', '--ozone-platform=wayland', 'a.db', '--enable-logging'];
  expect(readStartArguments({ argv, isDefaultApp: false, currentFolder: folder }).files).toEqual([
    join(folder, 'a.db'),
  ]);
});
