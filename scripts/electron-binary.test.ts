import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { displayProblem, ensureElectron, findElectron } from './electron-binary.mjs';

let packageFolder: string;
let stampFile: string;
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'cairn-electron-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  packageFolder = join(root, 'electron');
  stampFile = join(root, 'stamp');
  mkdirSync(packageFolder);
});

/** What the package's own `install.js` does when it works, and a count of its runs. */
const INSTALLS = `
  const fs = require('node:fs'), path = require('node:path');
  fs.mkdirSync(path.join(__dirname, 'dist'));
  fs.writeFileSync(path.join(__dirname, 'dist', 'electron'), '');
  fs.writeFileSync(path.join(__dirname, 'path.txt'), 'electron');`;
const FAILS = `
  require('node:fs').appendFileSync(__dirname + '/runs', 'x');
  console.error('\\nRequestError: no such host\\n    at somewhere');
  process.exit(1);`;

const writeInstaller = (code: string) => writeFileSync(join(packageFolder, 'install.js'), code);
const ensure = (lockDigest = 'a') =>
  ensureElectron({ packageFolder, stampFile, lockDigest, node: process.execPath });
const runs = () => readFileSync(join(packageFolder, 'runs'), 'utf8').length;

test('an Electron that is not there is installed by its own installer', () => {
  writeInstaller(INSTALLS);
  expect(findElectron(packageFolder, {})).toBeUndefined();
  expect(ensure()).toEqual({ path: join(packageFolder, 'dist', 'electron') });
  expect(existsSync(stampFile)).toBe(false);
});

test('an installation that fails is tried once for a lock file, and its reason is one line', () => {
  writeInstaller(FAILS);
  const failed = { why: 'its binary could not be installed (RequestError: no such host)' };
  expect(ensure()).toEqual(failed);
  expect(ensure()).toEqual(failed);
  expect(runs()).toBe(1);
  expect(ensure('b')).toEqual(failed);
  expect(runs()).toBe(2);
});

test('a folder that the environment names goes before the installed one', () => {
  const dist = join(packageFolder, 'elsewhere');
  mkdirSync(dist);
  expect(findElectron(packageFolder, { ELECTRON_OVERRIDE_DIST_PATH: dist })).toBeUndefined();
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron';
  writeFileSync(join(dist, name), '');
  chmodSync(join(dist, name), 0o755);
  expect(findElectron(packageFolder, { ELECTRON_OVERRIDE_DIST_PATH: dist })).toBe(join(dist, name));
});

test.runIf(process.platform === 'linux')('without a display there is no window', () => {
  expect(displayProblem({})).toBe('there is no display');
  expect(displayProblem({ WAYLAND_DISPLAY: 'wayland-0' })).not.toBe('there is no display');
});
