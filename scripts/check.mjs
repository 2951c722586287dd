#!/usr/bin/env node
/** `npm run check`: format, lint, types, architecture, file sizes and controls. Prints one line for each and stops at the first failure. */
import { ensureInstalled, runWithProjectNode } from './prepare.mjs';

const steps = [
  ['format and lint', ['node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.']],
  ['types: main', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.main.json']],
  ['types: preload', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.preload.json']],
  ['types: renderer', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.renderer.json']],
  ['types: tools', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.tools.json']],
  ['types: guide', ['scripts/check-guide.ts']],
  ['architecture', ['scripts/cruise.ts']],
  ['file sizes', ['scripts/check-sizes.mjs']],
  ['controls', ['scripts/check-controls.mjs']],
];

await ensureInstalled();
for (const [name, args] of steps) {
  const started = performance.now();
  const code = await runWithProjectNode(args);
  console.log(
    `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (code !== 0) process.exit(1);
}
