import { readFile, rm } from 'node:fs/promises';
import { BridgeError } from '../bridge-error.ts';
import { editsHeld, journalFailed } from './edit-errors.ts';
import {
  Journal,
  journalMark,
  keepDamaged,
  makeJournalFolder,
  parseJournal,
  replaceJournal,
} from './journal.ts';
import { type HeldLock, lockHolder, takeLock } from './lock-file.ts';
import { type FileMark, fileRecord, replay, snapshotRecord } from './records.ts';
import { StagedSet } from './staged-set.ts';

/** Where the journal of a file is, and the lock beside it. */
export interface StorePaths {
  readonly folder: string;
  readonly journal: string;
  readonly lock: string;
}

/** A journal is written anew when it has grown to this and to several times what it needs. */
const SMALLEST_COMPACTED = 4 * 1024 * 1024;
const MOST_GROWTH = 4;

/** The staged set of one file with its journal and lock. Calls must not overlap, but for `append` and `settled`. */
export class EditStore {
  readonly #paths: StorePaths;
  #set = new StagedSet();
  #mark: FileMark | undefined;
  #notice: string | null = null;
  /** Why the last journal could not be written. */
  #failure: unknown = null;
  #lock: HeldLock | null = null;
  #journal: Journal | null = null;
  /** What the journal was when it was read; undefined: it was not read yet. */
  #read: { readonly mark: string; readonly end: number; readonly damaged: Uint8Array | null } | undefined;
  /** Of the journal when it was last written anew, or opened. */
  #compactSize = 0;

  constructor(paths: StorePaths) {
    this.#paths = paths;
  }

  get set(): StagedSet {
    return this.#set;
  }

  /** Which file stood there when the edits were made; undefined: there are none. */
  get mark(): FileMark | undefined {
    return this.#mark;
  }

  get notice(): string | null {
    return this.#notice;
  }

  get isHeldHere(): boolean {
    return this.#lock !== null;
  }

  /** Who else holds the edits. */
  heldBy(): Promise<string | null> {
    return this.#lock !== null ? Promise.resolve(null) : lockHolder(this.#paths.lock);
  }

  /** Makes the set what the journal says, where that is not known or may be another Cairn's work. */
  async forReading(): Promise<void> {
    if (this.#journal !== null) return;
    if (this.#read !== undefined && this.#read.mark === (await journalMark(this.#paths.journal))) return;
    await this.#load();
  }

  /** Takes the lock and opens the journal. Throws EDITS_HELD or JOURNAL_FAILED. */
  async forWriting(mark: () => Promise<FileMark>): Promise<void> {
    try {
      await this.#openForWriting(mark);
    } catch (error) {
      throw error instanceof BridgeError ? error : journalFailed(error);
    }
  }

  async #openForWriting(mark: () => Promise<FileMark>): Promise<void> {
    if (this.#lock === null) {
      await makeJournalFolder(this.#paths.folder);
      const lock = await takeLock(this.#paths.lock);
      if (typeof lock === 'string') throw editsHeld(lock);
      this.#lock = lock;
    }
    if (this.#journal !== null) return;
    await this.forReading();
    const { end = 0, damaged = null } = this.#read ?? {};
    if (damaged !== null) await keepDamaged(this.#paths.journal, damaged);
    const journal = await Journal.open(this.#paths.journal, end);
    this.#journal = journal;
    if (this.#mark === undefined || this.#set.isEmpty) {
      this.#mark = await mark();
      await this.append(fileRecord(this.#mark));
    }
  }

  /** Writes the journal anew where it has grown large. To be called before `forWriting`. */
  async keepSmall(): Promise<void> {
    const journal = this.#journal;
    if (journal !== null && journal.size > Math.max(SMALLEST_COMPACTED, MOST_GROWTH * this.#compactSize))
      await this.#compact(journal);
  }

  /** Resolves when the record is on disk. After a failure the set is read again from what is there. */
  async append(payload: Uint8Array): Promise<void> {
    const journal = this.#journal;
    // A write that was under way has failed since this change was begun.
    if (journal === null) throw journalFailed(this.#failure);
    try {
      await journal.append(payload);
    } catch (error) {
      if (this.#journal === journal) {
        this.#failure = error instanceof Error ? (error.cause ?? error) : error;
        this.#journal = null;
        this.#read = undefined;
        await journal.close().catch(() => undefined);
      }
      throw error;
    }
  }

  /** Resolves when everything that was appended is on disk or has failed. */
  async settled(): Promise<void> {
    await this.#journal?.settled();
  }

  /** Lets others stage; what has nothing to tell leaves no file. */
  async close(): Promise<void> {
    const journal = this.#journal;
    this.#journal = null;
    this.#read = undefined;
    await journal?.close();
    if (this.#lock === null) return;
    if (journal !== null && this.#set.isEmpty) await rm(journal.path, { force: true });
    await this.#lock.release();
    this.#lock = null;
  }

  async #load(): Promise<void> {
    const { journal: path } = this.#paths;
    const mark = await journalMark(path);
    const bytes = await readFile(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    });
    const { records, end, torn, isDamaged } = parseJournal(bytes);
    const set = new StagedSet();
    let file: FileMark | undefined;
    for (const record of records) file = replay(set, record) ?? file;
    // A version that was told once never comes again, whatever happened since.
    set.version = Math.max(Date.now(), this.#set.version + 1);
    this.#set = set;
    this.#mark = file;
    this.#read = { mark, end, damaged: isDamaged ? bytes : null };
    // While another Cairn writes, its last record may be half there.
    const isOthers = this.#lock === null && torn > 0 && (await this.heldBy()) !== null;
    this.#notice = isOthers ? null : noticeOf(torn, isDamaged);
  }

  /** Writes what is staged now in the place of how it came about. Where that fails the old journal goes on. */
  async #compact(journal: Journal): Promise<void> {
    await journal.settled();
    if (this.#journal !== journal || this.#mark === undefined) return;
    this.#journal = null;
    this.#read = undefined;
    await journal.close();
    this.#compactSize = journal.size;
    try {
      this.#compactSize = await replaceJournal(journal.path, [snapshotRecord(this.#set, this.#mark)]);
      this.#journal = await Journal.open(journal.path, this.#compactSize);
    } catch (error) {
      console.error('Writing a journal of staged edits anew failed:', error);
    }
  }
}

function noticeOf(torn: number, isDamaged: boolean): string | null {
  if (isDamaged) {
    return `The journal of the staged edits was damaged: what stood behind the damage (${torn} bytes) is not staged any more. The damaged journal is kept beside it.`;
  }
  if (torn === 0) return null;
  return `The last staged edit was not completely written when Cairn ended; it had not been confirmed and was cut (${torn} bytes).`;
}
