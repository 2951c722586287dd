import { type Dispatch, useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { Session } from '../../src-preload/contract/session.ts';
import type { FileTrouble } from '../features/files/file-message.tsx';
import { toFailure } from '../lib/failure.ts';
import { useBridgeEvent } from '../lib/use-bridge-event.ts';
import { showToast } from '../ui/toasts.ts';
import { landing } from './landing.ts';
import { planRestore } from './restore-plan.ts';
import type { TabsAction } from './tabs-state.ts';
import { readWindowSession } from './window-session.ts';

export interface Files {
  readonly files: readonly OpenFileInfo[];
  /** The files named at the start of Cairn; null until the list of open files is known. */
  readonly started: readonly string[] | null;
  /** Whether what was kept before is there, so that something newer may be kept. */
  readonly isRestored: boolean;
  /** Paths of files that were to be opened read-only. */
  readonly readOnly: ReadonlySet<string>;
  readonly troubles: ReadonlyMap<string, FileTrouble>;
  readonly openPath: (path: string, readOnly?: boolean) => void;
  readonly openSample: () => void;
  readonly closeFile: (file: string) => void;
  readonly reopen: (file: OpenFileInfo) => void;
  /** Hides what was said of a file. */
  readonly dismissTrouble: (file: string) => void;
}

/** The start waits no longer for what was kept; it is shown when it comes. */
const PATIENCE = 1000;
/** How long one file that is opened again keeps the next one waiting. */
const HEAD_START = 250;
const NO_PATHS: ReadonlySet<string> = new Set();

interface OpenOptions {
  readonly readOnly?: boolean;
  readonly isSample?: boolean;
  /** Opened without being shown: another file was named first. */
  readonly isBehind?: boolean;
}

/** The open files and what is wrong with them; opening and closing. A file that fails gets a tab that says why. */
export function useFiles(client: Client, dispatch: Dispatch<TabsAction>): Files {
  const [files, setFiles] = useState<readonly OpenFileInfo[]>([]);
  const [started, setStarted] = useState<readonly string[] | null>(null);
  const [isRestored, setRestored] = useState(false);
  const [readOnlyPaths, setReadOnlyPaths] = useState(NO_PATHS);
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

  const openFile = useCallback(
    async (path: string, { readOnly = false, isSample = false }: OpenOptions): Promise<OpenFileInfo> => {
      const file = isSample
        ? await client.files.openSample({})
        : await client.files.open(readOnly ? { path, readOnly } : { path });
      add(file);
      if (readOnly) setReadOnlyPaths((before) => new Set([...before, file.path]));
      for (const known of new Set([path, file.path]))
        dispatch({ kind: 'opened', path: known, file: file.id });
      return file;
    },
    [client, add, dispatch],
  );
  const openPath = useCallback(
    async (path: string, options: OpenOptions = {}) => {
      const { isBehind = false } = options;
      // A quick answer should not flash a tab.
      const timer = isBehind ? undefined : setTimeout(() => dispatch({ kind: 'opening', path }), 100);
      try {
        const file = await openFile(path, options);
        clearTimeout(timer);
        if (isBehind) return;
        dispatch({ kind: 'landing', file: file.id });
        const otherwise = await landing(client, file);
        dispatch({ kind: 'landed', file: file.id, show: { kind: 'front', file: file.id, otherwise } });
      } catch (error) {
        clearTimeout(timer);
        dispatch({ kind: 'failed', path, failure: toFailure(error), isBehind });
      }
    },
    [client, openFile, dispatch],
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

  const restore = useCallback(
    async (session: Session, opened: readonly OpenFileInfo[], wereOpen: readonly string[]) => {
      const { tabs, active, missing } = planRestore(session, opened, wereOpen);
      dispatch({ kind: 'restore', tabs, active });
      for (const { id, path } of opened) dispatch({ kind: 'opened', path, file: id });
      // One after the other, but none waits for long: the others work while one is slow.
      for (const { path, isReadOnly, isSample, isInFront } of missing) {
        const opening = openPath(path, { readOnly: isReadOnly, isSample, isBehind: !isInFront });
        await Promise.race([opening, passed(HEAD_START)]);
      }
    },
    [openPath, dispatch],
  );

  // Strict mode runs effects twice; the files named at the start are opened once.
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void begin();

    async function begin(): Promise<void> {
      const own = readWindowSession(sessionStorage);
      const kept =
        own === null ? client.preferences.session({}).catch(() => null) : Promise.resolve(own.session);
      const [opened, info, session] = await Promise.all([
        refresh(),
        client.shell.info({}).catch(() => null),
        Promise.race([kept, passed(PATIENCE)]),
      ]);
      const bring = (value: Session | null) => {
        if (value !== null) void restore(value, opened, own?.open ?? []);
        setRestored(true);
      };
      if (session === undefined) void kept.then(bring);
      else bring(session);
      const named = info?.filesAtStart ?? [];
      // Loaded again, the window has them, or they were closed in it.
      if (own?.started.join('\n') !== named.join('\n')) await openAll(named);
      setStarted(named);
    }
  }, [client, refresh, restore, openAll]);

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
    for (const { path, isSample } of lost) {
      try {
        const file = await openFile(path, { isSample, readOnly: readOnlyPaths.has(path) });
        now.set(file.path, file);
      } catch (error) {
        dispatch({ kind: 'failed', path, failure: toFailure(error), isBehind: true });
      }
    }
    for (const { id, path } of files) {
      const file = now.get(path);
      if (file !== undefined) ids.set(id, file.id);
    }
    setFiles([...now.values()]);
    dispatch({ kind: 'renumber', ids });
  }

  const closeFile = useCallback(
    (file: string) => {
      // A page that is loaded again before the answer comes must not bring it back.
      remove(file);
      client.files.close({ file }).catch((error: unknown) => {
        showToast({ title: toFailure(error).message, kind: 'error' });
        void refresh();
      });
    },
    [client, remove, refresh],
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
      dispatch({ kind: 'landing', file: file.id });
      dispatch({ kind: 'landed', file: file.id, show: await landing(client, file) });
    } catch (error) {
      showToast({ title: 'The sample was not opened', description: toFailure(error).message, kind: 'error' });
    }
  }, [client, add, dispatch]);

  return {
    files,
    started,
    isRestored,
    readOnly: readOnlyPaths,
    troubles,
    openPath: (path, readOnly = false) => void openPath(path, { readOnly }),
    openSample: () => void openSample(),
    closeFile,
    reopen: (file) => void reopen(file),
    dismissTrouble: (file) => setTrouble(setTroubles, file, null),
  };
}

function passed(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
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
