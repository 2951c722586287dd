import { useEffect, useEffectEvent } from 'react';
import { isFocusLost } from '../../lib/is-focus-lost.ts';
import type { RowsSession } from './rows-session.ts';
import type { RowsState } from './rows-state.ts';
import type { Columns } from './use-columns.ts';

/** Brings a column that was asked for into sight, once for each asking, and gives the grid the focus. */
export function useWantedColumn(
  wanted: { readonly column: string; readonly serial: number } | undefined,
  session: RowsSession | null,
  { info, rowCount }: RowsState,
  { isReady: hasColumns, shown }: Columns,
  row: number,
  focus: () => void,
): void {
  const isReady = session !== null && info !== null && rowCount > 0 && hasColumns && shown.length > 0;
  const bring = useEffectEvent((column: string) => {
    session?.goTo(row, 'nearest', true, column);
    focus();
  });
  const takeFocus = useEffectEvent(() => {
    // Whoever opened the table by key goes on with its rows.
    if (isFocusLost()) focus();
  });
  useEffect(() => {
    if (isReady) takeFocus();
  }, [isReady]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new number asks for the same column again.
  useEffect(() => {
    if (isReady && wanted !== undefined) bring(wanted.column);
  }, [isReady, wanted?.column, wanted?.serial]);
}
