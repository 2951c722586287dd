import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import { keyNames, type ReviewTable, reviewTables } from './review-rows.ts';

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

/** The columns of the keys of some tables, as they come to be known. */
export function useKeyNames(
  edits: FileEdits,
  names: readonly string[],
): (object: string) => readonly string[] {
  const [known, setKnown] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (const object of names) {
      if (asked.current.has(object)) continue;
      asked.current.add(object);
      edits.client.catalog.structure({ file: edits.file, object }).then(
        ({ columns }) => {
          setKnown((before) => new Map(before).set(object, keyNames(columns)));
        },
        // The rows are named by their values alone.
        () => asked.current.delete(object),
      );
    }
  }, [edits, names]);
  return useMemo(() => (object: string) => known.get(object) ?? [], [known]);
}
