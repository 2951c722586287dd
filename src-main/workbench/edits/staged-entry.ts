import type { EditKind, EditRow, JsonPathKeys } from '../../../src-preload/contract/edits.ts';
import type { StoredValue } from '../../operations/stored-value.ts';

/** A change of one value inside a document, by raw JSON text; null: there is no value at the path. */
export interface DocumentPatch {
  readonly path: JsonPathKeys;
  readonly before: string | null;
  readonly after: string | null;
}

/** What is staged for one column of a row. */
export interface StagedColumn {
  /** What the file had when the column was first edited; undefined in an inserted row. */
  readonly before: StoredValue | undefined;
  /** What is to be written; undefined: the default of the column. */
  readonly after: StoredValue | undefined;
  /**
   * Set where the column holds JSON and was edited as such: what changed, path by path. `before` and `after` are then
   * its JSON text, whatever the column stores.
   */
  readonly document: {
    readonly encoding: 'text' | 'jsonb';
    readonly patches: readonly DocumentPatch[];
  } | null;
}

/** A row that is staged: what a commit has to write, and what it must find in the file. */
export interface StagedEntry {
  readonly object: string;
  readonly row: EditRow;
  readonly kind: EditKind;
  /** Edited columns of an update, given columns of an insert; empty for a deletion. */
  readonly columns: ReadonlyMap<string, StagedColumn>;
  /**
   * All stored columns as they were when the row was first edited, for a deletion and for rows whose key is an
   * implicit rowid (VACUUM renumbers it). Generated columns are left out.
   */
  readonly image: ReadonlyMap<string, StoredValue> | null;
  /** Milliseconds since 1970, of the newest edit. */
  readonly stagedAt: number;
  /** Grows with every edit; a commit writes in this order. */
  readonly sequence: number;
}
