import type { TransactionEnd, TransactionState } from '../../../src-preload/contract/transactions.ts';
import { DatabaseError, hasErrorCode } from '../../engine/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { Control } from '../../operations/transaction/control-words.ts';
import type { CommittedTransaction } from '../../operations/transaction/transaction-input.ts';
import { BridgeError } from '../bridge-error.ts';
import type { StagedEntry } from '../edits/index.ts';
import { type FileStamp, readStamp, sameIdentity } from '../files/file-stamp.ts';
import { fileReplaced } from '../files/open-errors.ts';
import type { OpenFile } from '../open-file.ts';
import { Lifetime } from './lifetime.ts';
import { runControl } from './run-control.ts';
import { type RunOptions, type StatementWork, TransactionSession } from './session.ts';
import { noTransaction, resultClosed } from './transaction-errors.ts';
import type { TransactionParts } from './transaction-parts.ts';

/**
 * The user's transaction on a file: it holds the writer, and the lock for writing, until it ends. What is asked of it is
 * done in turn.
 */
export class OpenTransaction {
  readonly id: string;
  readonly file: OpenFile;
  readonly console: string;
  readonly consoleName: string;
  readonly begunAt = Date.now();
  readonly #parts: TransactionParts;
  readonly #session: TransactionSession;
  readonly #stamp: FileStamp | null;
  readonly #leave: (error?: unknown) => void;
  readonly #left: Promise<unknown>;
  readonly #stop = new AbortController();
  readonly #lifetime: Lifetime;
  #client: number;
  #turn: Promise<unknown> = Promise.resolve();
  #isRunning = false;
  /** What the timeline was when views were told last. */
  #seen = '';
  #hasEnded = false;
  /** Staged edits that were applied, by the node that did it. */
  readonly #applied = new Map<string, readonly StagedEntry[]>();
  /** A result of which the rest was not asked for yet. */
  #paused: (() => Promise<void>) | null = null;

  private constructor(
    parts: TransactionParts,
    session: TransactionSession,
    stamp: FileStamp | null,
    leave: (error?: unknown) => void,
    left: Promise<unknown>,
  ) {
    this.#parts = parts;
    this.id = parts.id;
    this.file = parts.file;
    this.console = parts.console;
    this.consoleName = parts.consoleName;
    this.#client = parts.client;
    this.#session = session;
    this.#stamp = stamp;
    this.#leave = leave;
    this.#left = left;
    this.#lifetime = new Lifetime({
      onWarning: () => this.changed(),
      onEnd: (reason) => void this.rollback(reason).catch(report),
    });
  }

  /** Takes the writer of the file and begins. BUSY is waited for and told. */
  static async begin(parts: TransactionParts, options: CallOptions): Promise<OpenTransaction> {
    const begun = Promise.withResolvers<OpenTransaction>();
    const written = Promise.withResolvers<unknown>();
    let transaction: OpenTransaction | undefined;
    const holder = {
      client: () => transaction?.client ?? parts.client,
      schema: () => transaction?.schema ?? 0,
      writes: () => transaction?.writes ?? '',
      words: parts.consoleName,
    };
    const writing = parts.file.write(
      { holder: `transaction of ${parts.consoleName}`, signal: options.signal, transaction: holder },
      async (connection) => {
        const session = await TransactionSession.begin(connection, () => transaction?.changed());
        const stamp = await readStamp(parts.file.info.path);
        const left = Promise.withResolvers<void>();
        const leave = (error?: unknown) => (error === undefined ? left.resolve() : left.reject(error));
        transaction = new OpenTransaction(parts, session, stamp, leave, written.promise);
        begun.resolve(transaction);
        await left.promise;
      },
    );
    writing.then(
      () => written.resolve(null),
      (error: unknown) => {
        begun.reject(error);
        written.resolve(error);
      },
    );
    return await begun.promise;
  }

  /** Whom it belongs to. */
  get client(): number {
    return this.#client;
  }

  /** The schema that it sees; see `OpenFile.seesSchema`. */
  get schema(): number {
    return this.#session.schema;
  }

  /** What it has written so far; see `OpenFile.seesWrites`. */
  get writes(): string {
    return `${this.id} ${this.#session.timeline.writes}`;
  }

  /** Its client has left. */
  get isOrphan(): boolean {
    return this.#lifetime.isOrphan;
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** The id of its connection in the pool. */
  get connection(): string {
    return this.#session.connection.id;
  }

  /** What a client is told of it, with what it has changed counted anew unless a statement is running. */
  async counted(client: number): Promise<TransactionState> {
    if (!this.#isRunning && this.#paused === null && !this.#session.isCounted && !this.#hasEnded) {
      const turn = await this.#takeTurn(true);
      // Why it cannot be counted, whoever runs something next is told.
      await this.#session.count().catch(() => undefined);
      await this.#release(turn);
    }
    return this.state(client);
  }

  /** The same, as counted last. */
  state(client: number): TransactionState {
    const { objects, counts, timeline } = this.#session;
    return {
      file: this.file.info.id,
      transaction: this.id,
      console: this.console,
      consoleName: this.consoleName,
      isMine: client === this.#client,
      begunAt: this.begunAt,
      warnsAt: this.#lifetime.warnsAt,
      endsAt: this.#lifetime.endsAt,
      isRunning: this.#isRunning,
      nodes: timeline.nodes,
      counts,
      objects: objects.map(({ object, counts: own }) => ({ object, counts: own })),
    };
  }

  /** Resolves when it has given the writer back. */
  get left(): Promise<unknown> {
    return this.#left;
  }

  /** Whether its nodes are others than when this was asked last, once none is running. */
  hasWritten(): boolean {
    const { isQuiet, writes } = this.#session.timeline;
    if (!isQuiet || writes === this.#seen) return false;
    this.#seen = writes;
    return true;
  }

  /** Something of it is other than before. */
  changed(): void {
    if (!this.#hasEnded) this.#parts.onChange(this);
  }

  /**
   * Does what a statement says that controls the transaction (`COMMIT`, `SAVEPOINT x`, ...), and gives which it was; null:
   * it is an ordinary one. Rejects with QUERY_INVALID for those that cannot be done inside of one.
   */
  async control(sql: string): Promise<Control['kind'] | null> {
    return await runControl(this, sql);
  }

  /**
   * Runs an ordinary statement. `work` gets the connection and the id of the node in the timeline. The stream ends with
   * RESULT_CLOSED when something else is asked of the transaction before its rest was.
   */
  async *run<T>(
    sql: string,
    work: StatementWork<T>,
    options: RunOptions<T> = {},
  ): AsyncGenerator<T, void, void> {
    const turn = await this.#takeTurn();
    const signal =
      options.signal === undefined ? this.#stop.signal : AbortSignal.any([options.signal, this.#stop.signal]);
    const chunks = this.#session.run(sql, work, { ...options, signal });
    let isClosed = false;
    const stop = async () => {
      isClosed = true;
      await chunks.return();
      await this.#release(turn);
    };
    try {
      for (;;) {
        if (isClosed) throw resultClosed();
        this.#paused = null;
        this.#setRunning(true);
        const step = await chunks.next();
        this.#setRunning(false);
        if (step.done === true) return;
        this.#paused = stop;
        yield step.value;
      }
    } finally {
      if (!isClosed) {
        await chunks.return();
        await this.#release(turn);
      }
    }
  }

  async savepoint(name: string): Promise<void> {
    await this.#inTurn((session) => session.savepoint(name));
  }

  /** `node`: of a savepoint, or the first, which is the beginning. */
  async rollbackTo(node: string): Promise<void> {
    await this.#inTurn((session) => session.rollbackTo(node));
  }

  async release(node: string): Promise<void> {
    await this.#inTurn((session) => session.release(node));
  }

  /** Something of the transaction's own kind, in turn. */
  async perform<T>(work: (session: TransactionSession) => Promise<T>): Promise<T> {
    return await this.#inTurn(work);
  }

  /** Staged edits that are part of the transaction. */
  applied(): readonly StagedEntry[] {
    const { timeline } = this.#session;
    return [...this.#applied].flatMap(([node, entries]) => (timeline.holds(node) ? entries : []));
  }

  /** Notes that a node applied these staged edits. */
  noteApplied(node: string, entries: readonly StagedEntry[]): void {
    this.#applied.set(node, entries);
  }

  /** Rejects with what SQLite says where it cannot be committed; the transaction is still open then. */
  async commit(): Promise<TransactionEnd> {
    const { what, milliseconds } = await this.#inTurn(async (session) => {
      const from = performance.now();
      await this.#assertSameFile();
      await this.#parts.beforeCommit(this);
      const committed = await session.commit<CommittedTransaction>(null);
      return { what: committed, milliseconds: performance.now() - from };
    });
    this.#end(null);
    const error = await this.#left;
    if (error !== null) throw error;
    return await this.#parts.committed(this, what, milliseconds);
  }

  /** Takes everything back. `reason`: why, where nobody asked for it. */
  async rollback(reason: string | null): Promise<TransactionEnd> {
    const from = performance.now();
    const { counts, objects } = this.#session;
    if (reason !== null) {
      this.#session.stopReason = reason;
      this.#stop.abort(new DatabaseError('CANCELLED', reason));
    }
    try {
      await this.#inTurn((session) => session.rollback(), reason !== null);
    } catch (error) {
      if (!(error instanceof BridgeError) || error.code !== 'TRANSACTION_LOST') throw error;
    }
    this.#end(reason);
    await this.#left;
    const milliseconds = performance.now() - from;
    const tables = objects.map(({ object }) => object);
    return { outcome: 'rolled-back', counts, tables, milliseconds, commit: null, undoReason: null };
  }

  /** Puts the end off to the whole time from now on. */
  prolong(): void {
    this.#lifetime.prolong();
    this.changed();
  }

  /** Its client has left for good: somebody else may take it over for a while. */
  orphan(): void {
    this.#lifetime.orphan();
    this.changed();
  }

  /** Another window takes it over. */
  adopt(client: number): void {
    this.#lifetime.adopt();
    this.#client = client;
    this.changed();
  }

  /** Its connection is about to be ended; `reason` says why. */
  lose(reason: string): void {
    this.#session.lose(reason);
  }

  /** The process of its connection has ended. */
  connectionGone(): void {
    if (this.#hasEnded) return;
    this.#session.lose(this.#session.goneReason);
    this.#loseNow();
  }

  async #assertSameFile(): Promise<void> {
    const { path } = this.file.info;
    const now = await readStamp(path);
    if (now !== null && this.#stamp !== null && sameIdentity(now, this.#stamp)) return;
    throw fileReplaced(path);
  }

  async #inTurn<T>(work: (session: TransactionSession) => Promise<T>, isEnd = false): Promise<T> {
    const turn = await this.#takeTurn(isEnd);
    this.#setRunning(true);
    try {
      return await work(this.#session);
    } finally {
      await this.#release(turn);
    }
  }

  async #takeTurn(isEnd = false): Promise<() => void> {
    this.#assertOpen();
    const before = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = before.then(() => promise);
    // Rows that nobody asks for just now give way.
    const paused = this.#paused;
    this.#paused = null;
    await paused?.();
    await before;
    if (!isEnd && this.#hasEnded) {
      resolve();
      throw this.#session.lost ?? noTransaction();
    }
    return resolve;
  }

  async #release(turn: () => void): Promise<void> {
    turn();
    this.#setRunning(false);
    if (this.#session.lost === null) return;
    this.#loseNow();
    // Whoever is told may begin again at once.
    await this.#left;
  }

  #assertOpen(): void {
    if (this.#hasEnded) throw this.#session.lost ?? noTransaction();
  }

  #setRunning(isRunning: boolean): void {
    if (this.#isRunning === isRunning) return;
    this.#isRunning = isRunning;
    this.changed();
  }

  #loseNow(): void {
    const { lost } = this.#session;
    if (this.#hasEnded || lost === null) return;
    this.#end(lost.message, lost.cause ?? lost);
  }

  #end(reason: string | null, error?: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#lifetime.end();
    this.#parts.onEnd(this, reason);
    this.#leave(error !== undefined && isConnectionError(error) ? error : undefined);
  }
}

function isConnectionError(error: unknown): boolean {
  return hasErrorCode(error, 'CONNECTION_GONE');
}

function report(error: unknown): void {
  console.error('Ending a transaction failed:', error);
}
