#!/usr/bin/env node
/**
 * `npm test`: checks, unit tests, build and end-to-end tests, from a fresh clone on a machine whose own Node is 20.
 * `--only check|unit|build|e2e|faults|seeded` runs one part; `-- ARGS` go to its runner. `--long`: the long forms of the
 * faults, 1,000 runs of each property, and every spec in every shell.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findElectron } from './electron-binary.mjs';
import { ensureBuilt, ensureInstalled, modules, runWithProjectNode } from './prepare.mjs';

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, long: { type: 'boolean' } },
  allowPositionals: true,
});
if (values.long === true) {
  process.env.E2E_ALL = '1';
  process.env.CAIRN_FAULTS = 'long';
  process.env.CAIRN_PROPERTY_RUNS ??= '1000';
}

const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...positionals];
const parts = {
  check: () => runWithProjectNode(['scripts/check.mjs']),
  unit: () => runWithProjectNode(vitest),
  build: async () => {
    await ensureBuilt();
    return runWithProjectNode(['scripts/check-bundle.ts']);
  },
  e2e: async () => {
    await ensureBuilt();
    const { ensureChromium } = await import('./chromium.mjs');
    const chromium = ensureChromium();
    return runWithProjectNode(['node_modules/@playwright/test/cli.js', 'test', ...positionals], {
      env: { ...process.env, CAIRN_CHROMIUM: chromium },
    });
  },
  seeded: async () => {
    const { ensureChromium } = await import('./chromium.mjs');
    return runWithProjectNode(['e2e/self-test/run.ts', ...positionals], {
      env: { ...process.env, CAIRN_CHROMIUM: ensureChromium() },
    });
  },
  faults: () => runWithProjectNode(vitest, { env: { ...process.env, CAIRN_FAULTS: 'long' } }),
};

if (values.only !== undefined && !(values.only in parts)) {
  console.error(`--only takes one of ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

await ensureInstalled();
const chosen = values.only === undefined ? ['check', 'unit', 'build', 'e2e'] : [values.only];
const started = performance.now();
for (const name of chosen) {
  console.log(`\n== ${name}`);
  const partStarted = performance.now();
  const code = await parts[/** @type {keyof typeof parts} */ (name)]();
  console.log(
    `== ${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - partStarted) / 1000).toFixed(0)} s`,
  );
  if (code !== 0) process.exit(1);
}
console.log(`\nAll passed in ${((performance.now() - started) / 1000).toFixed(0)} s.`);
if (chosen.includes('e2e') && !ranInElectron()) console.log('real Electron: NOT RUN');

/** A pass on the stand-in says nothing about Electron. */
function ranInElectron() {
  const wanted = process.env.E2E_SHELL ?? 'auto';
  if (wanted === 'auto') return findElectron(join(modules, 'electron')) !== undefined;
  return wanted === 'electron';
}
