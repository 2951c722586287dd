import { type Dispatch, useCallback } from 'react';
import type { EditRow } from '../../src-preload/contract/edits.ts';
import type { TransactionState } from '../../src-preload/contract/transactions.ts';
import { type Catalogs, objectsOf } from '../features/catalog/catalog-state.ts';
import { wishPane } from '../lib/transactions/pane-wish.ts';
import type { PageTab } from './tab.ts';
import type { TabsAction } from './tabs-state.ts';

/** Shows the page of a file; `commit` is opened in its history. */
export type ShowPage = (file: string, page: PageTab['kind'], commit?: string) => void;

/** Shows a row that is staged, in its table, with one of its columns in sight. */
export type ShowRow = (file: string, object: string, row: EditRow, column?: string | null) => void;

/** Shows an open transaction: its console, with the pane of the transaction. */
export type ShowTransaction = (state: TransactionState) => void;

/** The ways from what is staged to its row, and back, and to an open transaction. */
export function useStagedPages(
  catalogs: Catalogs,
  dispatch: Dispatch<TabsAction>,
): { readonly showRow: ShowRow; readonly showPage: ShowPage; readonly showTransaction: ShowTransaction } {
  const showPage = useCallback<ShowPage>(
    (file, page, commit) => dispatch({ kind: 'page', page, file, commit }),
    [dispatch],
  );
  const showRow = useCallback<ShowRow>(
    (file, name, row, column) => {
      const object = objectsOf(catalogs, file).find((other) => other.name === name);
      if (object === undefined) return;
      const initial = 'key' in row ? { key: row.key } : {};
      dispatch({
        kind: 'open',
        file,
        object,
        initial,
        mode: 'rows',
        isPreview: true,
        column: column ?? undefined,
      });
    },
    [catalogs, dispatch],
  );
  const showTransaction = useCallback<ShowTransaction>(
    ({ file, console, consoleName: name }) => {
      dispatch({ kind: 'console', file, console, name });
      wishPane(console);
    },
    [dispatch],
  );
  return { showRow, showPage, showTransaction };
}
