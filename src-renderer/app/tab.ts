import type { CatalogObject } from '../../src-preload/contract/catalog.ts';
import type { RowKey } from '../../src-preload/contract/cell.ts';
import type { FilterTerm, SortTerm } from '../../src-preload/contract/rows.ts';
import type { TablePlace } from '../../src-preload/contract/session.ts';
import type { SettingsPage } from '../features/settings/settings-view.tsx';
import type { Failure } from '../lib/failure.ts';

/** How a view of rows begins. */
export interface InitialRows {
  readonly sort?: readonly SortTerm[];
  readonly filter?: readonly FilterTerm[];
  readonly asTable?: boolean;
  readonly key?: RowKey;
}

/** The file of a tab that stood here in an earlier run, while it is being opened again or could not be. */
export interface AwaitedFile {
  readonly path: string;
  /** null while it is being opened. */
  readonly failure: Failure | null;
}

/** What is shown of an object. */
export type ObjectMode = 'rows' | 'schema' | 'structure';

export interface ObjectTab {
  readonly kind: 'object';
  readonly id: string;
  /** Id of an open file; `''` while it is awaited. */
  readonly file: string;
  readonly awaited?: AwaitedFile;
  readonly object: CatalogObject;
  readonly mode: ObjectMode;
  readonly initial: InitialRows;
  /** How its rows were looked at in an earlier run. */
  readonly place?: TablePlace;
  /** A column that is to be brought into sight; a new number brings it again. */
  readonly wanted?: { readonly column: string; readonly serial: number } | undefined;
  /** A preview gives its place to the next one. */
  readonly isPreview: boolean;
}

/** A file that is being opened, or could not be. */
export interface FileTab {
  readonly kind: 'file';
  readonly id: string;
  readonly path: string;
  readonly name: string;
  /** null while it is being opened. */
  readonly failure: Failure | null;
}

/** What is known of an open file, and the list of what it holds. */
export interface OverviewTab {
  readonly kind: 'overview';
  readonly id: string;
  readonly file: string;
  readonly name: string;
  readonly isPreview: boolean;
  readonly awaited?: AwaitedFile;
}

/** The settings; there is one such tab at most. */
export interface SettingsTab {
  readonly kind: 'settings';
  readonly id: string;
  readonly page: SettingsPage;
}

interface PageTabOf<K extends 'changes' | 'history' | InspectorPage> {
  readonly kind: K;
  readonly id: string;
  readonly file: string;
  readonly isPreview: boolean;
  readonly awaited?: AwaitedFile;
  /** A commit that is to be shown; a new number shows it again. */
  readonly wanted?: { readonly commit: string; readonly serial: number } | undefined;
}

/** Pages that show the database layer of a file at work. */
export type InspectorPage = 'connections' | 'plugins' | 'statistics';

/** What is staged of a file, what was committed to it, or its database layer; at most one of each kind for a file. */
export type PageTab =
  | PageTabOf<'changes'>
  | PageTabOf<'history'>
  | PageTabOf<'connections'>
  | PageTabOf<'plugins'>
  | PageTabOf<'statistics'>;

const PAGE_NAMES = {
  changes: 'Changes',
  history: 'History',
  connections: 'Connections',
  plugins: 'Plugins',
  statistics: 'Statistics',
} as const satisfies Record<PageTab['kind'], string>;

/** Whether a tab is one of the pages of its file. */
export function isPage(tab: Tab): tab is PageTab {
  return tab.kind in PAGE_NAMES;
}

/** A console of a file: a text of SQL and what came of it. */
export interface ConsoleTab {
  readonly kind: 'console';
  readonly id: string;
  readonly file: string;
  /** Its id with the app's data, where the text is kept. */
  readonly console: string;
  readonly name: string;
  readonly isPreview: boolean;
  readonly awaited?: AwaitedFile;
}

export type Tab = ObjectTab | OverviewTab | PageTab | ConsoleTab | FileTab | SettingsTab;

/** A tab of an open file: it can be gone back to. */
export type PlaceTab = ObjectTab | OverviewTab | PageTab | ConsoleTab;

/** Whether a tab belongs to an open file. */
export function isPlace(tab: Tab | undefined): tab is PlaceTab {
  return tab !== undefined && tab.kind !== 'file' && tab.kind !== 'settings';
}

/** What a tab shows of its file; without an object, the file itself or one of its pages. */
export interface ShownPlace {
  readonly file: string;
  readonly object: string | null;
  readonly kind: PlaceTab['kind'];
}

/** What a tab shows of its file; null where it belongs to none. */
export function shownPlace(tab: Tab | undefined): ShownPlace | null {
  if (!isPlace(tab)) return null;
  const { file, kind } = tab;
  return { file, object: kind === 'object' ? tab.object.name : null, kind };
}

/** The name of a tab. */
export function tabName(tab: Tab): string {
  if (tab.kind === 'settings') return 'Settings';
  if (isPage(tab)) return PAGE_NAMES[tab.kind];
  return tab.kind === 'object' ? tab.object.name : tab.name;
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}

/** Whether an object may hold documents, and so have a schema. */
export function hasSchema({ kind }: CatalogObject): boolean {
  return kind === 'collection' || kind === 'table';
}
