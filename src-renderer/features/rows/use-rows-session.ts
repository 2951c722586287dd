import { useEffect, useState, useSyncExternalStore } from 'react';
import type { RowsViewProps } from './props.ts';
import { RowsSession } from './rows-session.ts';
import { initialRowsState, type RowsState } from './rows-state.ts';

const idle = () => () => {};
const initial = () => initialRowsState;

/** The rows of an object, as long as the component shows it. */
export function useRowsSession({ client, file, object, initial: start, place }: RowsViewProps): {
  readonly session: RowsSession | null;
  readonly state: RowsState;
} {
  const [session, setSession] = useState<RowsSession | null>(null);
  const [begin] = useState(start);
  const [before] = useState(place);
  useEffect(() => {
    const next = new RowsSession({
      client,
      file: file.id,
      object: object.name,
      asTable: begin?.asTable ?? false,
      sort: begin?.sort ?? [],
      filter: begin?.filter ?? [],
      key: begin?.key,
      place: before,
    });
    const end = next.start();
    setSession(next);
    return end;
  }, [client, file.id, object.name, begin, before]);
  const state = useSyncExternalStore(session?.subscribe ?? idle, session?.state ?? initial);
  return { session, state };
}
