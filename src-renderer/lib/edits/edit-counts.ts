import type { EditCounts, EditState } from '../../../src-preload/contract/edits.ts';
import { countOf, formatCount } from '../cells/byte-size.ts';

/** All staged rows. */
export function stagedRows({ inserted, updated, deleted }: EditCounts): number {
  return inserted + updated + deleted;
}

/** Whether anything is staged or typed. */
export function hasEdits(state: EditState | null | undefined): state is EditState {
  return state !== null && state !== undefined && (stagedRows(state.counts) > 0 || state.drafts > 0);
}

/** "3 staged changes"; texts that are not staged yet count as well. */
export function stagedWords({ counts, drafts }: EditState): string {
  return countOf(stagedRows(counts) + drafts, 'staged change');
}

/** "2 updated, 1 inserted"; what there is none of is left out. */
export function countWords({ updated, inserted, deleted }: EditCounts): string {
  const parts = [
    updated > 0 ? `${formatCount(updated)} updated` : null,
    inserted > 0 ? `${formatCount(inserted)} inserted` : null,
    deleted > 0 ? `${formatCount(deleted)} deleted` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}

/** How many changes an object has: staged rows and texts. */
export function changesOf(state: EditState | undefined, object: string): number {
  const found = state?.objects.find((other) => other.object === object);
  return found === undefined ? 0 : stagedRows(found.counts) + found.drafts;
}
