import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import type { TimelineNode } from '../../../src-preload/contract/transactions.ts';
import type { CallOptions, Connection } from '../../engine/types.ts';
import type { ObjectCounts, Settled } from '../../operations/transaction/transaction-input.ts';
import type { BridgeError } from '../bridge-error.ts';
import { isGone } from '../is-gone.ts';
import { SeenSchema } from './seen-schema.ts';
import { Timeline } from './timeline.ts';
import { transactionLost } from './transaction-errors.ts';

/**
 * How a statement is run: streams on the connection, whatever its chunks are. `node` is its place in the timeline; the
 * signal is aborted by the caller's own, and when the transaction has to end.
 */
export type StatementWork<T> = (
  connection: Connection,
  node: string,
  signal: AbortSignal | undefined,
) => AsyncIterable<T>;

export interface RunOptions<T> extends CallOptions {
  /** How many rows of the statement a chunk holds. */
  readonly rowsOf?: (chunk: T) => number;
}

const GONE = 'The connection of the transaction ended, and SQLite rolled it back.';
const STOPPED = 'The running statement was stopped, so SQLite rolled the whole transaction back.';
const NONE: EditCounts = { inserted: 0, updated: 0, deleted: 0 };

/**
 * A transaction on one connection with its timeline, captured statement by statement. After each of them the
 * connection is asked whether the transaction is still there. Calls must not overlap.
 */
export class TransactionSession {
  readonly connection: Connection;
  readonly timeline = new Timeline();
  readonly #onChange: () => void;
  /** What is said when a running statement is stopped. */
  stopReason = STOPPED;
  readonly #schema = new SeenSchema();
  #objects: readonly ObjectCounts[] = [];
  #isCounted = true;
  #lost: BridgeError | null = null;
  /** Of the statement that runs. */
  #signal: AbortSignal | undefined;

  private constructor(connection: Connection, onChange: () => void) {
    this.connection = connection;
    this.#onChange = onChange;
  }

  /** Takes the lock for writing. Rejects with BUSY where another program has it. */
  static async begin(connection: Connection, onChange: () => void = () => {}): Promise<TransactionSession> {
    const session = new TransactionSession(connection, onChange);
    const from = performance.now();
    await connection.call('beginTransaction', null);
    const node = session.timeline.add('begin', 'BEGIN IMMEDIATE');
    node.milliseconds = performance.now() - from;
    return session;
  }

  /** The schema that it sees; see `OpenFile.seesSchema`. */
  get schema(): number {
    return this.#schema.number;
  }

  get isCounted(): boolean {
    return this.#isCounted;
  }

  /** Counts what the transaction has changed so far, unless that is known. */
  async count(): Promise<void> {
    if (this.#isCounted || this.#lost !== null) return;
    this.#objects = (await this.#call('countTransaction', null)) as readonly ObjectCounts[];
    this.#isCounted = true;
  }

  /** What the transaction had changed when it was counted last, by table. */
  get objects(): readonly ObjectCounts[] {
    return this.#objects;
  }

  get counts(): EditCounts {
    return this.#objects.reduce((sum, { counts }) => addCounts(sum, counts), NONE);
  }

  /** Why a connection that is gone is gone. */
  get goneReason(): string {
    return this.#signal?.aborted === true ? this.stopReason : GONE;
  }

  /** Why the transaction is not there any more, although nobody has ended it. */
  get lost(): BridgeError | null {
    return this.#lost;
  }

  /** Says that the transaction has ended without a commit; what came first stays. */
  lose(reason: string, cause?: unknown): BridgeError {
    this.#lost ??= transactionLost(reason, cause);
    return this.#lost;
  }

  /**
   * Runs one statement that does not control the transaction. Rejects with its error, or with TRANSACTION_LOST where
   * it has ended the transaction.
   */
  async *run<T>(
    sql: string,
    work: StatementWork<T>,
    { signal, rowsOf = () => 0 }: RunOptions<T> = {},
  ): AsyncGenerator<T, void, void> {
    await this.#call('prepareStatement', { sql });
    const node = this.#add('statement', sql);
    let spent = 0;
    let failure: { readonly error: unknown } | null = null;
    let isPulling = true;
    node.rows = 0;
    this.#signal = signal;
    const chunks = work(this.connection, node.id, signal)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const from = performance.now();
        isPulling = true;
        const step = await chunks.next().finally(() => {
          spent += performance.now() - from;
        });
        isPulling = false;
        if (step.done === true) break;
        node.rows += rowsOf(step.value);
        yield step.value;
      }
    } catch (error) {
      failure = { error };
    } finally {
      // Left in the middle: SQLite has done all that a statement changes before it gives its first row.
      if (!isPulling) await chunks.return?.();
      node.milliseconds = spent;
      await this.#settle(node, failure?.error);
      this.#signal = undefined;
    }
    if (failure !== null) throw this.#lost ?? failure.error;
    if (this.#lost !== null) throw this.#lost;
  }

  /** Does something that is captured like a statement; `words` says what it was, null that nothing was done. */
  async perform<T>(
    kind: 'staged' | 'revert',
    work: () => Promise<T>,
    words: (answer: T) => string | null,
  ): Promise<{ readonly answer: T; readonly node: string | null }> {
    const from = performance.now();
    const answer = await work();
    const text = words(answer);
    if (text === null) return { answer, node: null };
    const node = this.#add(kind, text);
    node.milliseconds = performance.now() - from;
    await this.#settle(node, undefined);
    if (this.#lost !== null) throw this.#lost;
    return { answer, node: node.id };
  }

  async savepoint(name: string): Promise<TimelineNode> {
    const from = performance.now();
    const node = this.#add('savepoint', `SAVEPOINT ${name}`, name);
    try {
      await this.#call('setSavepoint', { savepoint: node.id });
    } catch (error) {
      node.error = messageOf(error);
      throw error;
    } finally {
      node.milliseconds = performance.now() - from;
      this.#onChange();
    }
    return node;
  }

  async rollbackTo(id: string): Promise<void> {
    const { id: savepoint } = this.timeline.savepoint(id);
    await this.#call('rollBackToSavepoint', { savepoint });
    this.#isCounted = false;
    this.timeline.undoAfter(savepoint);
    this.#schema.undoAfter(savepoint);
    this.#onChange();
  }

  async release(id: string): Promise<void> {
    const { id: savepoint } = this.timeline.savepoint(id);
    await this.#call('releaseSavepoint', { savepoint });
    this.timeline.release(savepoint);
    this.#onChange();
  }

  /** Rejects with what SQLite says, such as a foreign key that is broken: the transaction stays open then. */
  async commit<T>(input: unknown): Promise<T> {
    // What the operation answers.
    return (await this.#call('commitTransaction', input)) as T;
  }

  async rollback(): Promise<void> {
    if (this.#lost === null) await this.#call('rollBackTransaction', null);
  }

  /** Asks about the transaction without changing it. */
  async ask<T>(operation: string, input: unknown): Promise<T> {
    // What the operation of this name answers.
    return (await this.#call(operation, input)) as T;
  }

  #add(kind: TimelineNode['kind'], sql: string, name: string | null = null) {
    const node = this.timeline.add(kind, sql, name);
    this.#onChange();
    return node;
  }

  async #settle(node: ReturnType<Timeline['add']>, error: unknown): Promise<void> {
    if (error !== undefined) node.error = messageOf(error);
    try {
      const input = { node: node.id, isDone: error === undefined };
      const settled = (await this.#call('settleStatement', input)) as Settled;
      if (settled.isOpen) {
        this.#isCounted = false;
        node.counts = error === undefined ? settled.counts : null;
        if (settled.isOtherSchema) this.#schema.change(node.id);
      } else {
        const why = error === undefined ? 'A statement' : `A statement failed (${messageOf(error)}) and`;
        this.lose(`${why} rolled the whole transaction back.`, error);
      }
    } catch (gone) {
      if (this.#lost === null) throw gone;
      node.error ??= this.#lost.message;
    } finally {
      this.#onChange();
    }
  }

  async #call(operation: string, input: unknown): Promise<unknown> {
    if (this.#lost !== null) throw this.#lost;
    try {
      return await this.connection.call(operation, input);
    } catch (error) {
      if (!isGone(error)) throw error;
      throw this.lose(this.goneReason, error);
    }
  }
}

export function addCounts(one: EditCounts, other: EditCounts): EditCounts {
  return {
    inserted: one.inserted + other.inserted,
    updated: one.updated + other.updated,
    deleted: one.deleted + other.deleted,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
