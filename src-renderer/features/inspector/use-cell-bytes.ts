import { useCallback, useEffect, useState } from 'react';
import { isCancelled } from '../../../src-preload/client.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import type { FocusedRow } from '../../lib/cells/focused-row.ts';

export interface CellBytes {
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly byteLength: number;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Reads the first bytes, at most `limit`. */
  readonly load: (limit: number) => void;
}

const PIECE = 1_048_576;
const none = { of: '', bytes: null, byteLength: 0, error: null, isLoading: false } as const;

/** The bytes of one cell, read piece by piece when they are asked for. */
export function useCellBytes(
  focused: FocusedRow,
  column: string,
  as: 'stored' | 'json' = 'stored',
): CellBytes {
  const { client, view, row } = focused;
  const key = row?.key ?? null;
  const identity = key === null ? '' : `${view.view} ${column} ${keyIdentity(key)}`;
  const [state, setState] = useState<Omit<CellBytes, 'load'> & { readonly of: string }>(none);
  const [wanted, setWanted] = useState({ of: '', limit: 0 });
  const load = useCallback((limit: number) => setWanted({ of: identity, limit }), [identity]);
  const limit = wanted.of === identity ? wanted.limit : 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the identity stands for the key.
  useEffect(() => {
    if (limit === 0 || key === null) return;
    const controller = new AbortController();
    const { signal } = controller;
    setState({ ...none, of: identity, isLoading: true });
    void (async () => {
      try {
        const parts: Uint8Array[] = [];
        let read = 0;
        let byteLength = 0;
        for (;;) {
          const reply = await client.rows.cell(
            {
              view: view.view,
              key: [...key],
              column,
              offset: read,
              length: Math.min(PIECE, limit - read),
              as,
            },
            { signal },
          );
          byteLength = reply.byteLength;
          parts.push(reply.bytes);
          read += reply.bytes.byteLength;
          if (reply.bytes.byteLength === 0 || read >= byteLength || read >= limit) break;
        }
        if (signal.aborted) return;
        const bytes = new Uint8Array(read);
        let at = 0;
        for (const part of parts) {
          bytes.set(part, at);
          at += part.byteLength;
        }
        setState({ of: identity, bytes, byteLength, error: null, isLoading: false });
      } catch (error) {
        if (!signal.aborted && !isCancelled(error)) setState({ ...none, of: identity, error });
      }
    })();
    return () => controller.abort();
  }, [identity, limit, as]);
  return { ...(state.of === identity ? state : none), load };
}
