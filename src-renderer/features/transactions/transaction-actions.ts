import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { attempt } from '../../lib/attempt.ts';
import { countWords, stagedRows } from '../../lib/edits/edit-counts.ts';
import type { TransactionsStore } from '../../lib/transactions/transactions-store.ts';
import { showToast } from '../../ui/toasts.ts';

type NamedFile = Pick<OpenFileInfo, 'id' | 'name'>;

/** Writes the transaction of a file; what was written is told by its event. Whether it was. */
export function commitTransaction(store: TransactionsStore, { id }: NamedFile): Promise<boolean> {
  return attempt(() => store.commit(id));
}

/** Takes the whole transaction of a file back. Whether it was. */
export function rollBackTransaction(store: TransactionsStore, { id, name }: NamedFile): Promise<boolean> {
  return attempt(async () => {
    const { counts } = await store.rollback(id);
    const total = stagedRows(counts);
    showToast({
      kind: 'info',
      title: 'Transaction rolled back',
      description: total === 0 ? `Nothing had changed in ${name}.` : `${countWords(counts)}, taken back.`,
    });
  });
}

/** Takes in what is staged. */
export function applyStaged(store: TransactionsStore, file: string): Promise<boolean> {
  return attempt(async () => {
    await store.applyStaged(file);
    showToast({
      kind: 'info',
      title: 'Staged changes applied',
      description: 'They are part of the open transaction, and staged until it is committed.',
    });
  });
}
