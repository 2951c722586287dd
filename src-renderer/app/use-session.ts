import { useEffect, useEffectEvent, useRef } from 'react';
import type { Client } from '../../src-preload/client.ts';
import { encode } from '../../src-preload/contract/codec.ts';
import { type Shown, sessionOf } from './session.ts';
import type { TablePlaces } from './table-places.ts';
import { keepWindowSession } from './window-session.ts';

export interface SessionOptions extends Omit<Shown, 'placeOf'> {
  readonly client: Client;
  /** null until what was kept before is shown: until then it is worth more than what is there. */
  readonly started: readonly string[] | null;
  readonly places: TablePlaces;
}

const KEEP_AFTER = 400;

/**
 * Keeps what the window shows: with the window, so that loading the page again brings it back, and in the data
 * folder, for the next start.
 */
export function useSession({ client, started, places, files, tabs, readOnly }: SessionOptions): void {
  const last = useRef('');
  const keep = useEffectEvent(() => {
    if (started === null) return;
    places.keepOnly(new Set(tabs.tabs.map(({ id }) => id)));
    const session = sessionOf({ files, tabs, readOnly, placeOf: (tab) => places.get(tab) });
    const open = files.map(({ path }) => path);
    keepWindowSession(sessionStorage, { started, open, session });
    const text = String(encode(session));
    if (text === last.current) return;
    last.current = text;
    client.preferences.keepSession({ session }).catch(() => {
      // It is tried again with the next change.
      last.current = '';
    });
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(), KEEP_AFTER);
    };
    const now = () => {
      places.collect();
      keep();
    };
    const off = places.subscribe(later);
    window.addEventListener('pagehide', now);
    return () => {
      clearTimeout(timer);
      off();
      window.removeEventListener('pagehide', now);
    };
  }, [places]);
  // A tab that crashes tells nobody.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change is kept.
  useEffect(() => {
    const timer = setTimeout(() => keep(), KEEP_AFTER);
    return () => clearTimeout(timer);
  }, [started, files, tabs, readOnly]);
}
