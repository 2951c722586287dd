import type { TablePlace } from '../../src-preload/contract/session.ts';

/** How the rows of each tab are looked at, by the tab's id. Told often and drawn by nobody, so no state of React. */
export class TablePlaces {
  readonly #places = new Map<string, TablePlace>();
  readonly #listeners = new Set<() => void>();
  readonly #tellers = new Set<() => void>();

  get(tab: string): TablePlace | undefined {
    return this.#places.get(tab);
  }

  set(tab: string, place: TablePlace): void {
    this.#places.set(tab, place);
    for (const listener of this.#listeners) listener();
  }

  /** Forgets the places of all other tabs. */
  keepOnly(tabs: ReadonlySet<string>): void {
    for (const tab of this.#places.keys()) if (!tabs.has(tab)) this.#places.delete(tab);
  }

  /** Has every place told that is not told yet. */
  collect(): void {
    for (const tell of this.#tellers) tell();
  }

  /** Calls the listener when its place has to be told at once. Returns what ends it. */
  readonly onLeave = (tell: () => void): (() => void) => {
    this.#tellers.add(tell);
    return () => this.#tellers.delete(tell);
  };

  /** Called after each change. Returns what ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
