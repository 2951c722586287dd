import type { RawOptions } from './stores/raw-store.ts';
import type { OpenStore } from './stores/store.ts';

/** A contender: how its store is opened, in a process of its own that loads nothing else. */
interface ContenderKind {
  readonly title: string;
  readonly load: () => Promise<OpenStore>;
  /** More documents than this would take it minutes. */
  readonly most?: number;
}

const raw = (options: RawOptions) => async (): Promise<OpenStore> => {
  const { openRawStore } = await import('./stores/raw-store.ts');
  return (filename) => openRawStore(filename, options);
};

const cairn = () => import('./stores/cairn-store.ts');

export const contenders = {
  raw: { title: 'raw better-sqlite3', load: raw({ encoding: 'jsonb', isBatched: false, putsColumns: true }) },
  rawOther: {
    title: 'raw better-sqlite3, 64 rows in an INSERT, put without the columns',
    load: raw({ encoding: 'jsonb', isBatched: true, putsColumns: false }),
  },
  rawText: {
    title: 'raw better-sqlite3, documents as text',
    load: raw({ encoding: 'text', isBatched: false, putsColumns: true }),
  },
  sync: { title: 'Cairn, Sync methods', load: async () => (await cairn()).openSyncStore },
  async: { title: 'Cairn, async methods', load: async () => (await cairn()).openAsyncStore },
  process: {
    title: 'Cairn, connection in a process of its own',
    load: async () => (await cairn()).openProcessStore,
  },
  nedb: {
    title: '@seald-io/nedb 4.1.2 (memory and file)',
    load: async () => (await import('./stores/nedb-store.ts')).openNedbStore,
  },
  loki: {
    title: 'lokijs 1.5.12 (memory only)',
    load: async () => (await import('./stores/loki-store.ts')).openLokiStore,
  },
  pouch: {
    title: 'pouchdb 9.0.0 (memory only), 10,000 documents at most',
    most: 10_000,
    load: async () => (await import('./stores/pouch-store.ts')).openPouchStore,
  },
} as const satisfies Readonly<Record<string, ContenderKind>>;

export type ContenderName = keyof typeof contenders;

export function isContender(name: string): name is ContenderName {
  return Object.hasOwn(contenders, name);
}

/** How many documents a contender stores. */
export function documentsOf(name: ContenderName, documents: number): number {
  const { most = documents }: ContenderKind = contenders[name];
  return Math.min(most, documents);
}
