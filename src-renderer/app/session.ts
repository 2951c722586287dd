import { decode, encode } from '../../src-preload/contract/codec.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { isPlace, type PlaceTab } from './tab.ts';
import type { TabsState } from './tabs-state.ts';

/** What this window shows, kept by the browser for this window while it is loaded again. Files are named by path. */
export interface Session {
  /** The files that were named at the start of the Cairn that this was shown by. */
  readonly started: readonly string[];
  readonly files: readonly { readonly path: string; readonly isSample: boolean }[];
  readonly tabs: readonly { readonly path: string; readonly tab: PlaceTab }[];
  /** Paths of files whose tab says why they could not be opened. */
  readonly failed: readonly string[];
  readonly active: string | null;
}

const KEY = 'cairn.session.1';

/** What the window shows now. Tabs of files that are not open are left out. */
export function sessionOf(
  started: readonly string[],
  files: readonly OpenFileInfo[],
  { tabs, active }: TabsState,
): Session {
  const paths = new Map(files.map(({ id, path }) => [id, path]));
  return {
    started,
    files: files.map(({ path, isSample }) => ({ path, isSample })),
    tabs: tabs.flatMap((tab) => {
      const path = isPlace(tab) ? paths.get(tab.file) : undefined;
      return isPlace(tab) && path !== undefined ? [{ path, tab }] : [];
    }),
    failed: tabs.flatMap((tab) => (tab.kind === 'file' && tab.failure !== null ? [tab.path] : [])),
    active,
  };
}

/** The tabs of a session whose files are open, with the ids that their files have now. */
export function tabsOf({ tabs }: Session, files: readonly OpenFileInfo[]): readonly PlaceTab[] {
  const ids = new Map(files.map(({ id, path }) => [path, id]));
  return tabs.flatMap(({ path, tab }) => {
    const file = ids.get(path);
    return file === undefined ? [] : [{ ...tab, file }];
  });
}

/** Keeps a session. Keys of rows may be 64-bit integers or bytes, which the codec carries and JSON does not. */
export function keepSession(store: Storage, session: Session): void {
  try {
    store.setItem(KEY, btoa(Array.from(encode(session), (byte) => String.fromCharCode(byte)).join('')));
  } catch {
    // Without room, or where the browser keeps nothing, the next load begins afresh.
  }
}

/** The session that was kept for this window; null when there is none, or none that can be read. */
export function readSession(store: Storage): Session | null {
  try {
    const text = store.getItem(KEY);
    if (text === null) return null;
    return decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0))) as Session;
  } catch {
    return null;
  }
}
