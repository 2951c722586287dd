import { AsyncLocalStorage } from 'node:async_hooks';
import { retryWhileBusy } from '../busy-retry.ts';
import { cancelledError, DatabaseError, hasErrorCode } from '../errors.ts';
import { inTime, type Limits } from '../in-time.ts';
import type { CallOptions, OnWaited } from '../types.ts';
import {
  begunByHand,
  commitError,
  isGone,
  lockError,
  overdueError,
  rolledBack,
  transactionErrorOf,
} from './transaction-errors.ts';

/** The connection of one transaction: its BEGIN, savepoints, COMMIT and ROLLBACK go here. */
export interface TransactionHandle {
  run(sql: string): unknown;
  isInTransaction(): boolean | Promise<boolean>;
  /** Gives the connection back when the transaction has ended. */
  release?(): void;
}

export interface TransactionRun<H> extends CallOptions {
  /** Gets the connection, when it is this transaction's turn; not asked for nested ones. */
  readonly open: () => H | Promise<H>;
  /** Milliseconds that `fn` may take. Default Infinity. */
  readonly timeout?: number | undefined;
  /** Milliseconds that BEGIN and COMMIT wait for the lock of another connection. Default 0. */
  readonly busyTimeout?: number | undefined;
  /** Told of such a wait. */
  readonly onWaited?: OnWaited | undefined;
  /** Milliseconds that the transaction may wait for its turn. Default Infinity. */
  readonly acquireTimeout?: number | undefined;
  /** Takes no lock for writing: for connections that can only read. */
  readonly isReadonly?: boolean | undefined;
}

/** The connection outside of any transaction (no parent), or a transaction or savepoint. */
interface Level<H> {
  readonly parent: Level<H> | undefined;
  readonly depth: number;
  readonly handle: H | undefined;
  state: 'open' | 'ended' | 'undone';
  undoneBy: DatabaseError | undefined;
  /** Aborted when the level is undone: what it still runs is stopped. Made when somebody asks for its signal. */
  stop: AbortController | undefined;
  /** The transactions begun or waiting directly under this level. */
  pending: number;
  tail: Promise<void>;
  /** Set while a call needs the connection for itself although it gives its turn back in between. */
  held: Promise<unknown> | undefined;
  /** Calls of this level since its last transaction was asked for that have not settled; that one waits for older ones. */
  calls: Set<Promise<unknown>>;
}

/** What a call may use. */
export class Turn<H> {
  readonly #level: Level<H>;

  constructor(level: Level<H>) {
    this.#level = level;
  }

  /** The connection of its transaction, or nothing where it belongs to none. */
  get handle(): H | undefined {
    return this.#level.handle;
  }

  /** Aborted when the transaction is undone. */
  get signal(): AbortSignal | undefined {
    if (this.#level.parent === undefined) return undefined;
    this.#level.stop ??= new AbortController();
    return this.#level.stop.signal;
  }
}

/**
 * Gives one connection to transactions in turn. A transaction belongs to the async context of its `fn`: work of
 * others waits until it has ended, further transactions wait in the order of asking, nested ones are savepoints.
 * Work of an `fn` whose transaction was undone is refused: it must not land outside.
 */
export class TransactionQueue<H extends TransactionHandle> {
  readonly #context = new AsyncLocalStorage<Level<H>>();
  readonly #root: Level<H> = level<H>(undefined, undefined);
  #waiting = 0;

  /** Calls and transactions that wait for their turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether the running code belongs to an open transaction. */
  get isInTransaction(): boolean {
    const own = this.#context.getStore();
    return own !== undefined && whyUndone(own) === undefined && this.#current() !== this.#root;
  }

  /** Whether `whenFree` would not have to wait. Throws TRANSACTION_ROLLBACK where it would refuse. */
  get isFree(): boolean {
    const mine = this.#current();
    return mine.pending === 0 && mine.held === undefined;
  }

  /** Throws TRANSACTION_STATE where `whenFree` would have to wait: a sync call cannot. */
  assertFree(): void {
    if (this.isFree) return;
    throw new DatabaseError(
      'TRANSACTION_STATE',
      'A transaction of another caller is open on this connection; use the async method, which waits for it.',
    );
  }

  /** Runs `work` as soon as no transaction of somebody else is open, in the order of asking. */
  whenFree<T>(work: (turn: Turn<H>) => T | PromiseLike<T>, limits: Limits = {}): Promise<T> {
    let mine: Level<H>;
    try {
      mine = this.#current();
    } catch (error) {
      return Promise.reject(error);
    }
    const running = this.#inTurn(mine, work, limits);
    const { calls } = mine;
    calls.add(running);
    const done = () => void calls.delete(running);
    running.then(done, done);
    return running;
  }

  /** To be called at once by the `work` of `whenFree`: keeps all others off until `work` has settled. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#current();
    const { promise, resolve } = Promise.withResolvers<void>();
    mine.held = promise;
    try {
      return await work();
    } finally {
      mine.held = undefined;
      resolve();
    }
  }

  /**
   * Runs `fn` in a transaction, when it is its turn. Rolls back when `fn` rejects or does not settle in time. Calls
   * and nested transactions that `fn` did not wait for are waited for.
   */
  async transaction<T>(fn: () => Promise<T>, run: TransactionRun<H>): Promise<T> {
    if (run.signal?.aborted) throw cancelledError(run.signal);
    const parent = this.#current();
    const earlier = parent.calls;
    const before = parent.tail;
    const mustWait = parent.pending > 0 || earlier.size > 0;
    if (earlier.size > 0) parent.calls = new Set();
    const { promise, resolve } = Promise.withResolvers<void>();
    parent.tail = promise;
    parent.pending += 1;
    const leave = () => {
      parent.pending -= 1;
      resolve();
    };
    if (mustWait) {
      const turn = Promise.all([before, Promise.allSettled(earlier)]);
      try {
        await this.#wait(turn, { signal: run.signal, timeout: run.acquireTimeout });
      } catch (error) {
        // Those behind still wait for those before.
        void turn.then(leave);
        throw error;
      }
    }
    try {
      return await this.#runUnder(parent, fn, run);
    } finally {
      leave();
    }
  }

  /** To be called after a failed statement of the running transaction: SQLite ends some transactions by itself. */
  noteFailure(isInTransaction: boolean, cause: unknown): void {
    if (isInTransaction) return;
    for (let own = this.#context.getStore(); own?.parent !== undefined; own = own.parent) {
      if (own.state === 'open') undo(own, rolledBack(cause));
    }
  }

  async #inTurn<T>(mine: Level<H>, work: (turn: Turn<H>) => T | PromiseLike<T>, limits: Limits): Promise<T> {
    if (mine.pending > 0) await this.#wait(mine.tail, limits);
    while (mine.held !== undefined) await this.#wait(mine.held, limits);
    assertNotUndone(mine);
    return await work(new Turn(mine));
  }

  async #wait(turn: Promise<unknown>, limits: Limits): Promise<void> {
    this.#waiting += 1;
    try {
      await inTime(turn, limits);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #runUnder<T>(parent: Level<H>, fn: () => Promise<T>, run: TransactionRun<H>): Promise<T> {
    assertNotUndone(parent);
    const handle = parent.handle ?? (await run.open());
    const own = level(parent, handle);
    try {
      await begin(own, run);
      return await this.#runFn(own, fn, run);
    } finally {
      if (parent.handle === undefined) handle.release?.();
    }
  }

  async #runFn<T>(own: Level<H>, fn: () => Promise<T>, run: TransactionRun<H>): Promise<T> {
    const { timeout = Number.POSITIVE_INFINITY, signal } = run;
    const work = async () => {
      const result = await this.#context.run(own, fn);
      await settled(own);
      return result;
    };
    let result: T;
    try {
      result = await inTime(work(), { timeout, signal, onTimeout: () => overdueError(timeout) });
      assertNotUndone(own);
    } catch (error) {
      const wasOpen = await rollBack(own, error);
      throw transactionErrorOf(error, wasOpen);
    }
    // What comes from `fn` from now on is outside.
    own.state = 'ended';
    try {
      await commit(own, run);
    } catch (error) {
      await rollBack(own, error);
      throw error;
    }
    return result;
  }

  /** The innermost open transaction that the running code belongs to. */
  #current(): Level<H> {
    let own = this.#context.getStore();
    if (own === undefined) return this.#root;
    assertNotUndone(own);
    while (own.state !== 'open' && own.parent !== undefined) own = own.parent;
    return own;
  }
}

function level<H>(parent: Level<H> | undefined, handle: H | undefined): Level<H> {
  return {
    parent,
    handle,
    depth: parent === undefined ? 0 : parent.depth + 1,
    state: 'open',
    undoneBy: undefined,
    stop: undefined,
    pending: 0,
    tail: Promise.resolve(),
    held: undefined,
    calls: new Set(),
  };
}

/** Throws TRANSACTION_ROLLBACK when the transaction, or one around it, was undone. */
function assertNotUndone<H>(own: Level<H>): void {
  const reason = whyUndone(own);
  if (reason !== undefined) throw reason;
}

function whyUndone<H>(own: Level<H>): DatabaseError | undefined {
  for (let each: Level<H> | undefined = own; each !== undefined; each = each.parent) {
    if (each.state === 'undone') return each.undoneBy;
  }
  return undefined;
}

function undo<H>(own: Level<H>, reason: DatabaseError): void {
  own.state = 'undone';
  own.undoneBy = reason;
  own.stop?.abort(reason);
}

/** Waits for nested transactions and calls that `fn` did not wait for. */
async function settled<H>(own: Level<H>): Promise<void> {
  while (own.pending > 0 || own.calls.size > 0) {
    await Promise.allSettled([own.tail, ...own.calls]);
  }
}

function savepointOf<H>({ depth }: Level<H>): string | undefined {
  return depth > 1 ? `cairn_${depth}` : undefined;
}

async function begin<H extends TransactionHandle>(own: Level<H>, run: TransactionRun<H>): Promise<void> {
  const savepoint = savepointOf(own);
  const sql = run.isReadonly ? 'BEGIN' : 'BEGIN IMMEDIATE';
  try {
    await patiently(own, savepoint === undefined ? sql : `SAVEPOINT ${savepoint}`, run);
  } catch (error) {
    if (hasErrorCode(error, 'SQL_ERROR') && (await own.handle?.isInTransaction())) throw begunByHand(error);
    throw lockError(error, 'begin');
  }
}

async function commit<H extends TransactionHandle>(own: Level<H>, run: TransactionRun<H>): Promise<void> {
  const savepoint = savepointOf(own);
  try {
    await patiently(own, savepoint === undefined ? 'COMMIT' : `RELEASE ${savepoint}`, run);
  } catch (error) {
    if (isGone(error)) throw commitError(error);
    throw (await own.handle?.isInTransaction()) ? lockError(error, 'commit') : rolledBack(error);
  }
}

async function patiently<H extends TransactionHandle>(
  { handle }: Level<H>,
  sql: string,
  { busyTimeout = 0, signal, onWaited }: TransactionRun<H>,
): Promise<void> {
  try {
    await handle?.run(sql);
  } catch (error) {
    if (busyTimeout === 0 || !hasErrorCode(error, 'BUSY')) throw error;
    const waits = { timeout: busyTimeout, signal, onWaited };
    await retryWhileBusy(async () => void (await handle?.run(sql)), waits);
  }
}

/** Undoes a level, unless one around it was undone already. Gives whether its transaction was still there. */
async function rollBack<H extends TransactionHandle>(own: Level<H>, error: unknown): Promise<boolean> {
  const isDone = own.parent !== undefined && whyUndone(own.parent) !== undefined;
  if (own.state !== 'undone') undo(own, rolledBack(error));
  if (isDone || own.handle === undefined) return false;
  const savepoint = savepointOf(own);
  try {
    // SQLite ends some failed transactions by itself (disk full, for instance).
    if (!(await own.handle.isInTransaction())) return false;
    await own.handle.run(savepoint === undefined ? 'ROLLBACK' : `ROLLBACK TO ${savepoint}`);
    if (savepoint !== undefined) await own.handle.run(`RELEASE ${savepoint}`);
    return true;
  } catch (failure) {
    // A connection that has ended took its transaction with it.
    if (isGone(failure)) return false;
    throw failure;
  }
}
