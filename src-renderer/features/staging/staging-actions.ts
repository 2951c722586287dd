import type { EditsChanged } from '../../../src-preload/contract/edits.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { countWords, stagedRows, stagedWords } from '../../lib/edits/edit-counts.ts';
import type { CommitOutcome, FileEdits } from '../../lib/edits/file-edits.ts';
import { toFailure } from '../../lib/failure.ts';
import { showToast } from '../../ui/toasts.tsx';

/** Does something with staged edits; a failure is told in a toast. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const { message, hint } = toFailure(error);
    showToast({ kind: 'error', title: message, ...(hint !== null && { description: hint }) });
    return false;
  }
}

export async function undo(edits: FileEdits): Promise<void> {
  await attempt(() => edits.undo());
}

export async function redo(edits: FileEdits): Promise<void> {
  await attempt(() => edits.redo());
}

/** Commits; a toast with Undo follows. What was refused is told by the message bar. */
export async function commit(edits: FileEdits, onShow?: (outcome: CommitOutcome) => void): Promise<void> {
  const outcome = await edits.commit();
  if (outcome === null) return;
  if (outcome.kind !== 'committed') {
    onShow?.(outcome);
    return;
  }
  const { counts, tables, merged, commit: id } = outcome;
  const where = tables.length === 1 ? `${tables[0]}: ` : `${countOf(tables.length, 'table')}: `;
  const others = merged > 0 ? ` ${countOf(merged, 'field')} that others changed stay as they are.` : '';
  showToast({
    title: `${countOf(stagedRows(counts), 'change')} committed`,
    description: `${where}${countWords(counts)}${others}`,
    action: {
      label: 'Undo',
      onAction: () => void attempt(() => edits.undoCommit(id)).then((isDone) => isDone && tellInverse()),
    },
  });
}

function tellInverse(): void {
  showToast({ kind: 'info', title: 'The inverse is staged', description: 'Commit it to undo the commit.' });
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
