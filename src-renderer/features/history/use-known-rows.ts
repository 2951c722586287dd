import { useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { EditCommit } from '../../../src-preload/contract/commits.ts';
import type { StagedRow } from '../../../src-preload/contract/edits.ts';

/** What is known of a commit besides its figures. */
export interface KnownRows {
  readonly rows: readonly StagedRow[];
  readonly changedSince: number;
}

/** So many of the newest commits are compared with the file. */
const MOST_COMPARED = 20;
const MOST_ROWS = 1000;

/**
 * The rows of commits, read one after the other: of the newest, to say what was changed since; while something is
 * searched, of all.
 */
export function useKnownRows(
  client: Client,
  file: string,
  commits: readonly EditCommit[],
  isSearching: boolean,
): ReadonlyMap<string, KnownRows> {
  const [known, setKnown] = useState<ReadonlyMap<string, KnownRows>>(new Map());
  const read = useRef(new Map<string, KnownRows>());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that is read again may differ from the file otherwise.
  useEffect(() => {
    read.current = new Map();
  }, [commits]);
  useEffect(() => {
    const aborter = new AbortController();
    const { signal } = aborter;
    void readAll();
    return () => aborter.abort();

    async function readAll(): Promise<void> {
      const wanted = commits.filter(
        ({ undoReason, undoneAt }, at) =>
          undoReason === null && (isSearching || (at < MOST_COMPARED && undoneAt === null)),
      );
      for (const { id } of wanted) {
        if (signal.aborted) return;
        if (read.current.has(id)) continue;
        try {
          const { rows, changedSince } = await client.commits.rows(
            { file, commit: id, limit: isSearching ? MOST_ROWS : 50 },
            { signal },
          );
          if (signal.aborted) return;
          read.current.set(id, { rows, changedSince });
          setKnown(new Map(read.current));
        } catch {
          // Its rows are not kept any more: it is found by its tables.
        }
      }
    }
  }, [client, file, commits, isSearching]);
  return known;
}
