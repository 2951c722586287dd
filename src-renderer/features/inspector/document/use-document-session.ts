import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { addOpenEditor } from '../../../lib/edits/open-editors.ts';
import { rowIdentity } from '../../../lib/edits/row-identity.ts';
import { isChanged } from './document-draft.ts';
import { type DocumentPlace, DocumentSession, type DocumentState } from './document-session.ts';

/** The document of a row while it is shown; what was typed is kept when another row is shown. */
export function useDocumentSession(
  place: DocumentPlace,
  /** Changes whenever the document may have changed. */
  version: unknown,
): { readonly session: DocumentSession; readonly state: DocumentState } {
  const identity = `${place.edits.file} ${place.object} ${place.column} ${rowIdentity(place.row)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the identity stands for the place.
  const session = useMemo(() => new DocumentSession(place), [identity]);
  const state = useSyncExternalStore(session.subscribe, session.state);
  useEffect(() => {
    session.open();
    return () => session.close();
  }, [session]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again with each version.
  useEffect(() => {
    void session.load();
  }, [session, version]);
  const isOpen = state.draft !== null && isChanged(state.draft);
  useEffect(() => (isOpen ? addOpenEditor(session.finish) : undefined), [isOpen, session]);
  return { session, state };
}
