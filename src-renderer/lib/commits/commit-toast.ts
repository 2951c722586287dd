import { Undo2 } from 'lucide-react';
import { createElement } from 'react';
import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import { showToast } from '../../ui/toasts.ts';
import { attempt } from '../attempt.ts';
import { countOf } from '../cells/byte-size.ts';
import { countWords, stagedRows } from '../edits/edit-counts.ts';
import type { FileCommits } from './file-commits.ts';

/** Where a commit leads to. */
export interface CommitWays {
  readonly onReview: () => void;
  readonly onShowCommit: (commit: string) => void;
}

/** What a commit has written. */
export interface CommittedRows {
  readonly counts: EditCounts;
  readonly tables: readonly string[];
  /** In the history; null: it is not there. */
  readonly commit: string | null;
  /** Why it cannot be undone; null: it can be. */
  readonly undoReason: string | null;
  /** What else is to be said of it, as a sentence. */
  readonly more?: string | undefined;
}

/** Says what was written, with ways to take it back and to look at it. */
export function showCommitted(commits: FileCommits, rows: CommittedRows, ways: CommitWays): void {
  const { counts, tables, commit, undoReason, more = undoReason } = rows;
  const [only] = tables;
  const where = tables.length === 1 && only !== undefined ? only : countOf(tables.length, 'table');
  const show = commit !== null && { label: 'Show', onAction: () => ways.onShowCommit(commit) };
  const undo = commit !== null &&
    undoReason === null && {
      label: 'Undo',
      icon: createElement(Undo2),
      onAction: () => void takeBack(commit, commits, ways),
    };
  showToast({
    title: `${countOf(stagedRows(counts), 'change')} committed`,
    description: [`${where}: ${countWords(counts)}.`, more ?? ''].join(' ').trimEnd(),
    ...(undo ? { action: undo, ...(show && { second: show }) } : show && { action: show }),
  });
}

/** Takes a commit back at once; beside other staged edits its inverse is only staged, and shown. */
async function takeBack(id: string, commits: FileCommits, ways: CommitWays): Promise<void> {
  await attempt(async () => {
    const outcome = await commits.undoAtOnce(id);
    if (outcome?.kind === 'committed') {
      const { counts, tables } = outcome;
      showToast({ title: 'Commit undone', description: `${tables.join(', ')}: ${countWords(counts)}.` });
    } else ways.onReview();
  });
}
