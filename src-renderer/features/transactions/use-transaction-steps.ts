import { useMemo } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { attempt } from '../../lib/attempt.ts';
import { TransactionsStore } from '../../lib/transactions/transactions-store.ts';
import { commitTransaction, rollBackTransaction } from './transaction-actions.ts';

/** What can be done with the transaction of a file; failures are told in toasts. */
export interface TransactionSteps {
  readonly savepoint: (name: string) => Promise<boolean>;
  readonly rollBackTo: (node: string) => Promise<boolean>;
  readonly release: (node: string) => Promise<boolean>;
  readonly prolong: () => Promise<boolean>;
  readonly commit: () => Promise<boolean>;
  readonly rollBack: () => Promise<boolean>;
}

/** The steps of the transaction of a file. */
export function useTransactionSteps(client: Client, { id, name }: OpenFileInfo): TransactionSteps {
  return useMemo(() => {
    const store = TransactionsStore.of(client);
    return {
      savepoint: (savepoint) => attempt(() => store.savepoint(id, savepoint)),
      rollBackTo: (node) => attempt(() => store.rollbackTo(id, node)),
      release: (node) => attempt(() => store.release(id, node)),
      prolong: () => attempt(() => store.prolong(id)),
      commit: () => commitTransaction(store, { id, name }),
      rollBack: () => rollBackTransaction(store, { id, name }),
    };
  }, [client, id, name]);
}
