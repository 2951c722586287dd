import { Undo2 } from 'lucide-react';
import { createElement } from 'react';
import type { EditsChanged } from '../../../src-preload/contract/edits.ts';
import { attempt } from '../../lib/attempt.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import type { FileCommits } from '../../lib/commits/file-commits.ts';
import { countWords, stagedRows, stagedWords } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { showToast } from '../../ui/toasts.ts';

export async function undo(edits: FileEdits): Promise<void> {
  await attempt(() => edits.undo());
}

export async function redo(edits: FileEdits): Promise<void> {
  await attempt(() => edits.redo());
}

/** Where a commit leads to. */
export interface CommitWays {
  readonly onReview: () => void;
  readonly onShowCommit: (commit: string) => void;
}

/** Commits; a toast with Undo follows. Rows that others changed are shown; what was refused the message bar tells. */
export async function commit(commits: FileCommits, ways: CommitWays): Promise<void> {
  const outcome = await commits.edits.commit();
  if (outcome?.kind === 'conflict') ways.onReview();
  if (outcome?.kind !== 'committed') return;
  const { counts, tables, merged, commit: id } = outcome;
  const where = tables.length === 1 ? `${tables[0]}: ` : `${countOf(tables.length, 'table')}: `;
  const others = merged > 0 ? ` ${countOf(merged, 'field')} that others changed stay as they are.` : '';
  showToast({
    title: `${countOf(stagedRows(counts), 'change')} committed`,
    description: `${where}${countWords(counts)}.${others}`,
    action: {
      label: 'Undo',
      icon: createElement(Undo2),
      onAction: () => void takeBack(id, commits, ways),
    },
    second: { label: 'Show', onAction: () => ways.onShowCommit(id) },
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

/** Drops what is staged, of a file or of one object. Undo brings it back. */
export async function discard(edits: FileEdits, object: string | null): Promise<void> {
  const before = edits.state();
  let changed: EditsChanged | null = null;
  const isDone = await attempt(async () => {
    changed = await edits.discard(object);
  });
  if (!isDone || changed === null || before === null) return;
  showToast({
    kind: 'info',
    title: `${stagedWords(before)} discarded`,
    action: { label: 'Undo', onAction: () => void undo(edits) },
  });
}
