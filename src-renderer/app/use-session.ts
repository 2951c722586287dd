import { useEffect, useEffectEvent } from 'react';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { keepSession, sessionOf } from './session.ts';
import type { TabsState } from './tabs-state.ts';

/** Keeps what the window shows, so that loading the page again brings it back. */
export function useSession(
  started: readonly string[] | null,
  files: readonly OpenFileInfo[],
  tabs: TabsState,
): void {
  const keep = useEffectEvent(() => {
    // Before the start is over there is nothing that is worth more than what was kept before.
    if (started !== null) keepSession(sessionStorage, sessionOf(started, files, tabs));
  });
  useEffect(() => {
    const listener = () => keep();
    window.addEventListener('pagehide', listener);
    return () => window.removeEventListener('pagehide', listener);
  }, []);
  // A tab that crashes tells nobody.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change is kept.
  useEffect(() => keep(), [started, files, tabs]);
}
