import { setTimeout as delay } from 'node:timers/promises';
import { type ConnectionManager, type FileTarget, hasErrorCode } from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import { limitsInForce } from '../limits.ts';
import type { LeaseOptions, TransactionHolder, WriteOptions } from '../open-file.ts';
import { transactionOpen } from '../transactions/transaction-errors.ts';
import type { Established } from './establish.ts';
import type { FileLocks } from './file-locks.ts';
import { type FileStamp, type FileStamps, readStamp, readStamps, sameIdentity } from './file-stamp.ts';
import { schemaVersionOf } from './file-versions.ts';
import { fileReadOnly, fileReplaced } from './open-errors.ts';
import { withoutStops } from './own-view.ts';

/** What the writer of a file needs of the file. */
export interface FileWriterParts {
  readonly manager: ConnectionManager;
  readonly path: string;
  /** The state to read by, as the disk has it now. */
  readonly ready: (signal: AbortSignal | undefined) => Promise<Established>;
  /** Opens the file anew, in the way that `mayWriteAhead` asks for. */
  readonly reopen: () => Promise<Established>;
  readonly readOnlyReason: () => string | null;
  /** The user wants it not to be written. */
  readonly isReadOnly: boolean;
  readonly locks: FileLocks;
  readonly onWritten: (stamps: FileStamps, schemaVersion: number) => void;
}

/** Milliseconds to wait between two tries while another program has the file locked. */
const BUSY_PAUSE = 60;
/** Milliseconds that SQLite itself waits for a lock: in a process of its own, so nobody waits with it. */
const LOCK_WAIT = 200;

/** Writing to an open file: one write at a time, never into another file, and no lock is held between two. */
export class FileWriter {
  readonly #parts: FileWriterParts;
  /** The file that is known to stand at the path. */
  #known: FileStamp | null = null;
  /** Another file stands there, and no writer was told so. */
  #isReplaced = false;
  #last: Promise<unknown> = Promise.resolve();
  #isWriting = false;
  /** Who has the turn, and who waits for it. */
  readonly #line: string[] = [];
  /** The user's transaction that is open or waits for its turn. */
  #transaction: TransactionHolder | null = null;
  #view: Connection | null = null;
  #mayWriteAhead = false;
  #alone: PromiseWithResolvers<void> | null = null;

  constructor(parts: FileWriterParts) {
    this.#parts = parts;
  }

  /** A write is going on: the side files of the database are Cairn's own. */
  get isWriting(): boolean {
    return this.#isWriting;
  }

  /** Ends with the write that has to be alone with the file; null: there is none. */
  get whileAlone(): Promise<void> | null {
    return this.#alone?.promise ?? null;
  }

  /** Cairn writes this file, so that readers may leave side files too. */
  get mayWriteAhead(): boolean {
    return this.#mayWriteAhead;
  }

  /** The file was opened: this one stands at the path now. */
  opened(stamp: FileStamp | null): void {
    if (stamp === null) return;
    if (this.#known !== null && !sameIdentity(this.#known, stamp)) this.#isReplaced = true;
    this.#known = stamp;
  }

  /** Resolves when the write that is going on has ended. */
  async settled(): Promise<void> {
    await this.#last.catch(() => undefined);
  }

  /** The connection of the open transaction, for reads of the client that it belongs to. */
  viewOf(client: number | undefined): Connection | null {
    return client !== undefined && this.#transaction?.client() === client ? this.#view : null;
  }

  /** The schema that reads of this client see; see `OpenFile.seesSchema`. */
  schemaOf(client: number | undefined): number {
    return this.viewOf(client) === null ? 0 : (this.#transaction?.schema() ?? 0);
  }

  /** What the open transaction of this client has written; see `OpenFile.seesWrites`. */
  writesOf(client: number): string {
    return this.viewOf(client) === null ? '' : (this.#transaction?.writes() ?? '');
  }

  async write<T>(options: WriteOptions, work: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#transaction !== null) throw transactionOpen(this.#transaction.words);
    const { transaction = null } = options;
    if (options.isAlone === true)
      return await this.#inTurn(options, work, () => this.#writeAlone(options, work));
    if (transaction === null) return await this.#inTurn(options, work);
    this.#transaction = transaction;
    try {
      return await this.#inTurn(options, async (connection) => {
        this.#view = withoutStops(connection);
        try {
          return await work(connection);
        } finally {
          this.#view = null;
        }
      });
    } finally {
      this.#transaction = null;
    }
  }

  #inTurn<T>(
    options: WriteOptions,
    work: (connection: Connection) => Promise<T>,
    write = () => this.#writeNow(options, work),
  ): Promise<T> {
    const [began, [heldBy]] = [performance.now(), this.#line];
    this.#line.push(options.holder);
    const turn = this.#last
      .catch(() => undefined)
      .then(() => {
        if (heldBy !== undefined) this.#noteTurn(options.holder, heldBy, performance.now() - began);
        return write();
      })
      .finally(() => void this.#line.shift());
    this.#last = turn;
    return turn;
  }

  /** Writes of Cairn wait for each other before any of them asks SQLite for the lock. */
  #noteTurn(waiter: string, heldBy: string, milliseconds: number): void {
    const { manager, path: file } = this.#parts;
    manager.noteLockWait({ file, waiter, milliseconds, heldBy, isServed: true });
  }

  async #writeAlone<T>(options: WriteOptions, work: (connection: Connection) => Promise<T>): Promise<T> {
    const { manager, path, reopen } = this.#parts;
    this.#alone = Promise.withResolvers();
    try {
      const value = await this.#writeNow(options, async (connection) => {
        await manager.closeIdle(path);
        return await work(connection);
      });
      // How it is read and what is told of it may be other than before.
      await reopen();
      return value;
    } finally {
      this.#alone.resolve();
      this.#alone = null;
    }
  }

  async #writeNow<T>(options: WriteOptions, work: (connection: Connection) => Promise<T>): Promise<T> {
    const until = performance.now() + limitsInForce().busySeconds * 1000;
    using wait = this.#parts.locks.waitOf(options.holder);
    for (;;) {
      const state = await this.#prepare(options.signal);
      try {
        const value = await this.#attempt(state, options, work);
        wait.served();
        return value;
      } catch (error) {
        if (hasErrorCode(error, 'CONNECTION_GONE') || hasErrorCode(error, 'CANCELLED'))
          await this.#undoUnfinished(state);
        if (!hasErrorCode(error, 'BUSY') || options.signal?.aborted === true) throw error;
        await wait.refused();
        if (performance.now() > until) throw await this.#parts.locks.writeError(options);
        await delay(BUSY_PAUSE, undefined, { signal: options.signal });
      }
    }
  }

  /** Makes sure that the file may be written, that it is the one that was opened, and that it is not read without locks. */
  async #prepare(signal: AbortSignal | undefined): Promise<Established> {
    const { path, ready, reopen, readOnlyReason } = this.#parts;
    let state = await ready(signal);
    if (state.plan.needsRollback && !this.#parts.isReadOnly) {
      // What is written now was staged before the file was left so, perhaps by Cairn itself.
      await this.#recover();
      state = await reopen();
    }
    const reason = readOnlyReason();
    if (reason !== null) throw fileReadOnly(path, reason);
    if (state.plan.mode === 'immutable') {
      this.#mayWriteAhead = true;
      state = await reopen();
    }
    this.opened(await readStamp(path));
    if (!this.#isReplaced) return state;
    // The user is told once; who writes again has seen what stands there now.
    this.#isReplaced = false;
    throw fileReplaced(path);
  }

  async #attempt<T>(
    state: Established,
    options: LeaseOptions,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const { manager, path, onWritten } = this.#parts;
    // From here on, since opening a WAL file for writing makes its side files.
    this.#isWriting = true;
    try {
      using lease = await manager.lease(writerTarget(state), 'writer', options);
      const { connection } = lease;
      const before = await readStamps(path);
      const value = await work(connection);
      const stamps = await readStamps(path);
      // It was replaced in that very moment: what was written went into the file that stands there no more.
      if (before.main === null || stamps.main === null || !sameIdentity(before.main, stamps.main))
        throw fileReplaced(path);
      if (isTouched(before, stamps)) onWritten(stamps, await schemaVersionOf(connection));
      return value;
    } finally {
      this.#isWriting = false;
    }
  }

  /** A file that a program left in the middle of a write is made whole, as by any program that writes it. */
  async #recover(): Promise<void> {
    const { manager, path } = this.#parts;
    const options = { filename: path, mustExist: true, busyTimeout: LOCK_WAIT };
    const driver = path === path.trim() ? 'better-sqlite3' : 'node:sqlite';
    await manager.closeFile(path);
    await this.#takeBack({ file: path, driver, options });
  }

  /** A writer that ended in the middle of a transaction leaves a journal, which the next one takes back. */
  async #undoUnfinished(state: Established): Promise<void> {
    await this.#takeBack(writerTarget(state));
  }

  async #takeBack(target: FileTarget): Promise<void> {
    this.#isWriting = true;
    try {
      using lease = await this.#parts.manager.lease(target, 'writer', {
        holder: 'taking back an unfinished write',
      });
      await lease.connection.query('SELECT count(*) FROM sqlite_schema');
    } catch {
      // Whoever uses the file next gets the reason.
    } finally {
      this.#isWriting = false;
    }
  }
}

/** How the file is written: as it is read, with its side files. */
function writerTarget({ target }: Established): FileTarget {
  const { immutable: _immutable, mmapSize: _mmapSize, ...options } = target.options;
  return {
    ...target,
    options: { ...options, readonly: false, mustExist: true, busyTimeout: LOCK_WAIT },
  };
}

function isTouched(before: FileStamps, after: FileStamps): boolean {
  return (['main', 'wal'] as const).some((file) => {
    const [was, is] = [before[file], after[file]];
    return was?.size !== is?.size || was?.modified !== is?.modified || was?.changed !== is?.changed;
  });
}
