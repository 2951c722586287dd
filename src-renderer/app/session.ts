import type { KeyValue } from '../../src-preload/contract/cell.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import type { FilterTerm, SortTerm } from '../../src-preload/contract/rows.ts';
import type { Session, SessionTab, TablePlace } from '../../src-preload/contract/session.ts';
import { MAX_SESSION_WEIGHT, weightOf } from '../../src-preload/contract/session-weight.ts';
import { baseName, type InitialRows, isPlace, type PlaceTab, type Tab } from './tab.ts';
import type { TabsState } from './tabs-state.ts';

const MOST_FILES = 100;
const MOST_TABS = 200;
/** A tab that weighs more, such as one of a table with a name of a megabyte, is not worth the others. */
const MOST_TAB_WEIGHT = 100_000;

export interface Shown {
  readonly files: readonly OpenFileInfo[];
  readonly tabs: TabsState;
  /** How the rows of a tab are looked at, if that is known better than by the tab. */
  readonly placeOf: (tab: string) => TablePlace | undefined;
  /** Paths of files that were to be opened read-only. */
  readonly readOnly: ReadonlySet<string>;
}

/** What the window shows now. Settings and whatever else belongs to no file are left out. */
export function sessionOf({ files, tabs: { tabs, active }, placeOf, readOnly }: Shown): Session {
  const infos = new Map(files.map((file) => [file.id, file]));
  const paths = [
    ...new Set([...files.map(({ path }) => path), ...tabs.flatMap((tab) => pathOf(tab, infos))]),
  ];
  const kept = paths.slice(0, MOST_FILES);
  const indexes = new Map(kept.map((path, index) => [path, index]));
  const samples = new Set(files.filter(({ isSample }) => isSample).map(({ path }) => path));
  const pairs = tabs.flatMap((tab) => {
    const file = indexes.get(pathOf(tab, infos)[0] ?? '');
    const value = file === undefined ? null : sessionTabOf(tab, file, placeOf(tab.id));
    return value === null || weightOf(value) > MOST_TAB_WEIGHT ? [] : [{ id: tab.id, value }];
  });
  const fitting = withinWeight(pairs, active, weightOf(kept));
  const at = fitting.findIndex(({ id }) => id === active);
  return {
    files: kept.map((path) => ({ path, isSample: samples.has(path), isReadOnly: readOnly.has(path) })),
    tabs: fitting.map(({ value }) => value),
    active: at < 0 ? null : at,
  };
}

/** The tabs of a session, waiting for their files; those whose files are not wanted are left out. */
export function tabsOf(
  { files, tabs, active }: Session,
  isWanted: (path: string) => boolean,
): { readonly tabs: readonly Tab[]; readonly active: string | null } {
  const pairs = tabs.flatMap((tab, index) => {
    const path = files[tab.file]?.path;
    return path === undefined || !isWanted(path) ? [] : [{ index, tab: tabOf(tab, `kept-${index}`, path) }];
  });
  return {
    tabs: pairs.map(({ tab }) => tab),
    active: pairs.find(({ index }) => index === active)?.tab.id ?? null,
  };
}

function pathOf(tab: Tab, infos: ReadonlyMap<string, OpenFileInfo>): readonly string[] {
  if (tab.kind === 'file') return [tab.path];
  if (!isPlace(tab)) return [];
  const path = tab.awaited?.path ?? infos.get(tab.file)?.path;
  return path === undefined ? [] : [path];
}

function sessionTabOf(tab: Tab, file: number, newest: TablePlace | undefined): SessionTab | null {
  if (tab.kind === 'file') return { kind: 'file', file };
  if (!isPlace(tab)) return null;
  const { isPreview } = tab;
  if (tab.kind === 'console') {
    const { console, name } = tab;
    return { kind: 'console', file, console, name, isPreview };
  }
  if (tab.kind !== 'object') return { kind: tab.kind, file, isPreview };
  const { name, kind } = tab.object;
  const place = newest ?? tab.place ?? null;
  const initial = initialOf(tab.initial);
  return { kind: 'object', file, object: { name, kind }, mode: tab.mode, isPreview, initial, place };
}

/** Where a schema says that something may be left out, it may be `undefined` as well. */
type Undefinable<T> = { readonly [K in keyof T]: T[K] | undefined };

interface PlainInitial {
  sort?: SortTerm[];
  filter?: FilterTerm[];
  asTable?: boolean;
  key?: KeyValue[];
}

function initialOf({ sort, filter, asTable, key }: Undefinable<InitialRows>): PlainInitial {
  return {
    ...(sort !== undefined && { sort: [...sort] }),
    ...(filter !== undefined && { filter: [...filter] }),
    ...(asTable !== undefined && { asTable }),
    ...(key !== undefined && { key: [...key] }),
  };
}

function tabOf(tab: SessionTab, id: string, path: string): Tab {
  const awaited = { path, failure: null };
  if (tab.kind === 'file') return { kind: 'file', id, path, name: baseName(path), failure: null };
  const { isPreview } = tab;
  if (tab.kind === 'overview') {
    return { kind: 'overview', id, file: '', awaited, name: baseName(path), isPreview } satisfies PlaceTab;
  }
  if (tab.kind === 'console') {
    const { console, name } = tab;
    return { kind: 'console', id, file: '', awaited, console, name, isPreview } satisfies PlaceTab;
  }
  if (tab.kind !== 'object') {
    return { kind: tab.kind, id, file: '', awaited, isPreview } satisfies PlaceTab;
  }
  const object = { ...tab.object, error: null };
  const { mode, place } = tab;
  const initial = initialOf(tab.initial);
  const base = { kind: 'object', id, file: '', awaited, object, mode, initial, isPreview } as const;
  return place === null ? base : { ...base, place };
}

/** As many tabs as a session may hold, the active one among them. */
function withinWeight<T extends { readonly id: string; readonly value: SessionTab }>(
  pairs: readonly T[],
  active: string | null,
  weight: number,
): readonly T[] {
  let left = MAX_SESSION_WEIGHT - 2 * weight - 20_000;
  let room = MOST_TABS;
  const first = pairs.filter(({ id }) => id === active);
  const chosen = new Set<string>();
  for (const { id, value } of [...first, ...pairs]) {
    const own = weightOf(value);
    if (chosen.has(id) || own > left || room === 0) continue;
    chosen.add(id);
    left -= own;
    room -= 1;
  }
  return pairs.filter(({ id }) => chosen.has(id));
}
