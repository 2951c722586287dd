import type { ConnectionManager } from '../../engine/index.ts';
import type { BridgeError } from '../bridge-error.ts';
import type { WriteOptions } from '../open-file.ts';
import { ownPids } from './establish.ts';
import { lockPid } from './file-facts.ts';
import { holdersOf, lockedError, lockedWords, notAloneError, writeLockedError } from './in-the-way.ts';
import { programWords } from './lock-holders.ts';

export interface FileLocksParts {
  readonly path: string;
  readonly manager: ConnectionManager;
  readonly journalMode: () => string;
  /** Tells everybody that the file is locked by another program, in a sentence, or that it is free again. */
  readonly emit: (what: 'busy' | 'free', message: string | null) => void;
}

/** A call that may have to wait for a lock; ended by `served`, else given up. */
export interface BusyWait extends Disposable {
  /** SQLite said BUSY: looks who has the lock, and tells everybody. */
  refused(): Promise<void>;
  /** It went through. */
  served(): void;
}

/** The locks that keep Cairn out of a file: who has them, and how long they were waited for. */
export class FileLocks {
  readonly #parts: FileLocksParts;
  #isBusy = false;

  constructor(parts: FileLocksParts) {
    this.#parts = parts;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  async setBusy(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#parts.emit('busy', await lockedWords(this.#parts.manager, this.#parts.path));
  }

  setFree(): void {
    if (!this.#isBusy) return;
    this.#isBusy = false;
    this.#parts.emit('free', null);
  }

  /** The error for who keeps a read out. */
  async readError(): Promise<BridgeError> {
    return await lockedError(this.#parts.manager, this.#parts.path);
  }

  /** The error for who keeps a write out, or for who else has the file where it has to be nobody's. */
  async writeError({ isAlone = false }: Pick<WriteOptions, 'isAlone'>): Promise<BridgeError> {
    const { manager, path, journalMode } = this.#parts;
    return await (isAlone ? notAloneError(manager, path) : writeLockedError(manager, path, journalMode()));
  }

  /** Begins a call of `waiter`; a wait is counted by the pool when it has ended. */
  waitOf(waiter: string): BusyWait {
    const began = performance.now();
    let isWaiting = false;
    let heldBy: string | null = null;
    const end = (isServed: boolean) => {
      if (!isWaiting) return;
      isWaiting = false;
      const { manager, path: file } = this.#parts;
      manager.noteLockWait({ file, waiter, milliseconds: performance.now() - began, heldBy, isServed });
    };
    return {
      refused: async () => {
        isWaiting = true;
        heldBy ??= await this.#heldBy();
        await this.setBusy();
      },
      served: () => {
        end(true);
        this.setFree();
      },
      [Symbol.dispose]: () => end(false),
    };
  }

  /** Cairn's own writer by the name of who has it, else another program; null: not told. */
  async #heldBy(): Promise<string | null> {
    const { manager, path } = this.#parts;
    const [writer] = holdersOf(manager, path, 'writer');
    if (writer !== undefined) return writer;
    const pid = await lockPid(path, ownPids(manager));
    return pid === undefined ? null : await programWords(pid);
  }
}
