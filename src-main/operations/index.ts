import type { Operation } from '../engine/types.ts';
import { buildScratch } from './build-scratch.ts';
import { cell } from './cell-bytes.ts';
import { countRowsAround } from './count-around.ts';
import { hops } from './hops.ts';
import { page } from './page.ts';
import { ends, place, row } from './row.ts';

/** Everything that runs inside a connection process, by the name under which the engine calls it. */
export const operations = {
  buildScratch,
  cell,
  countRowsAround,
  ends,
  hops,
  page,
  place,
  row,
} satisfies Readonly<Record<string, Operation>>;
