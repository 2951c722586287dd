import { type Dispatch, useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { FileTrouble } from '../features/files/file-message.tsx';
import { toFailure } from '../lib/failure.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { showToast } from '../ui/toasts.tsx';
import type { TabsAction } from './tabs-state.ts';

export interface Files {
  readonly files: readonly OpenFileInfo[];
  /** Whether the list of open files is known. */
  readonly isReady: boolean;
  readonly troubles: ReadonlyMap<string, FileTrouble>;
  readonly openPath: (path: string, readOnly?: boolean) => void;
  readonly openSample: () => void;
  readonly closeFile: (file: string) => void;
  readonly reopen: (file: OpenFileInfo) => void;
}

/** The open files and what is wrong with them; opening and closing. A file that fails gets a tab that says why. */
export function useFiles(client: Client, dispatch: Dispatch<TabsAction>): Files {
  const [files, setFiles] = useState<readonly OpenFileInfo[]>([]);
  const [isReady, setReady] = useState(false);
  const [troubles, setTroubles] = useState<ReadonlyMap<string, FileTrouble>>(new Map());

  const add = useCallback((file: OpenFileInfo) => {
    setFiles((before) =>
      before.some(({ id }) => id === file.id)
        ? before.map((other) => (other.id === file.id ? file : other))
        : [...before, file],
    );
  }, []);
  const remove = useCallback(
    (file: string) => {
      setFiles((before) => before.filter(({ id }) => id !== file));
      setTrouble(setTroubles, file, null);
      dispatch({ kind: 'closeFile', file });
    },
    [dispatch],
  );

  const openPath = useCallback(
    async (path: string, readOnly = false) => {
      // A quick answer should not flash a tab.
      const timer = setTimeout(() => dispatch({ kind: 'opening', path }), 100);
      try {
        add(await client.files.open(readOnly ? { path, readOnly } : { path }));
        clearTimeout(timer);
        dispatch({ kind: 'opened', path });
      } catch (error) {
        clearTimeout(timer);
        dispatch({ kind: 'failed', path, failure: toFailure(error) });
      }
    },
    [client, add, dispatch],
  );
  const refresh = useCallback(async () => {
    try {
      setFiles(await client.files.opened({}));
    } catch (error) {
      showToast({ title: toFailure(error).message, kind: 'error' });
    }
  }, [client]);

  // Strict mode runs effects twice; the files named at the start are opened once.
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void (async () => {
      await refresh();
      const info = await client.shell.info({}).catch(() => null);
      for (const path of info?.filesAtStart ?? []) await openPath(path);
      setReady(true);
    })();
  }, [client, refresh, openPath]);

  useBridgeEvent(client, 'files.opened', add);
  useBridgeEvent(client, 'files.closed', ({ file }) => remove(file));
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted') void refresh();
  });
  useBridgeEvent(client, 'files.changed', ({ file, what, message }) => {
    if (what === 'replaced' || what === 'deleted' || what === 'busy') {
      setTrouble(setTroubles, file, { what, message });
    } else if (what === 'free') {
      setTrouble(setTroubles, file, null);
    } else if (what === 'details') {
      void refresh();
    }
  });

  const closeFile = useCallback(
    (file: string) => {
      client.files.close({ file }).then(
        () => remove(file),
        (error: unknown) => showToast({ title: toFailure(error).message, kind: 'error' }),
      );
    },
    [client, remove],
  );
  const reopen = useCallback(
    async ({ id, path }: OpenFileInfo) => {
      await client.files.close({ file: id }).catch(() => null);
      remove(id);
      await openPath(path);
    },
    [client, remove, openPath],
  );
  const openSample = useCallback(() => {
    client.files.openSample({}).then(add, (error: unknown) => {
      showToast({ title: 'The sample was not opened', description: toFailure(error).message, kind: 'error' });
    });
  }, [client, add]);

  return {
    files,
    isReady,
    troubles,
    openPath: (path, readOnly) => void openPath(path, readOnly),
    openSample,
    closeFile,
    reopen: (file) => void reopen(file),
  };
}

function setTrouble(
  set: (change: (before: ReadonlyMap<string, FileTrouble>) => ReadonlyMap<string, FileTrouble>) => void,
  file: string,
  trouble: FileTrouble | null,
): void {
  set((before) => {
    const next = new Map(before);
    if (trouble === null) next.delete(file);
    else next.set(file, trouble);
    return next;
  });
}
