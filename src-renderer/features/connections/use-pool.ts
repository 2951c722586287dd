import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { ConnectionStats, PoolEvent, PoolSample } from '../../../src-preload/contract/stats.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

/** The pool is asked four times a second at most, and only while it can be seen. */
const INTERVAL = 250;
/** Samples are one a second, and the events are many: to ask for both more often would be for nothing. */
const HISTORY_INTERVAL = 1000;

type History = Awaited<ReturnType<Client['stats']['poolHistory']>>;

/** The pool at one moment. */
export interface Pool {
  readonly at: number;
  readonly open: number;
  readonly leased: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
  readonly waitMean: number;
  readonly waitP95: number;
  readonly walBytes: number | null;
  readonly connections: readonly ConnectionStats[];
  /** Oldest first, one a second. */
  readonly samples: readonly PoolSample[];
  /** Newest first. */
  readonly events: readonly PoolEvent[];
}

export interface PoolState {
  readonly pool: Pool | null;
  readonly failure: Failure | null;
  /** Asks at once. */
  readonly reload: () => void;
}

/** The pool of a file, or of all files: live unless it is paused. */
export function usePool(client: Client, file: string | null, isPaused: boolean): PoolState {
  const [pool, setPool] = useState<Pool | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const past = useRef<{ readonly file: string | null; readonly at: number; readonly history: History }>(null);
  const load = useCallback(
    async (isAsked: boolean) => {
      const scope = file === null ? {} : { file };
      const known = past.current?.file === file ? past.current : null;
      const isDue = isAsked || known === null || Date.now() - known.at >= HISTORY_INTERVAL;
      try {
        const [now, history] = await Promise.all([
          client.stats.pool(scope),
          isDue ? client.stats.poolHistory(scope) : known.history,
        ]);
        if (isDue) past.current = { file, at: Date.now(), history };
        setPool({ at: Date.now(), ...now, ...history });
        setFailure(null);
      } catch (error) {
        setFailure(toFailure(error));
      }
    },
    [client, file],
  );
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const turn = async () => {
      if (document.visibilityState === 'visible') await load(false);
      if (!isGone && !isPaused) timer = setTimeout(turn, INTERVAL);
    };
    void turn();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [load, isPaused]);
  return { pool, failure, reload: () => void load(true) };
}
