import { useCallback, useEffect, useRef, useState } from 'react';
import { type Client, isCancelled } from '../../../src-preload/client.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { showToast } from '../../ui/toasts.ts';
import { type CopyRequest, copyRows } from './copy-rows.ts';
import { messageOf } from './rows-message.tsx';

/** A copy that is being read. */
export interface CopyState {
  readonly rows: number;
  readonly total: number;
  readonly since: number;
}

export interface Copying {
  /** null: nothing is being copied. */
  readonly state: CopyState | null;
  readonly copy: (request: CopyRequest, what: CopyOptions) => Promise<void>;
  readonly stop: () => void;
}

export interface CopyOptions {
  /** Rows that are copied. */
  readonly total: number;
  /** Puts what is staged into the text; null where nothing is. */
  readonly change: ((text: string) => Promise<string> | string) | null;
}

/** Progress is told at most this often. */
const TELL_EVERY = 100;

/** Copies selections, one at a time: large ones are streamed, told of while they are read, and can be stopped. */
export function useCopy(client: Client): Copying {
  const [state, setState] = useState<CopyState | null>(null);
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState(null);
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const copy = useCallback(
    async (request: CopyRequest, { total, change }: CopyOptions) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const since = performance.now();
      let told = since;
      setState({ rows: 0, total, since });
      try {
        const read = await readRows(client, request, controller.signal, (rows) => {
          const now = performance.now();
          if (now - told < TELL_EVERY || controller.signal.aborted) return;
          told = now;
          setState({ rows, total, since });
        });
        if (controller.signal.aborted) return;
        const text = change === null ? read : await change(read);
        const said = total > 1 || request.withHeader ? `${countOf(total, 'row')} copied` : null;
        await write(text, said);
      } catch (error) {
        if (!isCancelled(error) && !controller.signal.aborted) {
          showToast({ kind: 'error', title: messageOf(error) });
        }
      } finally {
        if (running.current === controller) {
          running.current = undefined;
          setState(null);
        }
      }
    },
    [client],
  );
  return { state, copy, stop };
}

/** New rows alone are nothing that the file has. */
const readRows: typeof copyRows = async (client, request, signal, onRows) =>
  request.ranges?.length === 0 ? '' : copyRows(client, request, signal, onRows);

/** A browser takes text only soon after a key or click; after a long copy it may want another one. */
async function write(text: string, said: string | null): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    if (said !== null) showToast({ title: said });
  } catch {
    showToast({
      kind: 'info',
      title: 'The text is ready',
      description: 'The browser wants one more click before it goes to the clipboard.',
      action: {
        label: 'Copy',
        onAction: () =>
          void navigator.clipboard.writeText(text).then(
            () => showToast({ title: said ?? 'Copied' }),
            (error: unknown) => showToast({ kind: 'error', title: messageOf(error) }),
          ),
      },
    });
  }
}
