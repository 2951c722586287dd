import { useCallback, useEffect, useRef, useState } from 'react';
import { isCancelled } from '../../../src-preload/client.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

export interface StreamState<T> {
  /** What the chunks so far make together. */
  readonly value: T | null;
  readonly isRunning: boolean;
  readonly failure: Failure | null;
}

/** A stream that can be started again and stopped; leaving the page stops it. What has come stays. */
export function useStream<C, T>(
  open: (signal: AbortSignal) => AsyncIterable<C>,
  join: (before: T | null, chunk: C) => T,
) {
  const [state, setState] = useState<StreamState<T>>({ value: null, isRunning: false, failure: null });
  const running = useRef<AbortController>(undefined);
  const latest = useRef({ open, join });
  latest.current = { open, join };

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState((before) => ({ ...before, isRunning: false }));
  }, []);

  const start = useCallback(async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ value: null, isRunning: true, failure: null });
    try {
      for await (const chunk of latest.current.open(controller.signal)) {
        if (running.current !== controller) break;
        setState((before) => ({ ...before, value: latest.current.join(before.value, chunk) }));
      }
    } catch (error) {
      if (running.current === controller && !isCancelled(error)) {
        setState((before) => ({ ...before, failure: toFailure(error) }));
      }
    }
    if (running.current === controller) setState((before) => ({ ...before, isRunning: false }));
  }, []);

  useEffect(() => () => running.current?.abort(), []);
  return { ...state, start, stop };
}
