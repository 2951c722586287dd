import { useEffect, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { RecentStatement } from './palette-entries.ts';

/** Nearly every statement has any one letter. */
const LEAST_LETTERS = 2;
const MOST_TEXT = 1000;
const MOST_STATEMENTS = 6;

/**
 * The statements that were run on the open files and have a text, the newest first. They join when they are found;
 * those of the text before stay until then.
 */
export function useRecentStatements(
  client: Client,
  files: readonly OpenFileInfo[],
  text: string,
): readonly RecentStatement[] {
  const [found, setFound] = useState<readonly RecentStatement[]>([]);
  const search = text.trim().slice(0, MOST_TEXT);
  const isSearched = search.length >= LEAST_LETTERS && !/^[>#]/.test(search) && files.length > 0;
  useEffect(() => {
    if (!isSearched) return;
    const controller = new AbortController();
    const { signal } = controller;
    const input = { search, isDistinct: true, limit: MOST_STATEMENTS };
    // Statements that cannot be read are not found; the history itself says why.
    const searches = files.map((file) =>
      client.queries.history({ file: file.id, ...input }, { signal }).then(
        ({ entries }) => entries.map((entry): RecentStatement => ({ file, found: entry })),
        () => [],
      ),
    );
    void Promise.all(searches).then((all) => {
      if (signal.aborted) return;
      const newest = all.flat().sort((one, other) => other.found.at - one.found.at);
      setFound(newest.slice(0, MOST_STATEMENTS));
    });
    return () => controller.abort();
  }, [client, files, search, isSearched]);
  return isSearched ? found : NONE;
}

const NONE: readonly RecentStatement[] = [];
