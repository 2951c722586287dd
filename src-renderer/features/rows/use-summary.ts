import { useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import type { GridSelection } from '../../lib/grid/selection.ts';
import { isRange } from '../../lib/grid/selection.ts';

const WAIT = 180;
const none: readonly string[] = [];

/** Sum, mean and count of a selection with numbers, as parts of the status line; empty without any. */
export function useSummary(
  client: Client,
  view: string | undefined,
  selection: GridSelection,
  columns: readonly string[],
): readonly string[] {
  const [parts, setParts] = useState(none);
  const isWorth = isRange(selection) && view !== undefined && columns.length > 0;
  const { ranges } = selection;
  useEffect(() => {
    setParts(none);
    if (!isWorth || view === undefined) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      client.rows
        .summary({ view, ranges: [...ranges], columns: [...columns] }, { signal: controller.signal })
        .then(
          ({ cells, nulls, numbers, sum, mean, min, max }) => {
            const next = [`${formatCount(cells)} cells`];
            if (nulls > 0) next.push(`${formatCount(nulls)} NULL`);
            if (numbers > 0 && sum !== null) {
              next.push(`sum ${sum}`, `mean ${mean ?? ''}`, `min ${min ?? ''}`, `max ${max ?? ''}`);
            }
            setParts(next);
          },
          () => {
            // The selection stands without its sum.
          },
        );
    }, WAIT);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, view, isWorth, ranges, columns]);
  return parts;
}
