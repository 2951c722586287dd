import { type Client, isCancelled } from '../../../src-preload/client.ts';
import type { EventValue } from '../../../src-preload/contract/events.ts';
import type { TransactionEnd, TransactionState } from '../../../src-preload/contract/transactions.ts';
import { type Failure, toFailure } from '../failure.ts';
import { whenIdle } from '../when-idle.ts';

/** A beginning that waits for the writer of a file, or gave up. */
export interface Waiting {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly console: string;
  /** Why it was given up; null while it waits. */
  readonly failure: Failure | null;
  /** Who holds the lock, as a sentence, as far as it is known. */
  readonly blockedBy: string | null;
}

/** What is known of the transaction of one file. */
export interface FileTransaction {
  /** null: none is open. */
  readonly state: TransactionState | null;
  readonly waiting: Waiting | null;
  /** Why the last one ended where nobody asked for it; until it is dismissed or the next one begins. */
  readonly lost: string | null;
}

/** No transaction, and nothing to say of one. */
export const NO_TRANSACTION: FileTransaction = { state: null, waiting: null, lost: null };

const LOST_WITH_ENGINE =
  'The engine ended, so SQLite rolled the transaction back. Nothing of it was written.';

const stores = new WeakMap<Client, TransactionsStore>();

/** The open transactions of all files of a window. */
export class TransactionsStore {
  readonly #client: Client;
  readonly #known = new Set<string>();
  readonly #waits = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();
  #files: ReadonlyMap<string, FileTransaction> = new Map();

  private constructor(client: Client) {
    this.#client = client;
    client.on('transactions.changed', (news) => this.#take(news));
    client.on('files.changed', ({ file, what, message }) => {
      const { waiting } = this.file(file);
      if (what === 'busy' && waiting !== null)
        this.#set(file, { waiting: { ...waiting, blockedBy: message } });
    });
    client.on('files.closed', ({ file }) => this.#forget(file));
    client.on('shell.engine', ({ state }) => {
      // What was told while nobody was connected is lost, and so is what an engine held that ended.
      if (state === 'restarted' || state === 'ready') for (const file of this.#known) void this.#load(file);
    });
  }

  /** The one store of a client. */
  static of(client: Client): TransactionsStore {
    let store = stores.get(client);
    if (store === undefined) {
      store = new TransactionsStore(client);
      stores.set(client, store);
    }
    return store;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Files of which there is something to say; a new map with every change. */
  readonly files = (): ReadonlyMap<string, FileTransaction> => this.#files;

  /** The same object until something of the file changes. */
  file(file: string): FileTransaction {
    return this.#files.get(file) ?? NO_TRANSACTION;
  }

  /** Asks once whether a file has a transaction, such as one that was open before the page was loaded. */
  learn(file: string): void {
    if (this.#known.has(file)) return;
    this.#known.add(file);
    whenIdle(() => void this.#load(file));
  }

  /** Begins one; null where the wait was stopped, or the writer was not to be had: `waiting` says why. */
  async begin(file: string, console: string): Promise<TransactionState | null> {
    this.stopWaiting(file);
    const wait = new AbortController();
    this.#waits.set(file, wait);
    this.#set(file, { waiting: { since: Date.now(), console, failure: null, blockedBy: null }, lost: null });
    try {
      const state = await this.#client.transactions.begin({ file, console }, { signal: wait.signal });
      if (this.#waits.get(file) === wait) this.#set(file, { state, waiting: null });
      return state;
    } catch (error) {
      if (this.#waits.get(file) === wait) {
        const failure = isCancelled(error) ? null : toFailure(error);
        this.#set(file, { waiting: failure && { since: Date.now(), console, failure, blockedBy: null } });
      }
      return null;
    } finally {
      if (this.#waits.get(file) === wait) this.#waits.delete(file);
    }
  }

  /** Ends the wait of a beginning, and what is said of one that was given up. */
  stopWaiting(file: string): void {
    this.#waits.get(file)?.abort();
    this.#waits.delete(file);
    if (this.file(file).waiting !== null) this.#set(file, { waiting: null });
  }

  /** Hides why the last transaction ended. */
  dismissLost(file: string): void {
    if (this.file(file).lost !== null) this.#set(file, { lost: null });
  }

  /** Adds a savepoint. Throws `BridgeFailure`, as all below. */
  async savepoint(file: string, name: string): Promise<void> {
    this.#set(file, { state: await this.#client.transactions.savepoint({ file, name }) });
  }

  async rollbackTo(file: string, node: string): Promise<void> {
    this.#set(file, { state: await this.#client.transactions.rollbackTo({ file, node }) });
  }

  async release(file: string, node: string): Promise<void> {
    this.#set(file, { state: await this.#client.transactions.release({ file, node }) });
  }

  async prolong(file: string): Promise<void> {
    this.#set(file, { state: await this.#client.transactions.prolong({ file }) });
  }

  /** Runs what is staged of the file inside the transaction. */
  async applyStaged(file: string): Promise<void> {
    this.#set(file, { state: await this.#client.transactions.applyStaged({ file }) });
  }

  async commit(file: string): Promise<TransactionEnd> {
    const end = await this.#client.transactions.commit({ file });
    this.#set(file, { state: null });
    return end;
  }

  async rollback(file: string): Promise<TransactionEnd> {
    const end = await this.#client.transactions.rollback({ file });
    this.#set(file, { state: null });
    return end;
  }

  #take({ file, state, reason }: EventValue<'transactions.changed'>): void {
    this.#known.add(file);
    this.#set(file, state === null ? { state, lost: reason } : { state, lost: null });
  }

  async #load(file: string): Promise<void> {
    const before = this.file(file).state;
    try {
      const state = await this.#client.transactions.state({ file });
      const { state: now, lost } = this.file(file);
      // Nobody ended it, and it is there no more.
      const isLost =
        before !== null && now?.transaction === before.transaction && state?.transaction !== now.transaction;
      this.#set(file, { state, lost: isLost ? LOST_WITH_ENGINE : lost });
    } catch (error) {
      // Else it is asked again when the engine is back.
      if (toFailure(error).code === 'FILE_NOT_OPEN') this.#forget(file);
    }
  }

  #forget(file: string): void {
    this.#known.delete(file);
    this.#waits.get(file)?.abort();
    this.#waits.delete(file);
    this.#replace(file, NO_TRANSACTION);
  }

  #set(file: string, change: Partial<FileTransaction>): void {
    this.#replace(file, { ...this.file(file), ...change });
  }

  #replace(file: string, next: FileTransaction): void {
    const files = new Map(this.#files);
    if (next.state === null && next.waiting === null && next.lost === null) files.delete(file);
    else files.set(file, next);
    this.#files = files;
    for (const listener of [...this.#listeners]) listener();
  }
}
