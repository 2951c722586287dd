#!/usr/bin/env node
/**
 * `npm run test:bun [-- ARGS]`: the engine's tests in Bun, over its own driver. Bun is no dependency of Cairn: it is
 * installed by npm for this command only, into a folder of its own (CAIRN_BENCH_DIR, or the system's for temporary
 * files), and found there the next time. ARGS go to vitest; without a path it runs all of `src-main/engine`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled, runProgram } from './prepare.mjs';

const VERSION = '1.4.5';

/** As Bun calls them in the names of its packages. */
const PLATFORMS = { darwin: 'darwin', linux: 'linux', win32: 'windows' };
const ARCHITECTURES = { arm64: 'aarch64', x64: 'x64' };

await ensureInstalled();
const bun = ensureBun();
const given = process.argv.slice(2);
const vitest = ['node_modules/vitest/vitest.mjs', 'run'];
const paths = given.some((one) => !one.startsWith('-')) ? [] : ['src-main/engine'];
// Threads: vitest's processes need a method of Node's channels that Bun has not.
process.exitCode = await runProgram(bun, ['--bun', ...vitest, '--pool=threads', ...paths, ...given], {
  env: { ...process.env, CAIRN_TEST_RUNTIME: 'bun' },
});

/** Path of the pinned Bun, installed where it is not there yet. Ends the process when that fails. */
function ensureBun() {
  const name = packageName();
  const folder = join(process.env.CAIRN_BENCH_DIR ?? tmpdir(), 'cairn-bun', VERSION);
  const program = process.platform === 'win32' ? 'bun.exe' : 'bun';
  const path = join(folder, 'node_modules', ...name.split('/'), 'bin', program);
  if (!isRightBun(path)) {
    console.error(`Installing Bun ${VERSION}, once.`);
    mkdirSync(folder, { recursive: true });
    install(`${name}@${VERSION}`, folder);
  }
  if (isRightBun(path)) return path;
  console.error(`Bun ${VERSION} could not be installed as ${path}. Nothing was tested.`);
  process.exit(1);
}

/** @param {string} spec @param {string} folder */
function install(spec, folder) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'];
  spawnSync(npm, ['install', '--prefix', folder, ...quiet, '--loglevel=error', spec], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
}

function packageName() {
  const platform = PLATFORMS[/** @type {keyof typeof PLATFORMS} */ (process.platform)];
  const architecture = ARCHITECTURES[/** @type {keyof typeof ARCHITECTURES} */ (process.arch)];
  if (platform === undefined || architecture === undefined) {
    console.error(`There is no Bun for ${process.platform} on ${process.arch}. Nothing was tested.`);
    process.exit(1);
  }
  return `@oven/bun-${platform}-${architecture}${isMusl() ? '-musl' : ''}`;
}

function isMusl() {
  if (process.platform !== 'linux') return false;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header.glibcVersionRuntime === undefined;
}

/** @param {string} path */
function isRightBun(path) {
  return existsSync(path) && spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim() === VERSION;
}
