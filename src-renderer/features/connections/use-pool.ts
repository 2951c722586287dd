import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { type History, withNewer } from './pool-history.ts';

/** The pool is asked four times a second at most, and only while it can be seen. */
const INTERVAL = 250;
/** Samples are one a second: to ask for them and the events more often would be for nothing. */
const HISTORY_INTERVAL = 1000;

type Figures = Awaited<ReturnType<Client['stats']['pool']>>;

/** The pool at one moment. */
export interface Pool extends Figures, History {
  readonly at: number;
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
          isDue ? readHistory(client, scope, known?.history) : known.history,
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

async function readHistory(
  client: Client,
  scope: { readonly file?: string },
  known: History | undefined,
): Promise<History> {
  if (known === undefined) return await client.stats.poolHistory(scope);
  const after = { sample: known.samples.at(-1)?.at ?? 0, event: known.events[0]?.id ?? 0 };
  return withNewer(known, await client.stats.poolHistory({ ...scope, after }));
}
