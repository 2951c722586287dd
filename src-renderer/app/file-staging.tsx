import { useCallback, useSyncExternalStore } from 'react';
import type { EditRow } from '../../src-preload/contract/edits.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { EditsStore } from '../lib/edits/edits-store.ts';
import type { FileEdits } from '../lib/edits/file-edits.ts';
import { CommitMessage, Staging } from './parts.ts';

export interface FileStagingProps {
  readonly store: EditsStore;
  readonly file: OpenFileInfo;
  readonly onShowRow: (file: string, object: string, row: EditRow) => void;
}

/** The bar of what is staged of a file, and its commands; nothing until its figures are read. */
export function FileStaging({ store, file, onShowRow }: FileStagingProps) {
  const edits = useKnownEdits(store, file.id);
  const show = useCallback(
    (object: string, row: EditRow) => onShowRow(file.id, object, row),
    [onShowRow, file.id],
  );
  return edits === null ? null : (
    <Staging key={file.id} edits={edits} fileName={file.name} onShowRow={show} />
  );
}

/** What is to be said of the last commit of a file. */
export function FileCommitMessage({ store, file }: Pick<FileStagingProps, 'store' | 'file'>) {
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
