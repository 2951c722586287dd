/**
 * What every script needs first, with Node's built-ins only: it runs under the machine's own Node (20 or newer) in a
 * clone that has no `node_modules` yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where the command was typed: npm itself runs scripts in the root. Relative paths of the user mean this folder. */
export const userFolder = process.env.INIT_CWD ?? process.cwd();

/** Where packages are installed. */
export const modules = join(root, 'node_modules');
const installStamp = join(modules, '.cairn-installed');
const buildStamp = join(root, 'out', '.cairn-built');

/** What the build reads; a change of any of these makes a new one. */
const BUILD_INPUTS = [
  'src-main',
  'src-preload',
  'src-renderer',
  'electron.vite.config.ts',
  'package-lock.json',
];

/** Runs `npm ci` unless it has run for this very lock file. Ends the process when it fails. */
export async function ensureInstalled() {
  const wanted = lockDigest();
  if (readText(installStamp) === wanted && existsSync(projectNode())) return;
  console.error('Installing what Cairn needs (npm ci), once for this lock file.');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // stdout belongs to what was asked for.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed; its messages above say why. Nothing was started.');
    process.exit(1);
  }
  writeFileSync(installStamp, wanted);
}

/** Tells one lock file from another. */
export function lockDigest() {
  return digestOf([join(root, 'package-lock.json')]);
}

/** Builds the app into `out/` unless it was built from these very sources. Ends the process when it fails. */
export async function ensureBuilt() {
  const wanted = digestOf(BUILD_INPUTS.flatMap((input) => filesBelow(join(root, input))));
  if (readText(buildStamp) === wanted) return;
  console.error('Building Cairn.');
  const code = await runWithProjectNode(
    ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'],
    { stdio: ['ignore', 2, 2] },
  );
  if (code !== 0) {
    console.error('The build failed; its messages above say why.');
    process.exit(1);
  }
  mkdirSync(dirname(buildStamp), { recursive: true });
  writeFileSync(buildStamp, wanted);
}

/**
 * Runs a script under the project's own Node 24 and gives its exit code.
 *
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runWithProjectNode(args, options = {}) {
  const node = projectNode();
  const env = { ...(options.env ?? process.env) };
  env.PATH = `${dirname(node)}${delimiter}${env.PATH ?? ''}`;
  return runProgram(node, args, { ...options, env });
}

/**
 * Runs a program and gives its exit code. Ctrl+C and a termination are left to the child, which ends in order.
 * Rejects when the program cannot be started.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runProgram(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', ...options });
  const leave = () => {};
  process.on('SIGINT', leave);
  const pass = () => child.kill('SIGTERM');
  process.on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', leave);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1));
    });
  });
}

/** The Node 24 that the package `node` brings. */
export function projectNode() {
  return process.platform === 'win32'
    ? join(modules, 'node', 'bin', 'node.exe')
    : join(modules, 'node', 'bin', 'node');
}

/** @param {string} path */
function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)));
}

/** @param {readonly string[]} paths */
function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
