import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds: the archive has more than 100 MB. */
const INSTALL_TIMEOUT = 300_000;

/**
 * @typedef {object} ElectronPlace
 * @property {string} packageFolder the installed package `electron`
 * @property {string} stampFile where it is written down that the binary could not be installed
 * @property {string} lockDigest the binary is asked for once for each lock file
 * @property {string} node the program that runs the package's installer
 */

/**
 * Electron's executable, if it is installed. Read from the package's own files: importing the package would start a
 * download.
 *
 * @param {string} packageFolder
 * @param {NodeJS.ProcessEnv} [env] `ELECTRON_OVERRIDE_DIST_PATH` names another folder, as for Electron's own tools
 * @returns {string | undefined}
 */
export function findElectron(packageFolder, env = process.env) {
  const pathFile = join(packageFolder, 'path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined;
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const path = join(override, name ?? (process.platform === 'win32' ? 'electron.exe' : 'electron'));
    return existsSync(path) ? path : undefined;
  }
  const path = name && join(packageFolder, 'dist', name);
  return path && existsSync(path) ? path : undefined;
}

/**
 * Finds Electron, or has its package install it: once for a lock file, then what went wrong is only said again.
 *
 * @param {ElectronPlace} place
 * @returns {{ readonly path: string } | { readonly why: string }}
 */
export function ensureElectron({ packageFolder, stampFile, lockDigest, node }) {
  const found = findElectron(packageFolder);
  if (found) return { path: found };
  const before = readStamp(stampFile);
  if (before?.lock === lockDigest) return { why: before.why };
  console.error('Installing Electron (install-electron), once for this lock file.');
  const { status, stderr, error } = spawnSync(node, [join(packageFolder, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: INSTALL_TIMEOUT,
  });
  const installed = findElectron(packageFolder);
  if (installed) return { path: installed };
  const said = error?.message ?? (stderr?.split('\n').find((line) => line.trim() !== '') || `code ${status}`);
  const why = `its binary could not be installed (${said.trim()})`;
  writeFileSync(stampFile, JSON.stringify({ lock: lockDigest, why }));
  return { why };
}

/**
 * What keeps Electron from showing a window here; undefined when nothing is known to.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function displayProblem(env = process.env) {
  if (process.platform !== 'linux') return undefined;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (process.getuid?.() === 0) return "Chromium's sandbox does not run as root";
  return undefined;
}

/**
 * @param {string} file
 * @returns {{ lock: string, why: string } | undefined}
 */
function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
