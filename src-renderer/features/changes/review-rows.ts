import type { CatalogObject } from '../../../src-preload/contract/catalog.ts';
import type { EditCounts, EditDraft, EditRow } from '../../../src-preload/contract/edits.ts';
import { placeId } from '../../lib/commits/conflict.ts';
import type { ObjectEdits } from '../../lib/edits/object-edits.ts';
import type { OverlayRow } from '../../lib/edits/overlay-row.ts';

/** A row of which something is staged or typed. */
export interface ReviewRow {
  readonly id: string;
  readonly object: string;
  readonly row: EditRow;
  readonly overlay: OverlayRow;
}

/** The staged edits of one table. */
export interface ReviewTable {
  readonly object: string;
  readonly rows: readonly ReviewRow[];
}

/** Objects with what is staged of them, in the order of the sidebar; what nothing is staged of is left out. */
export function reviewTables(
  staged: readonly (readonly [string, ObjectEdits])[],
  objects: readonly CatalogObject[],
): readonly ReviewTable[] {
  const places = new Map(objects.map(({ name }, at) => [name, at]));
  const placeOf = (name: string) => places.get(name) ?? objects.length;
  return staged
    .map(([object, edits]) => ({
      object,
      rows: [...edits.rows()].map((overlay) => reviewRow(object, overlay)),
    }))
    .filter(({ rows }) => rows.length > 0)
    .sort((one, other) => placeOf(one.object) - placeOf(other.object));
}

const known = new WeakMap<OverlayRow, ReviewRow>();

/** The same object for what did not change: of many rows only those that did are drawn again. */
function reviewRow(object: string, overlay: OverlayRow): ReviewRow {
  let row = known.get(overlay);
  if (row === undefined) {
    row = { id: placeId({ object, row: overlay.row }), object, row: overlay.row, overlay };
    known.set(overlay, row);
  }
  return row;
}

/** When a row was last edited; drafts are newer than anything that is staged. */
export function stagedAt({ overlay }: ReviewRow): number {
  return overlay.staged?.stagedAt ?? Number.POSITIVE_INFINITY;
}

/** How many rows come, go and change. */
export function countRows(rows: readonly ReviewRow[]): EditCounts & { readonly drafts: number } {
  const counts = { inserted: 0, updated: 0, deleted: 0, drafts: 0 };
  for (const { overlay } of rows) {
    const kind = overlay.staged?.kind;
    if (kind === 'insert') counts.inserted += 1;
    else if (kind === 'update') counts.updated += 1;
    else if (kind === 'delete') counts.deleted += 1;
    else counts.drafts += 1;
  }
  return counts;
}

/** Drafts that block a commit. */
export function blockingDrafts({ overlay }: ReviewRow): readonly EditDraft[] {
  return overlay.drafts.filter(({ problems }) => problems > 0);
}

/** Whether something of a row has to be corrected before a commit. */
export function isRefused(row: ReviewRow): boolean {
  return row.overlay.problems.length > 0 || blockingDrafts(row).length > 0;
}
