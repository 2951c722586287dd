import { mkdirSync } from 'node:fs';
import { anyRow } from './browse/any-row.ts';
import { cancelling } from './browse/cancelling.ts';
import { coldFirstPage } from './browse/cold.ts';
import { crossing } from './browse/crossing.ts';
import { exactIndex } from './browse/exact-index.ts';
import { firstRows } from './browse/first-rows.ts';
import { restarting } from './browse/restarting.ts';
import { scrolling } from './browse/scrolling.ts';
import type { Setup } from './browse/setup.ts';
import { sortedJumps } from './browse/sorted.ts';
import { streaming } from './browse/streaming.ts';
import { warm } from './data/page-cache.ts';
import { salesFile } from './data/sales-file.ts';
import type { BenchArguments } from './harness/arguments.ts';
import type { Part } from './harness/part.ts';

const SMALL_ROWS = 10_000;

/** The parts of `npm run bench:browse`, with the generated files that they need. */
export function browseParts(wanted: BenchArguments, tell: (line: string) => void): readonly Part[] {
  const { folder, rows, scrollSeconds } = wanted;
  mkdirSync(folder, { recursive: true });
  const setup: Setup = {
    folder,
    scrollSeconds,
    large: salesFile(folder, rows, tell),
    small: salesFile(folder, SMALL_ROWS, tell),
  };
  for (const { path } of [setup.large, setup.small]) warm(path);
  return [
    anyRow,
    exactIndex,
    crossing,
    firstRows,
    streaming,
    cancelling,
    restarting,
    scrolling,
    sortedJumps,
    coldFirstPage,
  ].map((make) => make(setup));
}
