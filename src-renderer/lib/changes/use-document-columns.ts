import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { FileEdits } from '../edits/file-edits.ts';

/** The column with the documents of a collection; null for tables, and until it is known. */
export type DocumentColumnOf = (object: string) => string | null;

/** Which columns of some objects hold their documents. `names` is JSON text, so that an equal list is the same. */
export function useDocumentColumns(edits: FileEdits, names: string): DocumentColumnOf {
  useEffect(() => {
    // An object that cannot be read is no collection.
    for (const name of listOf(names)) edits.rules(name).catch(() => null);
  }, [edits, names]);
  const columns = useSyncExternalStore(edits.subscribe, () =>
    JSON.stringify(listOf(names).map((name) => [name, edits.rulesNow(name)?.documentColumn ?? null])),
  );
  return useMemo(() => {
    const known = new Map(JSON.parse(columns) as readonly (readonly [string, string | null])[]);
    return (object) => known.get(object) ?? null;
  }, [columns]);
}

function listOf(names: string): readonly string[] {
  return JSON.parse(names) as readonly string[];
}
