import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { EditKind, EditProblem } from '../../../src-preload/contract/edits.ts';
import type { JsonPath } from '../../../src-preload/contract/json-text/index.ts';
import type { SqlValue } from '../../engine/types.ts';
import type { BeforeValue } from '../stored-rows.ts';
import type { StoredValue } from '../stored-value.ts';
import type { PackedChanges } from './packed-changes.ts';

/** How SQLite converts what is stored in a column. */
export type ColumnAffinity = 'INTEGER' | 'REAL' | 'NUMERIC' | 'TEXT' | 'BLOB';

/** A table that a commit writes, as it was when its schema had the version of the input. */
export interface CommitTable {
  readonly name: string;
  /** The columns that name a row in the staged edits; `sql` is quoted, or a name of the rowid. */
  readonly keys: readonly { readonly name: string; readonly sql: string }[];
  /** The key is a rowid that VACUUM may change. */
  readonly isKeyImplicit: boolean;
  /** Columns of indexes without two rows of the same values, the primary key first: what else can name a row. */
  readonly uniqueKeys: readonly (readonly string[])[];
  /** Columns that are stored and can be written. */
  readonly columns: ReadonlyMap<string, ColumnAffinity>;
  /** Virtual tables have no RETURNING. */
  readonly isVirtual: boolean;
  /** Columns for whose documents the file has a schema. */
  readonly checkedColumns: readonly string[];
  readonly collection: {
    readonly idColumn: string;
    readonly documentColumn: string;
    readonly versionColumn: string | null;
  } | null;
}

export interface CommitColumn {
  readonly name: string;
  readonly before: BeforeValue | undefined;
  /** undefined: the default of the column. */
  readonly after: StoredValue | undefined;
  /** Set where `before` and `after` are the JSON text of a document, whatever the column stores. */
  readonly encoding: 'text' | 'jsonb' | null;
}

/** A staged row. */
export interface CommitChange {
  /** Changes of one form have the same table, kind and columns. */
  readonly form?: number;
  /** Place in `tables`. */
  readonly table: number;
  readonly kind: EditKind;
  /** null for an insert. */
  readonly key: readonly StoredValue[] | null;
  readonly columns: readonly CommitColumn[];
  readonly image: ReadonlyMap<string, BeforeValue> | null;
  /** The implicit rowid that a new row gets where it is free. */
  readonly rowid?: bigint;
}

export interface CommitDecision {
  /** Place in `changes`. */
  readonly change: number;
  readonly column: string | null;
  readonly path: JsonPath | null;
  readonly take: 'mine' | 'theirs';
  /** What the file had when it was decided: it holds for that alone. */
  readonly seen?: readonly Cell[] | undefined;
}

/** A document that is to be written and that a schema is asked about. */
export interface DocumentToCheck {
  /** Place in `changes`. */
  readonly change: number;
  readonly column: string;
  /** null: it is no document of a collection. */
  readonly id: string | null;
  readonly text: string;
}

/** A document that its schema accepts, with the values of the columns that follow it. */
export interface CheckedDocument extends Pick<DocumentToCheck, 'change' | 'column' | 'text'> {
  readonly columns: readonly (readonly [string, StoredValue])[];
}

export interface CommitInput {
  readonly schemaVersion: number;
  readonly tables: readonly CommitTable[];
  /** In the order in which they were staged. */
  readonly changes: readonly CommitChange[];
  readonly decisions: readonly CommitDecision[];
  readonly checked: readonly CheckedDocument[];
  /** Places of new rows that an earlier commit, whose end nobody knows, may have written already. */
  readonly unsure: readonly number[];
  /** Takes back a commit: no trigger runs and no foreign key acts, since what they did is taken back too. */
  readonly isInverse: boolean;
  /** What plugins add to the transaction: run last, before COMMIT. */
  readonly added?: readonly AddedStatement[] | undefined;
}

/** A statement of a plugin. */
export interface AddedStatement {
  /** Place of the change that it is about. */
  readonly change: number;
  readonly sql: string;
  readonly params: readonly SqlValue[];
  /** Rows that it must change; null: as many as there are. */
  readonly changes: number | null;
}

/** The same on its way to the operation. */
export type CommitCall = Omit<CommitInput, 'changes'> & { readonly changes: PackedChanges };

/** One line of a conflict, as it is shown. */
export interface ConflictLine {
  readonly column: string;
  readonly path: JsonPath | null;
  readonly before: Cell;
  readonly mine: Cell;
  readonly theirs: Cell;
  readonly merge: 'mine' | 'theirs' | 'decide';
}

export interface RowConflict {
  readonly change: number;
  readonly what: 'changed' | 'deleted' | 'exists';
  readonly lines: readonly ConflictLine[];
}

export interface ChangeProblem {
  readonly change: number;
  readonly problem: EditProblem;
}

/** What a commit did to one row, so that it can be taken back. */
export interface RowImage {
  readonly table: string;
  readonly before: KeyedValues | null;
  readonly after: KeyedValues | null;
  /** Columns that an update has changed; those beside them tell the row from others where its key does not. */
  readonly changed: readonly string[];
  /** Names of all values. */
  readonly columns: readonly string[];
  /** Text of the documents among them, which merge by path. */
  readonly documents: ReadonlyMap<string, DocumentImage>;
}

export interface DocumentImage {
  readonly encoding: 'text' | 'jsonb';
  readonly before: string;
  readonly after: string;
}

export interface KeyedValues {
  readonly key: readonly StoredValue[];
  /** In the order of `columns`. */
  readonly values: readonly StoredValue[];
}

/** What a commit did to a row; a number is the place of a change that was written just as it was staged. */
export type WrittenRow = RowImage | number;

export type CommitOutcome =
  /** The schema is another one now: describe the tables again. Nothing was written. */
  | { readonly kind: 'schema-changed' }
  /** These documents must be checked before they can be written. Nothing was written. */
  | { readonly kind: 'check'; readonly documents: readonly DocumentToCheck[] }
  | { readonly kind: 'conflict'; readonly rows: readonly RowConflict[]; readonly total: number }
  | { readonly kind: 'refused'; readonly rows: readonly ChangeProblem[]; readonly total: number }
  | {
      readonly kind: 'written';
      /** Fields that others changed and that stayed. */
      readonly merged: number;
      /** In the order of writing; "as-staged": each change was written just as it was staged, in order. */
      readonly images: readonly WrittenRow[] | 'as-staged';
      /** Rows that triggers and foreign keys have changed are among them, so that taking it back must not run those. */
      readonly isWhole: boolean;
      /** Why it cannot be taken back; null: it can. */
      readonly undoReason: string | null;
    };
