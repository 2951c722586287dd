import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { contract, OutputOf } from '../../../src-preload/contract/index.ts';
import type { FileEdits } from '../../lib/edits/file-edits.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';
import { useBridgeEvent } from '../../lib/use-bridge-event.ts';

export type History = OutputOf<(typeof contract)['commits']['history']>;
export type CommitRows = OutputOf<(typeof contract)['commits']['rows']>;

export interface HistoryState {
  readonly history: History | null;
  readonly failure: Failure | null;
  readonly reload: () => void;
}

/** What another window commits, or another program writes, is read of once it is quiet: each commit is compared then. */
const RELOAD_AFTER = 1000;

/** The commits of a file, read again after each. */
export function useHistory(client: Client, edits: FileEdits): HistoryState {
  const [history, setHistory] = useState<History | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const turn = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { file } = edits;
  const reload = useCallback(() => {
    turn.current += 1;
    const own = turn.current;
    client.commits.history({ file }).then(
      (read) => {
        if (own !== turn.current) return;
        setHistory(read);
        setFailure(null);
      },
      (error: unknown) => own === turn.current && setFailure(toFailure(error)),
    );
  }, [client, file]);
  const later = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(reload, RELOAD_AFTER);
  }, [reload]);
  const outcome = useSyncExternalStore(edits.subscribe, edits.outcome);
  const made = outcome?.kind === 'committed' ? outcome.commit : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a commit of this window is there at once.
  useEffect(() => reload(), [reload, made]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useBridgeEvent(client, 'files.changed', (news) => {
    if (news.file === file && news.what === 'content') later();
  });
  return { history, failure, reload };
}

const FIRST_ROWS = 50;
const ALL_ROWS = 1000;

export interface CommitRowsState {
  readonly rows: CommitRows | null;
  readonly failure: Failure | null;
  readonly showAll: () => void;
}

/** What a commit changed; `version` grows where the file may be another one. */
export function useCommitRows(
  client: Client,
  file: string,
  commit: string,
  version: unknown,
): CommitRowsState {
  const [rows, setRows] = useState<CommitRows | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [limit, setLimit] = useState(FIRST_ROWS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again with each version.
  useEffect(() => {
    const aborter = new AbortController();
    client.commits.rows({ file, commit, limit }, { signal: aborter.signal }).then(
      (read) => {
        setRows(read);
        setFailure(null);
      },
      (error: unknown) => !aborter.signal.aborted && setFailure(toFailure(error)),
    );
    return () => aborter.abort();
  }, [client, file, commit, limit, version]);
  return { rows, failure, showAll: useCallback(() => setLimit(ALL_ROWS), []) };
}
