import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { showCommitted } from '../lib/commits/commit-toast.ts';
import { fileCommits } from '../lib/commits/use-commits.ts';
import { stagedRows } from '../lib/edits/edit-counts.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { showToast } from '../ui/toasts.ts';
import type { ShowPage } from './use-staged-pages.ts';

/** Says what a transaction of this window has written, however it was committed; with Undo and Show as of any commit. */
export function useCommitToasts(client: Client, files: readonly OpenFileInfo[], onPage: ShowPage): void {
  useBridgeEvent(client, 'transactions.committed', ({ file, end }) => {
    const { counts, tables, commit, undoReason } = end;
    if (stagedRows(counts) > 0) {
      const onReview = () => onPage(file, 'changes');
      const onShowCommit = (id: string) => onPage(file, 'history', id);
      const rows = { counts, tables, commit, undoReason };
      showCommitted(fileCommits(client, file), rows, { onReview, onShowCommit });
      return;
    }
    const name = files.find(({ id }) => id === file)?.name ?? 'the file';
    showToast({
      kind: 'info',
      title: 'Transaction committed',
      description: `No row of ${name} was changed.`,
    });
  });
}
