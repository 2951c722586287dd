import Database from 'better-sqlite3';
import { type RunningApp, startApp } from '../../src-main/testing/start-app.ts';
import type { Client } from '../../src-preload/client.ts';
import { serveBuilt } from '../app/serve.ts';
import type { SalesFile } from '../data/sales-file.ts';
import type { BenchArguments } from '../harness/arguments.ts';

/** What the parts of the bench share. */
export interface Setup extends Pick<BenchArguments, 'scrollSeconds' | 'folder'> {
  /** The large file, 10,000,000 rows unless asked otherwise. */
  readonly large: SalesFile;
  /** The same table with 10,000 rows, about 1 MB. */
  readonly small: SalesFile;
}

/** Runs some work with the app, started from its sources, and ends it afterwards. */
export async function withApp<T>(folder: string, work: (app: RunningApp) => Promise<T>): Promise<T> {
  const app = await startApp({ allowedRoots: [folder] });
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

/** Runs some work with the built app over a WebSocket: for what depends on how fast processes start. */
export async function withBuiltApp<T>(
  folder: string,
  work: (app: { readonly client: Client }) => Promise<T>,
): Promise<T> {
  const app = await serveBuilt([folder]);
  try {
    const { client, disconnect } = await app.connect();
    const result = await work({ client });
    disconnect();
    return result;
  } finally {
    await app.stop();
  }
}

/** A page by LIMIT and OFFSET, as other programs read it, in this process. */
export interface OffsetReader {
  /** Rows as arrays, `id` first. */
  page(firstRow: number, limit: number): readonly (readonly unknown[])[];
  /** The same in the order of the amounts, for which there is no index. */
  sortedPage(firstRow: number, limit: number): readonly (readonly unknown[])[];
  /** The page that begins with an id, by its key. */
  pageFrom(id: number, limit: number): readonly (readonly unknown[])[];
  close(): void;
}

/** Opens a connection of its own with the statements of a program without position index, rank or processes. */
export function openOffsetReader(path: string): OffsetReader {
  const db = new Database(path, { readonly: true });
  const plain = db.prepare('SELECT * FROM sales LIMIT ? OFFSET ?').raw();
  const sorted = db.prepare('SELECT * FROM sales ORDER BY amount LIMIT ? OFFSET ?').raw();
  const keyed = db.prepare('SELECT * FROM sales WHERE id >= ? ORDER BY id LIMIT ?').raw();
  return {
    page: (firstRow, limit) => plain.all(limit, firstRow) as unknown[][],
    sortedPage: (firstRow, limit) => sorted.all(limit, firstRow) as unknown[][],
    pageFrom: (id, limit) => keyed.all(id, limit) as unknown[][],
    close: () => void db.close(),
  };
}

/** Counts every row of the table, as a program does that shows a number before it shows rows. */
export function countAll(path: string): { readonly count: number; readonly milliseconds: number } {
  const db = new Database(path, { readonly: true });
  try {
    const started = performance.now();
    const count = db.prepare('SELECT COUNT(*) FROM sales NOT INDEXED').pluck().get() as number;
    return { count, milliseconds: performance.now() - started };
  } finally {
    db.close();
  }
}

/** A row number as it is written. */
export function rowName(row: number): string {
  return `row ${row.toLocaleString('en')}`;
}
