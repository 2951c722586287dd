import type { Failure } from '../lib/failure.ts';
import { isPlace, type Tab } from './tab.ts';
import type { TabsState } from './tabs-state.ts';

/** Says how it stands with a file that tabs wait for; null when none does. */
export function awaitFile(state: TabsState, path: string, failure: Failure | null): TabsState | null {
  const isWaiting = (tab: Tab) => isPlace(tab) && tab.awaited?.path === path;
  if (!state.tabs.some(isWaiting)) return null;
  return {
    ...state,
    tabs: state.tabs.map((tab) => (isWaiting(tab) ? { ...tab, awaited: { path, failure } } : tab)),
  };
}

/** Gives tabs that wait for a file its id. */
export function attachFile(state: TabsState, path: string, file: string): TabsState {
  const attached = <T extends Tab>(tab: T): T => {
    if (!isPlace(tab) || tab.awaited?.path !== path) return tab;
    const { awaited: _, ...rest } = tab;
    return { ...rest, file } as T;
  };
  return {
    ...state,
    tabs: state.tabs.map(attached),
    past: state.past.map(attached),
    future: state.future.map(attached),
  };
}
