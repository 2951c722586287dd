import { type Dispatch, useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { FileTrouble } from '../features/files/file-message.tsx';
import { toFailure } from '../lib/failure.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { showToast } from '../ui/toasts.tsx';
import { landing } from './landing.ts';
import { readSession, type Session, tabsOf } from './session.ts';
import type { TabsAction } from './tabs-state.ts';

export interface Files {
  readonly files: readonly OpenFileInfo[];
  /** The files named at the start of Cairn; null until the list of open files is known. */
  readonly started: readonly string[] | null;
  readonly troubles: ReadonlyMap<string, FileTrouble>;
  readonly openPath: (path: string, readOnly?: boolean) => void;
  readonly openSample: () => void;
  readonly closeFile: (file: string) => void;
  readonly reopen: (file: OpenFileInfo) => void;
  /** Hides what was said of a file. */
  readonly dismissTrouble: (file: string) => void;
}

interface OpenOptions {
  readonly readOnly?: boolean;
  /** Opened without being shown: another file was named first. */
  readonly isBehind?: boolean;
}

/** The open files and what is wrong with them; opening and closing. A file that fails gets a tab that says why. */
export function useFiles(client: Client, dispatch: Dispatch<TabsAction>): Files {
  const [files, setFiles] = useState<readonly OpenFileInfo[]>([]);
  const [started, setStarted] = useState<readonly string[] | null>(null);
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
    async (path: string, { readOnly = false, isBehind = false }: OpenOptions = {}) => {
      // A quick answer should not flash a tab.
      const timer = isBehind ? undefined : setTimeout(() => dispatch({ kind: 'opening', path }), 100);
      try {
        const file = await client.files.open(readOnly ? { path, readOnly } : { path });
        add(file);
        const shown = isBehind ? null : await landing(client, file);
        clearTimeout(timer);
        dispatch({ kind: 'opened', path });
        if (shown !== null) dispatch(shown);
      } catch (error) {
        clearTimeout(timer);
        dispatch({ kind: 'failed', path, failure: toFailure(error), isBehind });
      }
    },
    [client, add, dispatch],
  );
  const openAll = useCallback(
    async (paths: readonly string[]) => {
      for (const [index, path] of paths.entries()) await openPath(path, { isBehind: index > 0 });
    },
    [openPath],
  );
  const refresh = useCallback(async (): Promise<readonly OpenFileInfo[]> => {
    try {
      const opened = await client.files.opened({});
      setFiles(opened);
      return opened;
    } catch (error) {
      showToast({ title: toFailure(error).message, kind: 'error' });
      return [];
    }
  }, [client]);

  // Strict mode runs effects twice; the files named at the start are opened once.
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void (async () => {
      const session = readSession(sessionStorage);
      const [opened, info] = await Promise.all([refresh(), client.shell.info({}).catch(() => null)]);
      const named = info?.filesAtStart ?? [];
      if (session === null || session.started.join('\n') !== named.join('\n')) await openAll(named);
      else await restore(session, opened);
      setStarted(named);
    })();

    async function restore(session: Session, opened: readonly OpenFileInfo[]): Promise<void> {
      // Nothing is open in a Cairn that was started anew; else what is missing was closed in another window.
      const known = opened.length > 0 ? opened : await openAgain(client, session.files, () => null);
      for (const file of known) add(file);
      const tabs = tabsOf(session, known);
      dispatch({ kind: 'restore', tabs, active: session.active });
      for (const path of session.failed) await openPath(path, { isBehind: tabs.length > 0 });
    }
  }, [client, refresh, add, openPath, openAll, dispatch]);

  useBridgeEvent(client, 'files.opened', add);
  useBridgeEvent(client, 'files.closed', ({ file }) => remove(file));
  useBridgeEvent(client, 'shell.engine', ({ state }) => {
    if (state === 'restarted' && started !== null) void catchUp();
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

  /** After an interruption: a new run of the engine knows its files; a new run of Cairn is told of them. */
  async function catchUp(): Promise<void> {
    const opened = await client.files.opened({}).catch(() => null);
    if (opened === null) return;
    const isKnown = (file: OpenFileInfo) =>
      opened.some(({ id, path }) => id === file.id && path === file.path);
    if (files.every(isKnown)) {
      setFiles(opened);
      return;
    }
    const ids = new Map<string, string>();
    const now = new Map(opened.map((file) => [file.path, file]));
    const lost = files.filter(({ path }) => !now.has(path));
    const again = await openAgain(client, lost, (path, error) =>
      dispatch({ kind: 'failed', path, failure: toFailure(error), isBehind: true }),
    );
    for (const file of again) now.set(file.path, file);
    for (const { id, path } of files) {
      const file = now.get(path);
      if (file !== undefined) ids.set(id, file.id);
    }
    setFiles([...now.values()]);
    dispatch({ kind: 'renumber', ids });
  }

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
  const openSample = useCallback(async () => {
    try {
      const file = await client.files.openSample({});
      add(file);
      dispatch(await landing(client, file));
    } catch (error) {
      showToast({ title: 'The sample was not opened', description: toFailure(error).message, kind: 'error' });
    }
  }, [client, add, dispatch]);

  return {
    files,
    started,
    troubles,
    openPath: (path, readOnly = false) => void openPath(path, { readOnly }),
    openSample: () => void openSample(),
    closeFile,
    reopen: (file) => void reopen(file),
    dismissTrouble: (file) => setTrouble(setTroubles, file, null),
  };
}

/** Opens files that were open before. Those that fail are told of, and left out. */
async function openAgain(
  client: Client,
  files: readonly { readonly path: string; readonly isSample: boolean }[],
  onFailure: (path: string, error: unknown) => void,
): Promise<readonly OpenFileInfo[]> {
  const opened: OpenFileInfo[] = [];
  for (const { path, isSample } of files) {
    try {
      opened.push(await (isSample ? client.files.openSample({}) : client.files.open({ path })));
    } catch (error) {
      onFailure(path, error);
    }
  }
  return opened;
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
