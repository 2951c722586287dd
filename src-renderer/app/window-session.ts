import { decode, encode } from '../../src-preload/contract/codec.ts';
import type { Session } from '../../src-preload/contract/session.ts';

/** What this window shows, kept by the browser for this window alone while it is loaded again. */
export interface WindowSession {
  /** The files that were named at the start of the Cairn that this was shown by. */
  readonly started: readonly string[];
  /** Paths of the files that were open. */
  readonly open: readonly string[];
  readonly session: Session;
}

const KEY = 'cairn.session.2';

/** Keeps a session. Keys of rows may be 64-bit integers or bytes, which the codec carries and JSON does not. */
export function keepWindowSession(store: Storage, session: WindowSession): void {
  try {
    store.setItem(KEY, btoa(Array.from(encode(session), (byte) => String.fromCharCode(byte)).join('')));
  } catch {
    // Without room, or where the browser keeps nothing, the next load takes what is in the data folder.
  }
}

/** The session that was kept for this window; null when there is none, or none that can be read. */
export function readWindowSession(store: Storage): WindowSession | null {
  try {
    const text = store.getItem(KEY);
    if (text === null) return null;
    return decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0))) as WindowSession;
  } catch {
    return null;
  }
}
