import { useEffect, useRef } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { TransactionsStore } from '../lib/transactions/transactions-store.ts';
import { showToast } from '../ui/toasts.ts';

/** Says of files that are not shown that their transaction has ended by itself; that of the shown one has a bar. */
export function useLostToasts(
  client: Client,
  files: readonly OpenFileInfo[],
  active: string | undefined,
): void {
  const now = useRef({ files, active });
  now.current = { files, active };
  useEffect(() => {
    const store = TransactionsStore.of(client);
    const told = new Map<string, string>();
    return store.subscribe(() => {
      for (const { id, name } of now.current.files) {
        const { lost } = store.file(id);
        if (lost === null) told.delete(id);
        else if (told.get(id) !== lost) {
          told.set(id, lost);
          if (id === now.current.active) continue;
          showToast({
            kind: 'warning',
            title: `The transaction on ${name} has ended without a commit`,
            description: lost,
          });
        }
      }
    });
  }, [client]);
}
