import { mkdirSync } from 'node:fs';
import { warm } from './data/page-cache.ts';
import { salesFile } from './data/sales-file.ts';
import type { BenchArguments } from './harness/arguments.ts';
import type { Part } from './harness/part.ts';
import { coldStart } from './start/cold-start.ts';
import { keys } from './start/keys.ts';
import { standinStart } from './start/standin-start.ts';

const SMALL_ROWS = 10_000;
const KEY_ROWS = 250_000;

/** The parts of `npm run bench start`, with the generated files that they need. */
export function startParts({ folder }: BenchArguments, tell: (line: string) => void): readonly Part[] {
  mkdirSync(folder, { recursive: true });
  const small = salesFile(folder, SMALL_ROWS, tell);
  const large = salesFile(folder, KEY_ROWS, tell);
  for (const { path } of [small, large]) warm(path);
  return [coldStart(small), standinStart(small), keys(large)];
}
