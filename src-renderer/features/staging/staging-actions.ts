import type { EditsChanged } from '../../../src-preload/contract/edits.ts';
import { attempt } from '../../lib/attempt.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { type CommitWays, showCommitted } from '../../lib/commits/commit-toast.ts';
import type { FileCommits } from '../../lib/commits/file-commits.ts';
import { stagedWords } from '../../lib/edits/edit-counts.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { showToast } from '../../ui/toasts.ts';

export async function undo(edits: FileEdits): Promise<void> {
  await attempt(() => edits.undo());
}

export async function redo(edits: FileEdits): Promise<void> {
  await attempt(() => edits.redo());
}

/** Commits; a toast with Undo follows. Rows that others changed are shown; what was refused the message bar tells. */
export async function commit(commits: FileCommits, ways: CommitWays): Promise<void> {
  const outcome = await commits.edits.commit();
  if (outcome?.kind === 'conflict') ways.onReview();
  if (outcome?.kind !== 'committed') return;
  const { counts, tables, merged, commit: id } = outcome;
  const more = merged > 0 ? `${countOf(merged, 'field')} that others changed stay as they are.` : undefined;
  showCommitted(commits, { counts, tables, commit: id, undoReason: null, more }, ways);
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
