import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';
import { hasMoved, poolAfter } from './pool-after.ts';
import { type History, withNewer } from './pool-history.ts';

/** The pool is asked four times a second while something happens in it, and only while it can be seen. */
const INTERVAL = 250;
/** Milliseconds without a change after which it is asked once a second, as often as ages are told. */
const QUIET_AFTER = 2000;
const QUIET_INTERVAL = 1000;
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
}

/** The pool of a file, or of all files: live unless it rests. Another number of `asked` asks at once. */
export function usePool(client: Client, file: string | null, isResting: boolean, asked: number): PoolState {
  const [pool, setPool] = useState<Pool | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const past = useRef<{ readonly file: string | null; readonly at: number; readonly history: History }>(null);
  const shown = useRef<Pool>(null);
  const movedAt = useRef(0);
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
        const next = poolAfter(shown.current, { at: Date.now(), ...now, ...history });
        if (hasMoved(shown.current, next)) movedAt.current = Date.now();
        shown.current = next;
        setPool(next);
        setFailure(null);
      } catch (error) {
        setFailure(toFailure(error));
      }
    },
    [client, file],
  );
  // Another engine counts its events anew.
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') past.current = null;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const turn = async (isFirst: boolean) => {
      if (document.visibilityState === 'visible') await load(isFirst);
      const interval = Date.now() - movedAt.current > QUIET_AFTER ? QUIET_INTERVAL : INTERVAL;
      if (!isGone && !isResting) timer = setTimeout(turn, interval, false);
    };
    void turn(true);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [load, isResting, asked]);
  return { pool, failure };
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
