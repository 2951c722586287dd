import type { Tab } from './tab.ts';

/** The tabs with one of them at another place; the same list where it is there already. */
export function movedTab(tabs: readonly Tab[], id: string, to: number): readonly Tab[] {
  const from = tabs.findIndex((tab) => tab.id === id);
  const tab = tabs[from];
  const place = Math.min(tabs.length - 1, Math.max(0, to));
  if (tab === undefined || from === place) return tabs;
  return tabs.toSpliced(from, 1).toSpliced(place, 0, tab);
}
