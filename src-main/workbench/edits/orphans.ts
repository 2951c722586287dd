import type { EditDraft } from '../../../src-preload/contract/edits.ts';
import { rowKeyOf } from './row-key.ts';
import type { Change, ChangedRows, StagedSet } from './staged-set.ts';

/** Drafts of new rows that are staged no more after a change. */
export function orphanDrafts(set: StagedSet, rows: ChangedRows): ReadonlyMap<string, Change<EditDraft>> {
  const orphans = new Map<string, Change<EditDraft>>();
  if (set.draftCount === 0) return orphans;
  const gone = new Set<string>();
  for (const [key, { before, after }] of rows) {
    if (before?.kind === 'insert' && after === undefined) gone.add(key);
  }
  if (gone.size === 0) return orphans;
  for (const [key, draft] of set.draftEntries()) {
    if (gone.has(rowKeyOf(draft.object, draft.row))) orphans.set(key, { before: draft, after: undefined });
  }
  return orphans;
}
