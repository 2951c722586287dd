import { useCallback, useSyncExternalStore } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { EditState } from '../../../src-preload/contract/edits.ts';
import { EditsStore } from './edits-store.ts';
import type { FileEdits } from './file-edits.ts';
import type { ObjectEdits } from './object-edits.ts';

/** The staged edits of a file. */
export function useFileEdits(client: Client, file: string): FileEdits {
  return EditsStore.of(client).file(file);
}

/** What is staged of a file, in figures; null until they are known. */
export function useEditState(edits: FileEdits): EditState | null {
  return useSyncExternalStore(edits.subscribe, edits.state);
}

/** What is staged of an object, by row. */
export function useObjectEdits(edits: FileEdits, object: string): ObjectEdits {
  return useSyncExternalStore(
    edits.subscribe,
    useCallback(() => edits.object(object), [edits, object]),
  );
}

/** The figures of all files, by file. */
export function useEditStates(client: Client): ReadonlyMap<string, EditState> {
  const store = EditsStore.of(client);
  return useSyncExternalStore(store.subscribe, store.states);
}
