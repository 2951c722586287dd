import type { PageInput } from '../../operations/page.ts';
import type { Place, RowsPlan } from '../../operations/plan.ts';
import type { OpenFile } from '../open-file.ts';
import { type Order, textEncodingOf } from './order.ts';
import type { ProgressFacts } from './view-progress.ts';

/** How the number of the row at a place is known, by the order as far as it is worked out. */
export function numberAt(
  { positions, rows }: Order,
  { kind, isStale }: Pick<ProgressFacts, 'kind' | 'isStale'>,
  file: OpenFile,
  plan: RowsPlan,
  place: Place,
  isFound: boolean,
): PageInput['number'] {
  const isExact = !isStale;
  // Rows are numbered from 1 there.
  if (plan.scratch !== null) {
    const before = Number(place[0]) - 1;
    return { kind: 'around', before, upTo: isFound ? before + 1 : before, isExact };
  }
  const chunk = kind === 'walk' ? positions.chunkOfPlace(place, plan.order, textEncodingOf(file)) : undefined;
  if (chunk === undefined) return { kind: 'known', firstRow: rows, isExact: false };
  const { start, firstRow, count } = chunk;
  return { kind: 'count', start, base: firstRow, most: count * 2 + 1000, isExact };
}
