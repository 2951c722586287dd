import { useMemo, useRef, useSyncExternalStore } from 'react';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import { type ReviewTable, reviewTables } from './review-rows.ts';

type Staged = readonly (readonly [string, ObjectEdits])[];

const NONE: Staged = [];

/** Everything that is staged of a file, table by table. */
export function useReview(edits: FileEdits, objects: readonly CatalogObject[]): readonly ReviewTable[] {
  const last = useRef<Staged>(NONE);
  const staged = useSyncExternalStore(edits.subscribe, () => {
    const now = (edits.state()?.objects ?? []).map(({ object }) => [object, edits.object(object)] as const);
    const isSame =
      now.length === last.current.length &&
      now.every(([name, rows], at) => last.current[at]?.[0] === name && last.current[at]?.[1] === rows);
    if (!isSame) last.current = now;
    return last.current;
  });
  return useMemo(() => reviewTables(staged, objects), [staged, objects]);
}
