/** Why something cannot be read. */
export interface InspectError {
  readonly code: string;
  readonly message: string;
}

/** One entry of a file's schema. */
export interface InspectObject {
  readonly name: string;
  readonly type: 'table' | 'view' | 'virtual' | 'shadow' | 'index' | 'trigger';
  /** Whether it is a table that holds documents. */
  readonly collection: boolean;
  /** Names of its columns, or of the columns of an index (an expression as "expression"); empty for a trigger. */
  readonly columns: readonly string[];
  /** null unless counts were asked for, and where there are none. */
  readonly rows: number | null;
  readonly error: InspectError | null;
}

/** What `cairn inspect` says about a file. */
export interface InspectReport {
  readonly file: string;
  /** Whether it could be opened. */
  readonly ok: boolean;
  readonly error: InspectError | null;
  readonly journalMode: string | null;
  /** Bytes. */
  readonly pageSize: number | null;
  readonly encoding: string | null;
  readonly driver: string | null;
  readonly objects: readonly InspectObject[];
}
