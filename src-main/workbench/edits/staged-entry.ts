import type { EditDraft, EditKind, EditProblem, EditRow } from '../../../src-preload/contract/edits.ts';
import type { EditsChanged } from '../../../src-preload/contract/index.ts';
import type { BeforeValue } from '../../operations/stored-rows.ts';
import type { StoredValue } from '../../operations/stored-value.ts';

/** What is staged for one column of a row. Never changed in place: an edit makes another one. */
export interface StagedColumn {
  /** What the file had when the column was first edited; undefined in an inserted row. */
  readonly before: BeforeValue | undefined;
  /** What is to be written; undefined: the default of the column. */
  readonly after: StoredValue | undefined;
  /**
   * Set where the column holds JSON and was edited as such. `before` and `after` are then its JSON text, whatever
   * the column stores; what changed in between, path by path, is told by `documentPatches`.
   */
  readonly document: { readonly encoding: 'text' | 'jsonb' } | null;
}

/** A row that is staged: what a commit has to write, and what it must find in the file. Never changed in place. */
export interface StagedEntry {
  readonly object: string;
  readonly row: EditRow;
  readonly kind: EditKind;
  /** Edited columns of an update, given columns of an insert; empty for a deletion. */
  readonly columns: ReadonlyMap<string, StagedColumn>;
  /**
   * All stored columns as they were when the row was first edited; null for new rows, and for updates of tables with
   * very many columns. Generated columns are left out. Where the key is an implicit rowid (VACUUM renumbers it), and
   * for a deletion, large values have their hash.
   */
  readonly image: ReadonlyMap<string, BeforeValue> | null;
  /** Of a row that comes back: the implicit rowid that it had, and gets again where that is free. */
  readonly rowid?: bigint;
  /** Milliseconds since 1970, of the newest edit. */
  readonly stagedAt: number;
  /** Grows with every edit; a commit writes in this order. */
  readonly sequence: number;
}

/** A row that is staged from elsewhere, such as the inverse of a commit. */
export type ReadyEntry = Omit<StagedEntry, 'stagedAt' | 'sequence'>;

/** Why a commit refused a row. */
export interface RowProblem {
  readonly object: string;
  readonly row: EditRow;
  readonly problem: EditProblem;
}

/** The staged edits of a file while nobody else can change them. */
export interface HeldEdits {
  /** In the order in which they are to be written. */
  readonly entries: readonly StagedEntry[];
  /** Drafts with problems: they block a commit. */
  readonly blockingDrafts: readonly EditDraft[];
  /**
   * These entries are in the file now: they are no longer staged, and the steps of undo before them are forgotten.
   * Resolves when the journal says so on disk.
   */
  applyCommitted(entries: readonly StagedEntry[]): Promise<void>;
  /** Says why rows were refused, in the place of what was said before. */
  setProblems(problems: readonly RowProblem[]): void;
}

/** The staged edits, for those that write them. */
export interface StagedEdits {
  /** In the order in which they are to be written. */
  entries(file: string): Promise<readonly StagedEntry[]>;
  /**
   * Runs `work` while every call that would change the staged edits of the file waits. Throws EDITS_HELD where
   * another Cairn holds them.
   */
  whileHeld<T>(file: string, work: (held: HeldEdits) => Promise<T>): Promise<T>;
  /**
   * Stages rows as they are, all or none, as one step of undo of this client. Throws EDIT_REFUSED where one of them
   * is staged already.
   */
  stageEntries(
    file: string,
    client: number,
    label: string,
    entries: readonly ReadyEntry[],
  ): Promise<EditsChanged>;
}
