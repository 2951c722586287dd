import type { Client } from '../../../src-preload/client.ts';
import type { TableChanges } from '../../../src-preload/contract/queries.ts';
import { toFailure } from '../../lib/failure.ts';
import { ALL_ROWS, MOST_ROWS, type Read, type ReadRows, tableGroup } from './change-groups.ts';

interface Entry<T> {
  read: Read<T>;
  /** The revision that it was read at; the limit that it was read with. */
  key: string | null;
}

/** What the open transaction changed, as far as it is looked at; read again when the transaction has changed. */
export class ChangesReader {
  readonly #client: Client;
  readonly #file: string;
  readonly #tables = new Map<string | null, Entry<readonly TableChanges[]>>();
  readonly #rows = new Map<string, Entry<ReadRows>>();
  readonly #listeners = new Set<() => void>();
  #version = 0;

  constructor(client: Client, file: string) {
    this.#client = client;
    this.#file = file;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows when something was read. */
  readonly version = (): number => this.#version;

  tables(node: string | null): Read<readonly TableChanges[]> {
    return this.#tables.get(node)?.read;
  }

  rows(node: string | null, object: string): Read<ReadRows> {
    return this.#rows.get(tableGroup(node, object))?.read;
  }

  /** Reads the tables of a node, unless it was done at this revision. What was read before is shown meanwhile. */
  wantTables(node: string | null, revision: string): void {
    this.#read(this.#tables, node, revision, async () => {
      const { tables } = await this.#client.transactions.changes({ file: this.#file, node });
      return tables;
    });
  }

  /** Reads the rows of a table likewise. */
  wantRows(node: string | null, object: string, isWhole: boolean, revision: string): void {
    const limit = isWhole ? ALL_ROWS : MOST_ROWS;
    this.#read(this.#rows, tableGroup(node, object), `${revision} ${limit}`, () =>
      this.#client.transactions.rows({ file: this.#file, object, node, limit }),
    );
  }

  #read<K, T>(entries: Map<K, Entry<T>>, at: K, key: string, read: () => Promise<T>): void {
    const before = entries.get(at);
    if (before?.key === key) return;
    const entry: Entry<T> = { read: before?.read, key };
    entries.set(at, entry);
    const put = (value: Read<T>) => {
      if (entries.get(at) !== entry) return;
      entry.read = value;
      this.#version += 1;
      for (const listener of [...this.#listeners]) listener();
    };
    read().then(put, (error: unknown) => put(toFailure(error)));
  }
}
