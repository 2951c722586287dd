import { useEffect, useState } from 'react';
import { isCancelled } from '../../../src-preload/client.ts';
import type { Cell, RowKey } from '../../../src-preload/contract/cell.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';

/** Something asked for by the row with the cursor. */
export interface Loaded<T> {
  /** What was there last, shown until the next is there. */
  readonly value: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
}

const WAIT = 60;

/** Asks for something about a row whenever the row changes; a row only passed over is not asked for. */
export function useOfRow<T>(
  focused: FocusedRow,
  name: string,
  ask: (key: RowKey, signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const { row, view, revision } = focused;
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly of: string | null }>({
    of: null,
    value: null,
    error: null,
    isLoading: false,
  });
  // A row that is staged to be inserted has nothing in the file that could be asked for.
  const isInFile = focused.editRow === undefined || 'key' in focused.editRow;
  const identity = row === null || !isInFile ? null : `${view.view} ${name} ${keyIdentity(row.key)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the identity; the question is its name.
  useEffect(() => {
    if (identity === null || row === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    setLoaded((before) => ({
      ...before,
      value: before.of === identity ? before.value : null,
      error: null,
      isLoading: true,
    }));
    const timer = setTimeout(() => {
      ask(row.key, signal).then(
        (value) => {
          if (!signal.aborted) setLoaded({ of: identity, value, error: null, isLoading: false });
        },
        (error: unknown) => {
          if (!signal.aborted && !isCancelled(error)) {
            setLoaded({ of: identity, value: null, error, isLoading: false });
          }
        },
      );
    }, WAIT);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [identity, revision]);
  if (identity === null) return { value: null, error: null, isLoading: false };
  return loaded.of === identity ? loaded : { ...loaded, value: null };
}

/** The cells of a row with larger previews; those of the grid until they are there. */
export function useRowCells(focused: FocusedRow): readonly Cell[] {
  const { client, view, row } = focused;
  const { value } = useOfRow(focused, 'row', async (key, signal) => {
    const { cells } = await client.rows.row({ view: view.view, key: [...key] }, { signal });
    return cells as readonly Cell[];
  });
  return value ?? row?.cells ?? [];
}
