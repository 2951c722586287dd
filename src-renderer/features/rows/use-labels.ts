import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { ViewInfo } from '../../../src-preload/contract/rows.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import { LabelStore, type Labels, noLabels } from './labels.ts';
import type { RowsSession } from './rows-session.ts';

const WAIT = 80;

/** Labels of the foreign keys that are seen. `want` is told which rows those are. */
export function useLabels(
  client: Client,
  info: ViewInfo | null,
  session: RowsSession | null,
  staged: ObjectEdits,
  revision: number,
): { readonly labels: Labels; readonly want: (first: number, last: number) => void } {
  const [labels, setLabels] = useState<Labels>(noLabels);
  const store = useRef<LabelStore | null>(null);
  const seen = useRef({ first: 0, last: -1 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const view = info?.view;
  useEffect(() => {
    setLabels(noLabels);
    store.current = view === undefined ? null : new LabelStore(client, view, setLabels);
  }, [client, view]);

  const ask = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (info === null || session === null) return;
      info.columns.forEach((column, index) => {
        if (column.references === null) return;
        const cells = [];
        for (let row = seen.current.first; row <= seen.current.last; row += 1) {
          const found = session.row(row);
          const cell = found && (staged.ofKey(found.key)?.cellOf(column)?.cell ?? found.cells[index]);
          if (cell !== undefined) cells.push(cell);
        }
        for (const row of staged.inserted) cells.push(row.cellOf(column)?.cell ?? null);
        store.current?.want(column.name, cells);
      });
    }, WAIT);
  }, [info, session, staged]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new rows may bring new keys.
  useEffect(() => {
    ask();
    return () => clearTimeout(timer.current);
  }, [ask, revision]);

  const want = useCallback(
    (first: number, last: number) => {
      seen.current = { first, last };
      ask();
    },
    [ask],
  );
  return { labels, want };
}
