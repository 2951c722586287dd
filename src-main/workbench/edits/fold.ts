import type { EditRow } from '../../../src-preload/contract/edits.ts';
import { type BeforeValue, isHashed } from '../../operations/stored-rows.ts';
import type { StoredValue } from '../../operations/stored-value.ts';
import { editRefused } from './edit-errors.ts';
import { sameAsStored } from './same-as-stored.ts';
import type { StagedColumn, StagedEntry } from './staged-entry.ts';

type Image = ReadonlyMap<string, BeforeValue>;

/** One edit of one row with all that it needs to know of the file. */
export type RowEdit =
  | {
      readonly kind: 'set';
      readonly column: string;
      /** What the file has, where the column is not staged yet. */
      readonly before: BeforeValue | undefined;
      /** undefined: the default of the column, in an inserted row. */
      readonly after: StoredValue | undefined;
      readonly document: StagedColumn['document'];
      readonly image: Image | null;
    }
  | { readonly kind: 'insert'; readonly columns: ReadonlyMap<string, StagedColumn> }
  | { readonly kind: 'delete'; readonly image: Image }
  | { readonly kind: 'unstage'; readonly columns: readonly string[] | null };

/** What marks an edit: when it was made, and its place among all. */
export interface EditMark {
  readonly stagedAt: number;
  readonly sequence: number;
}

/**
 * What is staged of a row after one more edit; undefined: nothing. Pure. Throws EDIT_REFUSED where the edit makes no
 * sense on what is staged.
 */
export function foldEdit(
  entry: StagedEntry | undefined,
  { object, row }: { readonly object: string; readonly row: EditRow },
  edit: RowEdit,
  mark: EditMark,
): StagedEntry | undefined {
  switch (edit.kind) {
    case 'insert':
      if (entry !== undefined) throw editRefused('A new row with this id is staged already.');
      return { object, row, kind: 'insert', columns: edit.columns, image: null, ...mark };
    case 'delete':
      if (entry?.kind === 'insert') return undefined;
      if (entry?.kind === 'delete') return entry;
      if ('inserted' in row) throw editRefused('This new row is not staged any more.');
      return { object, row, kind: 'delete', columns: new Map(), image: imageOf(entry, edit.image), ...mark };
    case 'unstage':
      return unstage(entry, edit.columns, mark);
    case 'set':
      return setColumn(entry, { object, row }, edit, mark);
  }
}

function setColumn(
  entry: StagedEntry | undefined,
  place: { readonly object: string; readonly row: EditRow },
  edit: Extract<RowEdit, { kind: 'set' }>,
  mark: EditMark,
): StagedEntry | undefined {
  if (entry?.kind === 'delete') {
    throw editRefused('This row is staged to be deleted. Take that back to edit it.');
  }
  const { column, after, document } = edit;
  const known = entry?.columns.get(column);
  if (entry !== undefined && isSameColumn(known, after, document)) return entry;
  if (entry?.kind === 'insert' || 'inserted' in place.row) {
    if (entry === undefined) throw editRefused('This new row is not staged any more.');
    const columns = new Map(entry.columns);
    if (after === undefined && !columns.delete(column)) return entry;
    if (after === undefined) return { ...entry, columns, ...mark };
    columns.set(column, { before: undefined, after, document });
    return { ...entry, columns, ...mark };
  }
  if (after === undefined) throw editRefused('Only a new row can have the default of a column.');
  // A column that was edited in another way has its before-value in another form.
  const isKnown = known !== undefined && (known.document === null) === (document === null);
  const before = isKnown ? known.before : edit.before;
  const columns = new Map(entry?.columns);
  if (before !== undefined && sameAsStored(before, after)) {
    if (!columns.delete(column)) return entry;
    if (columns.size === 0) return undefined;
  } else columns.set(column, { before, after, document });
  return { ...place, kind: 'update', columns, image: entry?.image ?? edit.image, ...mark };
}

/** Whether the column is to be written like this already. */
function isSameColumn(
  known: StagedColumn | undefined,
  after: StoredValue | undefined,
  document: StagedColumn['document'],
): boolean {
  if (known?.after === undefined || after === undefined) return false;
  return (known.document === null) === (document === null) && sameAsStored(known.after, after);
}

function unstage(
  entry: StagedEntry | undefined,
  names: readonly string[] | null,
  mark: EditMark,
): StagedEntry | undefined {
  if (entry === undefined || names === null || entry.kind === 'delete') return undefined;
  const columns = new Map(entry.columns);
  for (const name of names) columns.delete(name);
  if (columns.size === entry.columns.size) return entry;
  if (columns.size === 0 && entry.kind === 'update') return undefined;
  return { ...entry, columns, ...mark };
}

/** What the row was when it was first edited: what the user saw beside what the file had. */
function imageOf(entry: StagedEntry | undefined, read: Image): Image {
  if (entry === undefined) return read;
  const image = new Map(read);
  for (const [name, value] of entry.image ?? []) {
    // Large values of an edited row may not have been read yet.
    if (!isHashed(value) || value.sha256 !== null) image.set(name, value);
  }
  for (const [name, { before, document }] of entry.columns) {
    // The JSON text of a JSONB value is not what is stored.
    if (before !== undefined && document?.encoding !== 'jsonb') image.set(name, before);
  }
  return image;
}
