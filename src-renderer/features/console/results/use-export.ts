import { useCallback, useEffect, useRef, useState } from 'react';
import { type Client, isCancelled } from '../../../../src-preload/client.ts';
import { countOf } from '../../../lib/cells/byte-size.ts';
import { toFailure } from '../../../lib/failure.ts';
import { showToast } from '../../../ui/toasts.ts';
import { type ExportRequest, exportResult } from './export-result.ts';

export interface Exporting {
  /** Rows so far; null: nothing is being exported. */
  readonly rows: number | null;
  readonly begin: (request: ExportRequest) => void;
  readonly stop: () => void;
}

const TELL_EVERY = 100;

/** Exports results, one at a time. */
export function useExport(client: Client): Exporting {
  const [rows, setRows] = useState<number | null>(null);
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setRows(null);
  }, []);
  useEffect(() => () => running.current?.abort(), []);
  const begin = useCallback(
    (request: ExportRequest) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      let told = 0;
      setRows(0);
      exportResult(client, request, controller.signal, (count) => {
        const now = performance.now();
        if (now - told < TELL_EVERY || controller.signal.aborted) return;
        told = now;
        setRows(count);
      })
        .then(
          (count) => showToast({ title: `${countOf(count, 'row')} exported` }),
          (error: unknown) => {
            if (isCancelled(error) || controller.signal.aborted) return;
            const { message, hint } = toFailure(error);
            showToast({ kind: 'error', title: message, ...(hint !== null && { description: hint }) });
          },
        )
        .finally(() => {
          if (running.current !== controller) return;
          running.current = undefined;
          setRows(null);
        });
    },
    [client],
  );
  return { rows, begin, stop };
}
