import { useCallback, useSyncExternalStore } from 'react';
import { countOf } from '../cells/byte-size.ts';
import { classNames } from '../class-names.ts';
import { changesOf, hasEdits, stagedRows } from './edit-counts.ts';
import type { EditsStore } from './edits-store.ts';
import styles from './staged-dot.module.css';

export interface StagedDotProps {
  readonly store: EditsStore;
  readonly file: string;
  /** null: of the whole file. */
  readonly object: string | null;
  readonly className?: string | undefined;
}

/** A violet dot where something is staged; drawn again only when the number changes. */
export function StagedDot({ store, file, object, className }: StagedDotProps) {
  const count = useStagedCount(store, file, object);
  if (count === 0) return null;
  const words = countOf(count, 'staged change');
  return <span role="img" aria-label={words} title={words} className={classNames(styles.dot, className)} />;
}

/** How many changes a file or one of its objects has. */
export function useStagedCount(store: EditsStore, file: string, object: string | null): number {
  const count = useCallback(() => {
    const state = store.states().get(file);
    if (!hasEdits(state)) return 0;
    return object === null ? stagedRows(state.counts) + state.drafts : changesOf(state, object);
  }, [store, file, object]);
  return useSyncExternalStore(store.subscribe, count);
}
