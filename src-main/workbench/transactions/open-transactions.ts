import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EditCommit } from '../../../src-preload/contract/commits.ts';
import type { TransactionEnd } from '../../../src-preload/contract/transactions.ts';
import { inTime } from '../../engine/in-time.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { CommittedTransaction } from '../../operations/transaction/transaction-input.ts';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import { OpenTransaction } from './open-transaction.ts';
import { noTransaction, transactionOpen } from './transaction-errors.ts';
import type { Beginner } from './transaction-parts.ts';

export type { OpenTransaction } from './open-transaction.ts';
export type { Beginner } from './transaction-parts.ts';

/** What the transactions need of the services. */
export type TransactionServices = Pick<Services, 'openFiles' | 'manager' | 'emit' | 'clients'>;

/** A transaction in the history of commits. */
export type KeptTransaction = Pick<EditCommit, 'id' | 'undoReason'>;

/** What others do at the ends of a transaction. */
export interface TransactionEnds {
  /** Before BEGIN. What it rejects with keeps the transaction from beginning. */
  beginning?(file: OpenFile, consoleName: string): Promise<void>;
  /** Before COMMIT, such as a safety copy. */
  before(transaction: OpenTransaction): Promise<void>;
  /** What the transaction of a client sees is other than before; many times in a row are told as one. */
  changed(file: string, client: number): void;
  /** After COMMIT, with what it came to; gives its place in the history, null: it has none. */
  after(transaction: OpenTransaction, what: CommittedTransaction): Promise<KeptTransaction | null>;
}

/** Milliseconds for which several changes of a transaction are told as one. */
const TELL_EVERY = 50;

const STOPPED = 'What was running in it was stopped, so SQLite rolled the whole transaction back.';

/** One that waits for the writer of its file. */
interface Beginning {
  readonly consoleName: string;
  readonly signal: AbortSignal | undefined;
  readonly ended: Promise<void>;
}

/**
 * The users' open transactions, one for a file at most, each leased to a client. All that run statements for a client
 * ask here first: `own` gives its transaction, `begin` begins one, `openFor` says whether there is one.
 */
export class OpenTransactions {
  readonly #services: TransactionServices;
  readonly #ends: TransactionEnds;
  readonly #open = new Map<string, OpenTransaction>();
  readonly #beginning = new Map<string, Beginning>();
  readonly #told = new Set<OpenTransaction>();
  /** The schema that a transaction saw when its client was told last. */
  readonly #toldSchemas = new WeakMap<OpenTransaction, number>();
  /** Clients that have asked for transactions: what is told differs from one to another. */
  readonly #clients = new Set<number>();

  constructor(services: TransactionServices, ends: TransactionEnds) {
    this.#services = services;
    this.#ends = ends;
    const { openFiles, clients, manager } = services;
    openFiles.onClose((id) => void this.#open.get(id)?.rollback('The file was closed.').catch(report));
    clients.onGone((client) => {
      this.#clients.delete(client);
      for (const transaction of this.#open.values()) if (transaction.client === client) transaction.orphan();
    });
    manager.on('change', () => this.#lookAtConnections());
  }

  /** Keeps a client told of transactions, and lets it take over one whose own window is gone. */
  know(file: string, client: number): void {
    this.#clients.add(client);
    const transaction = this.#open.get(file);
    if (transaction?.isOrphan !== true) return;
    transaction.adopt(client);
    this.#toldSchemas.delete(transaction);
  }

  /** The open transaction of a file, whosever it is. */
  of(file: string): OpenTransaction | undefined {
    return this.#open.get(file);
  }

  /** The transaction of this client on a file; undefined: none is open. Throws TRANSACTION_OPEN where it is another's. */
  openFor(file: string, client: number): OpenTransaction | undefined {
    this.know(file, client);
    const transaction = this.#open.get(file);
    if (transaction === undefined || transaction.client === client) return transaction;
    throw transactionOpen(`${transaction.consoleName} in another window`);
  }

  /** The transaction of this client on a file. Throws TRANSACTION_NONE or TRANSACTION_OPEN. */
  own(file: string, client: number): OpenTransaction {
    const transaction = this.openFor(file, client);
    if (transaction === undefined) throw noTransaction();
    return transaction;
  }

  /**
   * Begins a transaction (BEGIN IMMEDIATE); a lock of another program is waited for and told. Rejects with
   * TRANSACTION_OPEN, FILE_LOCKED, FILE_READ_ONLY, FILE_REPLACED.
   */
  async begin(file: string, who: Beginner, options: CallOptions = {}): Promise<OpenTransaction> {
    // One that was given up ends as soon as its connection has noticed.
    for (;;) {
      const before = this.#beginning.get(file);
      if (before?.signal?.aborted !== true) break;
      await before.ended;
    }
    options.signal?.throwIfAborted();
    const open = this.openFor(file, who.client);
    const beginning = this.#beginning.get(file);
    if (open !== undefined) throw transactionOpen(open.consoleName);
    if (beginning !== undefined) throw transactionOpen(beginning.consoleName);
    const ended = Promise.withResolvers<void>();
    const { consoleName } = who;
    this.#beginning.set(file, { consoleName, signal: options.signal, ended: ended.promise });
    try {
      const opened = this.#services.openFiles.get(file);
      const told = this.#ends.beginning?.(opened, consoleName);
      if (told !== undefined) await inTime(told, options);
      const transaction = await OpenTransaction.begin(
        {
          ...who,
          id: randomBytes(8).toString('hex'),
          file: opened,
          onChange: (changed) => void this.#tell(changed),
          onEnd: (ended, reason) => this.#ended(ended, reason),
          beforeCommit: (own) => this.#ends.before(own),
          committed: (own, what, milliseconds) => this.#committed(own, what, milliseconds),
        },
        options,
      );
      this.#open.set(file, transaction);
      if (!this.#clients.has(who.client)) transaction.orphan();
      void this.#tell(transaction);
      return transaction;
    } finally {
      this.#beginning.delete(file);
      ended.resolve();
    }
  }

  /** Rolls the transaction of a client back at once: its connection is ended in the middle of whatever it does. */
  async stop(file: string, client: number): Promise<void> {
    const transaction = this.own(file, client);
    transaction.lose(STOPPED);
    this.#services.manager.kill(transaction.connection);
    await transaction.left;
  }

  /** Rolls everything back. For the end of the engine. */
  async close(): Promise<void> {
    const open = [...this.#open.values()];
    await Promise.allSettled(open.map((transaction) => transaction.rollback('Cairn ends.')));
  }

  async #tell(transaction: OpenTransaction): Promise<void> {
    if (this.#told.has(transaction)) return;
    this.#told.add(transaction);
    await delay(TELL_EVERY);
    this.#told.delete(transaction);
    const { id: file } = transaction.file.info;
    if (this.#open.get(file) !== transaction) return;
    await transaction.counted(transaction.client);
    if (this.#open.get(file) !== transaction) return;
    if (transaction.hasWritten()) this.#ends.changed(file, transaction.client);
    this.#tellSchema(transaction, transaction.schema);
    for (const client of this.#clients) {
      this.#services.emit(
        'transactions.changed',
        { file, state: transaction.state(client), reason: null },
        client,
      );
    }
  }

  async #committed(
    transaction: OpenTransaction,
    what: CommittedTransaction,
    milliseconds: number,
  ): Promise<TransactionEnd> {
    const { counts, tables, undoReason } = what;
    const kept = await this.#ends.after(transaction, what);
    const end: TransactionEnd = {
      ...{ outcome: 'committed', counts, tables: [...tables], milliseconds },
      commit: kept?.id ?? null,
      undoReason: kept === null ? undoReason : kept.undoReason,
    };
    const { file, client } = transaction;
    this.#services.emit('transactions.committed', { file: file.info.id, end }, client);
    return end;
  }

  #ended(transaction: OpenTransaction, reason: string | null): void {
    const { id: file } = transaction.file.info;
    if (this.#open.get(file) !== transaction) return;
    this.#open.delete(file);
    const { client } = transaction;
    void transaction.left.then(() => {
      this.#ends.changed(file, client);
      this.#tellSchema(transaction, 0);
    });
    this.#services.emit('transactions.changed', { file, state: null, reason });
  }

  /** Its client sees another schema than before; what others see changes by a COMMIT only. */
  #tellSchema(transaction: OpenTransaction, schema: number): void {
    if ((this.#toldSchemas.get(transaction) ?? 0) === schema) return;
    this.#toldSchemas.set(transaction, schema);
    const { id: file } = transaction.file.info;
    this.#services.emit('files.changed', { file, what: 'schema', message: null }, transaction.client);
  }

  /** A process that has ended says nothing any more; the pool knows. */
  #lookAtConnections(): void {
    if (this.#open.size === 0) return;
    for (const transaction of this.#open.values()) {
      const { connections } = this.#services.manager.getStats(transaction.file.info.path);
      const isThere = connections.some(
        ({ id, state }) => id === transaction.connection && (state === 'leased' || state === 'idle'),
      );
      if (!isThere) transaction.connectionGone();
    }
  }
}

function report(error: unknown): void {
  console.error('Ending a transaction failed:', error);
}
