import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import type { RowImage } from '../commit/commit-input.ts';
import type { StoredValue } from '../stored-value.ts';

/** What a transaction, or one of its statements, did to a table. */
export interface ObjectCounts {
  readonly object: string;
  readonly counts: EditCounts;
}

/** The same with what else is known of it. */
export interface ObjectChanges extends ObjectCounts {
  /** As `pragma_table_list` has it: "table", "virtual", "shadow". */
  readonly type: string;
  /** The trigger or foreign key by which alone it was written; null: by a statement. */
  readonly by: string | null;
  /** Why its rows cannot be told one by one; null: they can be. */
  readonly reason: string | null;
}

/** How a transaction stands after a statement. */
export interface Settled {
  /** SQLite still has the transaction open. */
  readonly isOpen: boolean;
  /** Of the statement; null where it cannot be told. */
  readonly counts: EditCounts | null;
  /** The statement has changed the schema. */
  readonly isOtherSchema: boolean;
}

/** A place in the timeline. */
export interface NodeInput {
  readonly node: string;
}

export interface SavepointInput {
  /** Id of its node. */
  readonly savepoint: string;
}

export interface ChangesInput {
  /** null: of the whole transaction. */
  readonly node: string | null;
}

export interface RowsInput extends ChangesInput {
  readonly object: string;
  readonly limit: number;
}

export interface RevertInput {
  readonly object: string;
  readonly key: readonly StoredValue[];
}

/** Changed rows with how many there are. */
export interface ChangedRows {
  /** SQL of the columns that name a row: a name of the rowid, or quoted columns. */
  readonly keys: readonly string[];
  /** The column that is the rowid; null or left out: none is. */
  readonly rowidColumn?: string | null;
  /** The columns that people know a row by, if that is not its key. */
  readonly labelColumns?: readonly string[];
  readonly images: readonly RowImage[];
  readonly total: number;
}

/** What a transaction has written. */
export interface CommittedTransaction {
  readonly counts: EditCounts;
  readonly tables: readonly string[];
  readonly images: readonly RowImage[];
  /** Why it cannot be taken back; null: it can. */
  readonly undoReason: string | null;
}
