import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { type FileTransaction, TransactionsStore } from './transactions-store.ts';

/** The transaction of a file, if it has one, and what is to be said of the last one. */
export function useFileTransaction(client: Client, file: string): FileTransaction {
  const store = TransactionsStore.of(client);
  useEffect(() => store.learn(file), [store, file]);
  return useSyncExternalStore(
    store.subscribe,
    useCallback(() => store.file(file), [store, file]),
  );
}

/** All files of which there is something to say. */
export function useTransactions(client: Client): ReadonlyMap<string, FileTransaction> {
  const store = TransactionsStore.of(client);
  return useSyncExternalStore(store.subscribe, store.files);
}
