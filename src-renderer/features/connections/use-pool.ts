import { useCallback, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { ConnectionStats, PoolEvent, PoolSample } from '../../../src-preload/contract/stats.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

/** The pool is asked four times a second at most, and only while it can be seen. */
const INTERVAL = 250;

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
  const load = useCallback(async () => {
    const scope = file === null ? {} : { file };
    try {
      const [now, history] = await Promise.all([client.stats.pool(scope), client.stats.poolHistory(scope)]);
      setPool({ at: Date.now(), ...now, ...history });
      setFailure(null);
    } catch (error) {
      setFailure(toFailure(error));
    }
  }, [client, file]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const turn = async () => {
      if (document.visibilityState === 'visible') await load();
      if (!isGone && !isPaused) timer = setTimeout(turn, INTERVAL);
    };
    void turn();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [load, isPaused]);
  return { pool, failure, reload: () => void load() };
}
