import type { CommitChange } from './commit-input.ts';

/** Places of changes, deletions first and new rows last: what frees a value before what takes it. */
export function inOrderOfKinds(places: readonly number[], changes: readonly CommitChange[]): number[] {
  const order = { delete: 0, update: 1, insert: 2 };
  return [...places].sort(
    (a, b) => order[changes[a]?.kind ?? 'update'] - order[changes[b]?.kind ?? 'update'] || a - b,
  );
}
