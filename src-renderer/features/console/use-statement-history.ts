import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FoundStatement, SavedQuery } from '../../../src-preload/contract/queries.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

export interface StatementHistory {
  /** null: not read yet. */
  readonly entries: readonly FoundStatement[] | null;
  /** Of all that are kept. */
  readonly total: number;
  readonly saved: readonly SavedQuery[] | null;
  readonly failure: Failure | null;
  readonly reload: () => void;
}

const SEARCH_AFTER = 120;

/** Whose statements are looked for: those of the file, or of all files. */
export type HistoryScope = 'file' | 'all';

/** The statements of a file, or of all, that a text finds, and its saved queries; read again when something was run. */
export function useStatementHistory(
  client: Client,
  file: string,
  of: HistoryScope,
  search: string,
  serial: number,
): StatementHistory {
  const [found, setFound] = useState<{
    readonly entries: readonly FoundStatement[];
    readonly total: number;
  } | null>(null);
  const [saved, setSaved] = useState<readonly SavedQuery[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const fail = (error: unknown) => {
      if (!signal.aborted) setFailure(toFailure(error));
    };
    const timer = setTimeout(() => {
      client.queries.history({ file, of, search: search.trim() }, { signal }).then((answer) => {
        setFound(answer);
        setFailure(null);
      }, fail);
    }, SEARCH_AFTER);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, file, of, search, serial, turn]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn reads again.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    client.queries.saved({ file }, { signal }).then(
      ({ queries }) => setSaved(queries),
      (error: unknown) => {
        if (!signal.aborted) setFailure(toFailure(error));
      },
    );
    return () => controller.abort();
  }, [client, file, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { entries: found?.entries ?? null, total: found?.total ?? 0, saved, failure, reload };
}
