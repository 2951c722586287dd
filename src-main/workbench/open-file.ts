import type { OpenFileInfo } from '../../src-preload/contract/index.ts';
import type { CallOptions, Connection, ConnectionRole } from '../engine/types.ts';

/** Why an open file may look different now. */
export type FileChange = 'content' | 'schema' | 'replaced' | 'deleted';

/** Who wants a connection and for what: shown in the pool panel. */
export interface LeaseOptions extends CallOptions {
  readonly holder: string;
  /** Whose read it is: while this client has a transaction open on the file, it sees what that has written so far. */
  readonly client?: number | undefined;
  /** The connection refuses what statements of a user may not do (see `DriverOptions.isForUserSql`). */
  readonly isForUserSql?: boolean | undefined;
}

/** A transaction that a user holds open. */
export interface TransactionHolder {
  /** Whose reads are to see it. */
  client(): number;
  /** The schema that these reads see; see `OpenFile.seesSchema`. */
  schema(): number;
  /** What it has written so far; see `OpenFile.seesWrites`. */
  writes(): string;
  /** Such as "Console 2". */
  readonly words: string;
}

/** Who writes. */
export interface WriteOptions extends Omit<LeaseOptions, 'client'> {
  /** The write goes on until its user ends it; others are refused with TRANSACTION_OPEN meanwhile. */
  readonly transaction?: TransactionHolder | undefined;
  /**
   * Nobody else may have the file open meanwhile, as SQLite asks it of a change of the journal mode: reads of Cairn wait, and
   * its idle connections are closed.
   */
  readonly isAlone?: boolean | undefined;
}

/**
 * A file that is open in this engine: what slices other than `files` may use of it.
 *
 * All reads go through `use`: on an immutable handle the file's side files are compared before and after, and a
 * reply over a change is dropped and read again on a normal handle.
 */
export interface OpenFile {
  readonly info: OpenFileInfo;
  /**
   * Leases a connection for the time of `work`; that of the open transaction, if its client reads: nothing stops a call on
   * it then. The answer is thrown away and `work` run once more if the file
   * changed under an immutable handle, so `work` must be repeatable.
   */
  use<T>(
    role: Exclude<ConnectionRole, 'writer'>,
    options: LeaseOptions,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T>;
  /** Like `use`, for streams; a stream over a change ends with the error FILE_REPLACED or is simply re-opened by the caller. */
  useStream<T>(
    role: Exclude<ConnectionRole, 'writer'>,
    options: LeaseOptions,
    work: (connection: Connection) => AsyncIterable<T>,
  ): AsyncIterable<T>;
  /**
   * Leases the writer for the time of `work`, which does one transaction as a whole and may be run again while another
   * program has the file locked (BUSY: nothing was written). Writes wait for each other. Rejects with FILE_READ_ONLY, with FILE_REPLACED once after
   * another file was put in the place of the one that was opened, with FILE_LOCKED after `busySeconds`, and with
   * TRANSACTION_OPEN while a user's transaction is open. Afterwards everybody is told of the change at once.
   */
  write<T>(options: WriteOptions, work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Grows with every change by anybody that Cairn noticed; cached facts carry the number they were made at. */
  readonly generation: number;
  readonly schemaGeneration: number;
  onChange(listener: (change: FileChange) => void): () => void;
  /** Who has the connections of a role just now, as the pool shows it. */
  holders(role: ConnectionRole): readonly string[];
  /** Whether reads of this client see a transaction that is open now. */
  seesTransaction(client: number): boolean;
  /**
   * Which schema reads of this client see: 0 is the committed one; each other one that its open transaction has made has a
   * number that no other has.
   */
  seesSchema(client: number): number;
  /** Another text whenever the open transaction of this client may have written; empty where there is none. */
  seesWrites(client: number): string;
  /**
   * Remembers something about this file as long as it stays open and its schema is unchanged; with a `client`, the schema
   * that this one sees.
   */
  cachedBySchema<T>(key: string, make: () => Promise<T>, client?: number): Promise<T>;
}

/** The open files of this engine. `get` throws FILE_NOT_OPEN. */
export interface OpenFiles {
  get(id: string): OpenFile;
  all(): readonly OpenFile[];
  onClose(listener: (id: string) => void): () => void;
}
