import { useEffect, useMemo, useRef, useState } from 'react';
import type { FileEdits } from '../edits/file-edits.ts';
import { keyNames } from './row-name.ts';

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
