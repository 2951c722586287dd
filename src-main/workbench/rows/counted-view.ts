import type { CountedSoFar } from '../../operations/count-rows.ts';
import type { Hops } from '../../operations/hops.ts';
import type { RowsPlan } from '../../operations/plan.ts';
import type { OpenFile } from '../open-file.ts';
import { PositionIndex } from './position-index.ts';

/** Rows of a chunk of the position index. */
const CHUNK = 256;
const HOLDER = { holder: 'Rows of a transaction' };

/** How the rows of a view are counted. */
export interface CountedPlan {
  /**
   * - `walk`: along the order, with row numbers.
   * - `slices`: along the key.
   * - `whole`: by one statement, where neither is a walk along a b-tree.
   */
  readonly by: 'walk' | 'slices' | 'whole';
  readonly plan: RowsPlan;
}

export interface CountedView {
  readonly rows: number;
  /** Where rows stand; null: nobody knows but by passing those before. */
  readonly positions: PositionIndex | null;
}

/**
 * Counts the rows that the open transaction of a client sees, in steps between which its statements have their turn. null:
 * `isWanted` said that nobody waits any more.
 */
export async function countView(
  file: OpenFile,
  { by, plan }: CountedPlan,
  isWanted: () => boolean,
): Promise<CountedView | null> {
  if (by === 'walk') return await countByHops(file, plan, isWanted);
  if (by === 'whole') return { rows: await countAtOnce(file, plan), positions: null };
  const counted = file.useStream('worker', HOLDER, (connection) =>
    connection.callStream('countRows', { plan }),
  );
  for await (const answer of counted) {
    const { rows, isDone } = answer as CountedSoFar; // What the operation yields.
    if (isDone) return { rows, positions: null };
    if (!isWanted()) return null;
  }
  return null;
}

async function countByHops(
  file: OpenFile,
  plan: RowsPlan,
  isWanted: () => boolean,
): Promise<CountedView | null> {
  const positions = new PositionIndex();
  const found = file.useStream('worker', HOLDER, (connection) =>
    connection.callStream('hops', { plan, chunk: CHUNK }),
  );
  for await (const answer of found) {
    const { ends, counts, rest } = answer as Hops; // What the operation yields.
    for (const [index, end] of ends.entries()) positions.add(end, counts[index] ?? 0);
    if (rest !== null) positions.complete(rest);
    if (!isWanted()) return null;
  }
  return positions.isComplete ? { rows: positions.rows, positions } : null;
}

async function countAtOnce(file: OpenFile, { from, where }: RowsPlan): Promise<number> {
  const condition = where === null ? '' : ` WHERE ${where.sql}`;
  const { rows } = await file.use('reader', HOLDER, (connection) =>
    connection.query(`SELECT count(*) FROM ${from}${condition}`, [...(where?.params ?? [])]),
  );
  return Number(rows[0]?.[0] ?? 0);
}
