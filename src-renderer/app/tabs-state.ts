import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { SettingsPage } from '../features/settings/settings-view.tsx';
import type { Failure } from '../lib/failure.ts';
import { attachFile, awaitFile } from './awaited-tabs.ts';
import { isChoice } from './is-choice.ts';
import { movedTab } from './moved-tab.ts';
import {
  baseName,
  type FileTab,
  type InitialRows,
  isPlace,
  type ObjectMode,
  type ObjectTab,
  type PageTab,
  type PlaceTab,
  type Tab,
} from './tab.ts';

/** The tabs of the window, the active one, and the way back. Ids are numbered by the state itself. */
export interface TabsState {
  readonly tabs: readonly Tab[];
  readonly active: string | null;
  readonly past: readonly PlaceTab[];
  readonly future: readonly PlaceTab[];
  readonly lastId: number;
  /** How often what stands behind the tabs was opened anew; content of an older turn is drawn afresh. */
  readonly turn: number;
  /** The file that was opened last, until something of it or something else is shown. */
  readonly landing: string | null;
}

export const noTabs: TabsState = {
  tabs: [],
  active: null,
  past: [],
  future: [],
  lastId: 0,
  turn: 0,
  landing: null,
};

export type TabsAction =
  | {
      readonly kind: 'open';
      readonly file: string;
      readonly object: CatalogObject;
      readonly isPreview: boolean;
      readonly mode?: ObjectMode | undefined;
      readonly initial?: InitialRows | undefined;
      /** Is brought into sight and gets the focus. */
      readonly column?: string | undefined;
    }
  /** Shows the settings; without a page, the one that was shown last. */
  | { readonly kind: 'settings'; readonly page: SettingsPage | null }
  | { readonly kind: 'overview'; readonly file: string; readonly name: string; readonly isPreview: boolean }
  /** Shows what is staged of a file, or its commits. */
  | {
      readonly kind: 'page';
      readonly page: PageTab['kind'];
      readonly file: string;
      /** Is opened in the list. */
      readonly commit?: string | undefined;
    }
  /** Shows a console; one that is open already is not opened twice. */
  | { readonly kind: 'console'; readonly file: string; readonly console: string; readonly name: string }
  | { readonly kind: 'renameConsole'; readonly file: string; readonly console: string; readonly name: string }
  | { readonly kind: 'opening'; readonly path: string }
  /** Tabs that waited for the file have it; what told of its opening goes. */
  | { readonly kind: 'opened'; readonly path: string; readonly file: string }
  /** A file was opened: what is shown of it is found out. */
  | { readonly kind: 'landing'; readonly file: string }
  /** Shows it, unless the user has chosen something else meanwhile. */
  | { readonly kind: 'landed'; readonly file: string; readonly show: TabsAction }
  /** Shows a tab of the file that is there already, else does something else. */
  | { readonly kind: 'front'; readonly file: string; readonly otherwise: TabsAction }
  | {
      readonly kind: 'failed';
      readonly path: string;
      readonly failure: Failure;
      /** Leaves the active tab where it is. */
      readonly isBehind?: boolean | undefined;
    }
  /** What was open before the page was loaded again, or in an earlier run. The active tab of before stays so. */
  | { readonly kind: 'restore'; readonly tabs: readonly Tab[]; readonly active: string | null }
  /** Files were opened anew by another run of Cairn: their new ids; without one, what belongs to them goes. */
  | { readonly kind: 'renumber'; readonly ids: ReadonlyMap<string, string> }
  | { readonly kind: 'activate'; readonly id: string }
  | { readonly kind: 'step'; readonly step: 1 | -1 }
  | { readonly kind: 'nth'; readonly index: number }
  | { readonly kind: 'keep'; readonly id: string }
  | { readonly kind: 'mode'; readonly id: string; readonly mode: ObjectMode }
  | { readonly kind: 'close'; readonly id: string }
  | { readonly kind: 'closeOthers'; readonly id: string }
  | { readonly kind: 'closeFile'; readonly file: string }
  | { readonly kind: 'move'; readonly id: string; readonly to: number }
  | { readonly kind: 'back' }
  | { readonly kind: 'forward' };

type Landing = Extract<TabsAction, { readonly kind: 'landing' | 'landed' }>;

/** The tabs after an action. */
export function tabsReducer(state: TabsState, action: TabsAction): TabsState {
  if (action.kind === 'landing') return { ...state, landing: action.file };
  if (action.kind === 'landed')
    return state.landing === action.file ? tabsReducer({ ...state, landing: null }, action.show) : state;
  const next = applied(state, action);
  return next.landing !== null && isChoice(action.kind) ? { ...next, landing: null } : next;
}

function applied(state: TabsState, action: Exclude<TabsAction, Landing>): TabsState {
  switch (action.kind) {
    case 'open':
      return openObject(state, action);
    case 'overview':
      return openOverview(state, action.file, action.name, action.isPreview);
    case 'settings':
      return openSettings(state, action.page);
    case 'page':
      return openPage(state, action);
    case 'console':
      return openConsoleTab(state, action);
    case 'renameConsole':
      return {
        ...state,
        tabs: state.tabs.map((tab) =>
          tab.kind === 'console' && isConsole(tab, action) ? { ...tab, name: action.name } : tab,
        ),
      };
    case 'opening':
      return awaitFile(state, action.path, null) ?? fileTab(state, action.path, null);
    case 'failed':
      return (
        awaitFile(state, action.path, action.failure) ??
        fileTab(state, action.path, action.failure, action.isBehind)
      );
    case 'restore':
      return restore(state, action.tabs, action.active);
    case 'renumber':
      return renumber(state, action.ids);
    case 'opened':
      return openedFile(state, action.path, action.file);
    case 'front':
      return showFile(state, action.file, action.otherwise);
    case 'activate':
      return activate(state, action.id);
    case 'step': {
      const { length } = state.tabs;
      const index = state.tabs.findIndex((tab) => tab.id === state.active);
      const next = state.tabs[(index + action.step + length) % length];
      return next === undefined ? state : activate(state, next.id);
    }
    case 'nth': {
      const tab = state.tabs[action.index];
      return tab === undefined ? state : activate(state, tab.id);
    }
    case 'keep':
      return {
        ...state,
        tabs: state.tabs.map((tab) =>
          tab.id === action.id && isPlace(tab) ? { ...tab, isPreview: false } : tab,
        ),
      };
    case 'mode':
      return change(state, action.id, (tab) => ({
        ...tab,
        mode: action.mode,
        // What is found out there is not to be lost by looking at one of the documents.
        isPreview: tab.isPreview && action.mode !== 'schema',
      }));
    case 'close':
      return removeTabs(state, (tab) => tab.id === action.id);
    case 'closeOthers':
      return activate(
        removeTabs(state, (tab) => tab.id !== action.id),
        action.id,
      );
    case 'closeFile': {
      const isOther = (tab: PlaceTab) => tab.file !== action.file;
      const rest = removeTabs(state, (tab) => isPlace(tab) && tab.file === action.file);
      return { ...rest, past: rest.past.filter(isOther), future: rest.future.filter(isOther) };
    }
    case 'move':
      return { ...state, tabs: movedTab(state.tabs, action.id, action.to) };
    case 'back':
      return travel(state, 'past', 'future');
    case 'forward':
      return travel(state, 'future', 'past');
  }
}

/** The active tab, if there is one. */
export function activeTab(state: TabsState): Tab | undefined {
  return state.tabs.find((tab) => tab.id === state.active);
}

function isPlain({ sort, filter, asTable, key }: InitialRows): boolean {
  return !sort?.length && !filter?.length && !asTable && key === undefined;
}

/** Opens an object: its tab is shown if it is open already, unless other rows of it are asked for. */
function openObject(state: TabsState, action: Extract<TabsAction, { kind: 'open' }>): TabsState {
  const { file, object, isPreview, mode, initial = {} } = action;
  const existing = state.tabs.find(
    (tab) =>
      tab.kind === 'object' && tab.file === file && tab.object.name === object.name && isPlain(tab.initial),
  );
  if (existing?.kind === 'object' && isPlain(initial)) {
    const shown = activate(state, existing.id);
    const wanted = wantedOf(shown, action.column);
    return change({ ...shown, lastId: shown.lastId + 1 }, existing.id, (tab) => ({
      ...tab,
      mode: mode ?? (wanted === undefined ? tab.mode : 'rows'),
      isPreview: tab.isPreview && isPreview,
      ...(wanted && { wanted }),
    }));
  }
  const id = `tab-${state.lastId + 1}`;
  const wanted = wantedOf(state, action.column);
  const tab: ObjectTab = {
    kind: 'object',
    id,
    file,
    object,
    mode: mode ?? 'rows',
    initial,
    isPreview,
    ...(wanted && { wanted }),
  };
  return activate({ ...addTab(state, tab), lastId: state.lastId + 1 }, id);
}

function wantedOf({ lastId }: TabsState, column: string | undefined): ObjectTab['wanted'] {
  return column === undefined ? undefined : { column, serial: lastId + 1 };
}

function openSettings(state: TabsState, page: SettingsPage | null): TabsState {
  const existing = state.tabs.find((tab) => tab.kind === 'settings');
  if (existing !== undefined) {
    const tabs = state.tabs.map((tab) =>
      tab.kind === 'settings' ? { ...tab, page: page ?? tab.page } : tab,
    );
    return activate({ ...state, tabs }, existing.id);
  }
  const id = `tab-${state.lastId + 1}`;
  const tab: Tab = { kind: 'settings', id, page: page ?? 'appearance' };
  return activate({ ...addTab(state, tab), lastId: state.lastId + 1 }, id);
}

function openOverview(state: TabsState, file: string, name: string, isPreview: boolean): TabsState {
  const existing = state.tabs.find((tab) => tab.kind === 'overview' && tab.file === file);
  if (existing !== undefined) return activate(state, existing.id);
  const id = `tab-${state.lastId + 1}`;
  const tab: Tab = { kind: 'overview', id, file, name, isPreview };
  return activate({ ...addTab(state, tab), lastId: state.lastId + 1 }, id);
}

function openPage(
  state: TabsState,
  { page, file, commit }: Extract<TabsAction, { kind: 'page' }>,
): TabsState {
  const serial = state.lastId + 1;
  const wanted = commit === undefined ? undefined : { commit, serial };
  const existing = state.tabs.find((tab) => tab.kind === page && tab.file === file);
  if (existing?.kind === page) {
    const tabs = state.tabs.map((tab) =>
      tab.id === existing.id && wanted !== undefined ? { ...existing, wanted } : tab,
    );
    return activate({ ...state, tabs, lastId: serial }, existing.id);
  }
  const id = `tab-${serial}`;
  const tab: PageTab = { kind: page, id, file, isPreview: false, ...(wanted && { wanted }) };
  return activate({ ...addTab(state, tab), lastId: serial }, id);
}

function isConsole(
  tab: Tab,
  { file, console }: { readonly file: string; readonly console: string },
): boolean {
  return tab.kind === 'console' && tab.file === file && tab.console === console;
}

function openConsoleTab(state: TabsState, action: Extract<TabsAction, { kind: 'console' }>): TabsState {
  const existing = state.tabs.find((tab) => isConsole(tab, action));
  if (existing !== undefined) return activate(state, existing.id);
  const { file, console, name } = action;
  const id = `tab-${state.lastId + 1}`;
  const tab: Tab = { kind: 'console', id, file, console, name, isPreview: false };
  return activate({ ...addTab(state, tab), lastId: state.lastId + 1 }, id);
}

function restore(state: TabsState, tabs: readonly Tab[], active: string | null): TabsState {
  const ids = new Map(tabs.map((tab, index) => [tab.id, `tab-${state.lastId + index + 1}`]));
  const restored = tabs.map((tab) => ({ ...tab, id: ids.get(tab.id) ?? tab.id }));
  return {
    ...state,
    tabs: [...state.tabs, ...restored],
    active: state.active ?? (active === null ? undefined : ids.get(active)) ?? restored[0]?.id ?? null,
    lastId: state.lastId + tabs.length,
  };
}

function openedFile(state: TabsState, path: string, file: string): TabsState {
  const rest = removeTabs(state, (tab) => tab.kind === 'file' && tab.path === path);
  return attachFile(rest, path, file);
}

function showFile(state: TabsState, file: string, otherwise: TabsAction): TabsState {
  const isOwn = (tab: Tab | undefined) => isPlace(tab) && tab.file === file;
  const active = activeTab(state);
  const own = isOwn(active) ? active : state.tabs.find(isOwn);
  return own === undefined ? tabsReducer(state, otherwise) : activate(state, own.id);
}

function renumber(state: TabsState, ids: ReadonlyMap<string, string>): TabsState {
  const isKnown = (tab: PlaceTab) => tab.awaited !== undefined || ids.has(tab.file);
  const moved = <T extends PlaceTab>(tab: T): T => ({ ...tab, file: ids.get(tab.file) ?? tab.file });
  const rest = removeTabs(state, (tab) => isPlace(tab) && !isKnown(tab));
  return {
    ...rest,
    tabs: rest.tabs.map((tab) => (isPlace(tab) ? moved(tab) : tab)),
    past: rest.past.filter(isKnown).map(moved),
    future: rest.future.filter(isKnown).map(moved),
    turn: state.turn + 1,
  };
}

/** Adds a tab after the active one; a preview takes the place of the preview that is there. */
function addTab(state: TabsState, tab: Tab): TabsState {
  const preview =
    isPlace(tab) && tab.isPreview ? state.tabs.findIndex((other) => isPlace(other) && other.isPreview) : -1;
  if (preview >= 0) {
    const replaced = state.tabs[preview];
    const tabs = state.tabs.with(preview, tab);
    if (replaced?.id !== state.active || !isPlace(replaced)) return { ...state, tabs };
    return { ...state, tabs, active: null, past: remember(state.past, replaced), future: [] };
  }
  const active = state.tabs.findIndex((other) => other.id === state.active);
  const at = active < 0 ? state.tabs.length : active + 1;
  return { ...state, tabs: state.tabs.toSpliced(at, 0, tab) };
}

function fileTab(state: TabsState, path: string, failure: Failure | null, isBehind = false): TabsState {
  const existing = state.tabs.find((tab) => tab.kind === 'file' && tab.path === path);
  const id = existing?.id ?? `tab-${state.lastId + 1}`;
  const tab: FileTab = { kind: 'file', id, path, name: baseName(path), failure };
  if (existing !== undefined) {
    return { ...state, tabs: state.tabs.map((other) => (other.id === id ? tab : other)) };
  }
  const lastId = state.lastId + 1;
  if (isBehind && state.active !== null) return { ...state, tabs: [...state.tabs, tab], lastId };
  return activate({ ...addTab(state, tab), lastId }, id);
}

const MAX_HISTORY = 50;

function remember(history: readonly PlaceTab[], tab: PlaceTab): readonly PlaceTab[] {
  return [...history, tab].slice(-MAX_HISTORY);
}

function activate(state: TabsState, id: string): TabsState {
  if (state.active === id || !state.tabs.some((tab) => tab.id === id)) return state;
  const left = activeTab(state);
  if (!isPlace(left)) return { ...state, active: id };
  return { ...state, active: id, past: remember(state.past, left), future: [] };
}

function change(state: TabsState, id: string, edit: (tab: ObjectTab) => ObjectTab): TabsState {
  return {
    ...state,
    tabs: state.tabs.map((tab) => (tab.id === id && tab.kind === 'object' ? edit(tab) : tab)),
  };
}

/** Removes tabs; when the active one goes, its right neighbour is shown, else the left one. */
function removeTabs(state: TabsState, isGone: (tab: Tab) => boolean): TabsState {
  const tabs = state.tabs.filter((tab) => !isGone(tab));
  if (tabs.length === state.tabs.length) return state;
  if (tabs.some((tab) => tab.id === state.active)) return { ...state, tabs };
  const index = state.tabs.findIndex((tab) => tab.id === state.active);
  const right = state.tabs.slice(index + 1).find((tab) => !isGone(tab));
  const left = state.tabs.slice(0, Math.max(0, index)).findLast((tab) => !isGone(tab));
  return { ...state, tabs, active: (right ?? left)?.id ?? null };
}

/** Goes one step along the history; a tab that was closed or replaced comes back as a preview. */
function travel(state: TabsState, from: 'past' | 'future', into: 'past' | 'future'): TabsState {
  const target = state[from].at(-1);
  if (target === undefined) return state;
  const left = activeTab(state);
  const rest = state[from].slice(0, -1);
  const other = isPlace(left) ? remember(state[into], left) : state[into];
  const isHere = state.tabs.some((tab) => tab.id === target.id);
  const shown = isHere ? state : addTab(state, { ...target, isPreview: true });
  return { ...shown, active: target.id, [from]: rest, [into]: other } as TabsState;
}
