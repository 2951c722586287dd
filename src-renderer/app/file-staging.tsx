import { type Dispatch, useCallback, useSyncExternalStore } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { EditsStore } from '../lib/edits/edits-store.ts';
import type { FileEdits } from '../lib/edits/file-edits.ts';
import { CommitMessage, Staging } from './parts.ts';
import type { Tab } from './tab.ts';
import type { TabsAction } from './tabs-state.ts';

export interface FileStagingProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** The tab that is shown. */
  readonly tab: Tab | undefined;
  readonly dispatch: Dispatch<TabsAction>;
}

/** The bar of what is staged of a file, and its commands; nothing until its figures are read. */
export function FileStaging({ client, file: { id, name }, tab, dispatch }: FileStagingProps) {
  const edits = useKnownEdits(EditsStore.of(client), id);
  const review = useCallback(() => dispatch({ kind: 'page', page: 'changes', file: id }), [dispatch, id]);
  const show = useCallback(
    (commit: string) => dispatch({ kind: 'page', page: 'history', file: id, commit }),
    [dispatch, id],
  );
  const reviewTab = tab?.kind === 'changes' ? tab.id : null;
  const keep = useCallback(() => {
    if (reviewTab !== null) dispatch({ kind: 'close', id: reviewTab });
  }, [dispatch, reviewTab]);
  return edits === null ? null : (
    <Staging
      key={id}
      edits={edits}
      fileName={name}
      isInReview={reviewTab !== null}
      onReview={review}
      onShowCommit={show}
      onKeep={keep}
    />
  );
}

/** What is to be said of the last commit of a file. */
export function FileCommitMessage({
  store,
  file,
}: {
  readonly store: EditsStore;
  readonly file: OpenFileInfo;
}) {
  const edits = useKnownEdits(store, file.id);
  return edits === null ? null : <CommitMessage key={file.id} edits={edits} fileName={file.name} />;
}

function useKnownEdits(store: EditsStore, file: string): FileEdits | null {
  const edits = store.file(file);
  const isKnown = useSyncExternalStore(
    store.subscribe,
    useCallback(() => store.states().has(file), [store, file]),
  );
  return isKnown ? edits : null;
}
