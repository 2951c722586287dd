import type { EditState } from '../../../src-preload/contract/edits.ts';
import type { StagedSet, Step } from './staged-set.ts';

/** What a state says besides what is staged. */
export interface AboutFile {
  readonly file: string;
  readonly notice: string | null;
}

/**
 * How things stand now, for any client and whenever it is asked; only what the next undo takes back differs from
 * client to client.
 */
export function statesOf(set: StagedSet, { file, notice }: AboutFile): (client: number) => EditState {
  const objects = set.objects().map((object) => ({
    object,
    counts: { ...set.countsOf(object) },
    drafts: set.draftsOf(object),
  }));
  const counts = { inserted: 0, updated: 0, deleted: 0 };
  for (const one of objects) {
    counts.inserted += one.counts.inserted;
    counts.updated += one.counts.updated;
    counts.deleted += one.counts.deleted;
  }
  const state = {
    file,
    version: set.version,
    counts,
    objects,
    drafts: set.draftCount,
    blocking: set.blocking,
    heldBy: null,
    notice,
  };
  const steps = [...set.steps];
  const marks = steps.map(({ isUndone }) => isUndone);
  const labelOf = (client: number, isRedo: boolean) => {
    const isIt = ({ owner }: Step, index: number) =>
      marks[index] === isRedo && (owner === undefined || owner === client);
    return (isRedo ? steps.find(isIt) : steps.findLast(isIt))?.label ?? null;
  };
  return (client) => ({ ...state, undo: labelOf(client, false), redo: labelOf(client, true) });
}
