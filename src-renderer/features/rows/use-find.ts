import { useCallback, useEffect, useRef, useState } from 'react';
import { BridgeFailure, type Client, isCancelled } from '../../../src-preload/client.ts';
import type { FindMatch } from '../../../src-preload/contract/rows.ts';

export interface FindQuery {
  readonly text: string;
  readonly matchCase: boolean;
  /** null: all columns. */
  readonly column: string | null;
}

export interface FindState {
  readonly query: FindQuery | null;
  readonly matches: readonly FindMatch[];
  readonly totalMatches: number;
  readonly rowsRead: number;
  /** Since it began. */
  readonly milliseconds: number;
  readonly isRunning: boolean;
  readonly isCut: boolean;
  readonly error: string | null;
  /** Index of the match that is shown; -1 before the first step. */
  readonly current: number;
}

const nothing: FindState = {
  query: null,
  matches: [],
  totalMatches: 0,
  rowsRead: 0,
  milliseconds: 0,
  isRunning: false,
  isCut: false,
  error: null,
  current: -1,
};

/** Finds text in a view as a stream: matches are there as soon as they are found, and it can be stopped. */
export function useFind(client: Client, view: string | undefined, onMatch: (match: FindMatch) => void) {
  const [state, setState] = useState(nothing);
  const running = useRef<AbortController>(undefined);
  const matchNow = useRef(onMatch);
  matchNow.current = onMatch;

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState((before) => ({ ...before, isRunning: false }));
  }, []);

  const start = useCallback(
    async (query: FindQuery) => {
      running.current?.abort();
      if (view === undefined || query.text === '') {
        setState(nothing);
        return;
      }
      const controller = new AbortController();
      running.current = controller;
      setState({ ...nothing, query, isRunning: true });
      const began = performance.now();
      const matches: FindMatch[] = [];
      try {
        const columns = query.column === null ? null : [query.column];
        const stream = client.rows.find(
          { view, text: query.text, matchCase: query.matchCase, columns },
          { signal: controller.signal },
        );
        for await (const chunk of stream) {
          if (controller.signal.aborted) break;
          const isFirst = matches.length === 0 && chunk.matches.length > 0;
          matches.push(...chunk.matches);
          setState((before) => ({
            ...before,
            matches: matches.slice(),
            totalMatches: chunk.totalMatches,
            rowsRead: chunk.rowsRead,
            milliseconds: performance.now() - began,
            isCut: chunk.isCut,
            current: isFirst ? 0 : before.current,
          }));
          if (isFirst && matches[0] !== undefined) matchNow.current(matches[0]);
        }
      } catch (error) {
        if (!isCancelled(error) && running.current === controller) {
          const message = error instanceof BridgeFailure ? error.message : String(error);
          setState((before) => ({ ...before, error: message }));
        }
      }
      if (running.current === controller) setState((before) => ({ ...before, isRunning: false }));
    },
    [client, view],
  );

  const show = useCallback(
    (index: number) => {
      const match = state.matches[index];
      if (match === undefined) return;
      setState((before) => ({ ...before, current: index }));
      matchNow.current(match);
    },
    [state.matches],
  );

  const step = useCallback(
    (by: -1 | 1) => {
      const { length } = state.matches;
      if (length > 0) show((state.current + by + length) % length);
    },
    [state.matches, state.current, show],
  );

  const clear = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState(nothing);
  }, []);

  useEffect(() => () => running.current?.abort(), []);
  // Matches belong to a view: a new sort or filter makes them void.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is what it answers to.
  useEffect(() => clear(), [view, clear]);

  return { state, start, stop, show, step, clear };
}
