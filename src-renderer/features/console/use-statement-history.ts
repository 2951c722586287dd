import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { HistoryEntry, SavedQuery } from '../../../src-preload/contract/queries.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

export interface StatementHistory {
  /** null: not read yet. */
  readonly entries: readonly HistoryEntry[] | null;
  /** Of all that are kept. */
  readonly total: number;
  readonly saved: readonly SavedQuery[] | null;
  readonly failure: Failure | null;
  readonly reload: () => void;
}

const SEARCH_AFTER = 120;

/** The statements of a file that a text finds, and its saved queries; read again when something was run. */
export function useStatementHistory(
  client: Client,
  file: string,
  search: string,
  serial: number,
): StatementHistory {
  const [found, setFound] = useState<{
    readonly entries: readonly HistoryEntry[];
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
      client.queries.history({ file, search: search.trim() }, { signal }).then((answer) => {
        setFound(answer);
        setFailure(null);
      }, fail);
    }, SEARCH_AFTER);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, file, search, serial, turn]);
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
