import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { ConflictDecision, ConflictField, ConflictRow } from '../../../src-preload/contract/commits.ts';
import type { EditRow } from '../../../src-preload/contract/edits.ts';
import { rowIdentity } from '../edits/row-identity.ts';

export type Take = ConflictDecision['take'];

/** A decision holds for what was seen: where the file has another value by now, it is to be decided again. */
interface Decided {
  readonly take: Take;
  readonly seen: string;
}

/** Staged rows that the file has otherwise than they were when they were edited. Never changed in place. */
export interface Conflict {
  readonly rows: readonly ConflictRow[];
  /** More than `rows` where they are very many. */
  readonly total: number;
  readonly changedBy: string | null;
  /** Milliseconds since 1970, of the commit that met it and wrote nothing; null: none has yet. */
  readonly stoppedAt: number | null;
  readonly decided: ReadonlyMap<string, Decided>;
  /** Rows that are decided as a whole only: a commit met them although no field of them is open. */
  readonly wholes: ReadonlySet<string>;
}

/** What names a row among those of a file. */
export function placeId({ object, row }: { readonly object: string; readonly row: EditRow }): string {
  return JSON.stringify([object, rowIdentity(row)]);
}

/** Whether a row is decided as a whole: insert it again or not, delete it or not. */
export function isWhole(conflict: Conflict, row: ConflictRow): boolean {
  return row.what !== 'changed' || row.kind === 'delete' || conflict.wholes.has(placeId(row));
}

/** Whether a field of a row is for the user to decide. */
export function isOpen({ merge, mine, theirs }: ConflictField): boolean {
  return merge === 'decide' && !isSameWhole(mine, theirs);
}

/** What is decided of a field, or of the row as a whole (`field` null); null: nothing yet. */
export function takeOf(conflict: Conflict, row: ConflictRow, field: ConflictField | null): Take | null {
  const decided = conflict.decided.get(decisionId(row, field));
  return decided !== undefined && decided.seen === seenOf(row, field) ? decided.take : null;
}

/** How many decisions a row still needs; a row that is decided as a whole needs one. */
export function openCount(conflict: Conflict, row: ConflictRow): number {
  if (isWhole(conflict, row)) return takeOf(conflict, row, null) === null ? 1 : 0;
  return row.fields.filter((field) => isOpen(field) && takeOf(conflict, row, field) === null).length;
}

/** The rows of which something is still to be decided. */
export function undecidedRows(conflict: Conflict): readonly ConflictRow[] {
  return conflict.rows.filter((row) => openCount(conflict, row) > 0);
}

/** Decides a field, or all of a row (`field` null). */
export function decide(
  conflict: Conflict,
  row: ConflictRow,
  field: ConflictField | null,
  take: Take,
): Conflict {
  return decideAll(conflict, [{ row, field }], take);
}

/** Decides every row that is there. */
export function decideRows(conflict: Conflict, rows: readonly ConflictRow[], take: Take): Conflict {
  return decideAll(
    conflict,
    rows.map((row) => ({ row, field: null })),
    take,
  );
}

function decideAll(
  conflict: Conflict,
  places: readonly { readonly row: ConflictRow; readonly field: ConflictField | null }[],
  take: Take,
): Conflict {
  const decided = new Map(conflict.decided);
  for (const { row, field } of places) {
    const fields = field === null && !isWhole(conflict, row) ? row.fields.filter(isOpen) : [field];
    for (const one of fields) decided.set(decisionId(row, one), { take, seen: seenOf(row, one) });
  }
  return { ...conflict, decided };
}

/** What was decided and still holds, as a commit takes it. */
export function decisionsOf(conflict: Conflict): ConflictDecision[] {
  return conflict.rows.flatMap((row): ConflictDecision[] => {
    const { object, row: editRow } = row;
    const place = { object, row: editRow };
    if (isWhole(conflict, row)) {
      const take = takeOf(conflict, row, null);
      return take === null
        ? []
        : [{ ...place, column: null, path: null, take, seen: row.fields.map(({ theirs }) => theirs) }];
    }
    return row.fields.filter(isOpen).flatMap((field) => {
      const take = takeOf(conflict, row, field);
      return take === null
        ? []
        : [{ ...place, column: field.column, path: field.path, take, seen: [field.theirs] }];
    });
  });
}

/** A newer look at the file takes over what was decided before. */
export function renewed(
  before: Conflict | null,
  now: Pick<Conflict, 'rows' | 'total'> & Partial<Conflict>,
): Conflict | null {
  if (now.rows.length === 0) return null;
  const known = before ?? { decided: new Map(), wholes: new Set<string>(), stoppedAt: null, changedBy: null };
  return {
    decided: known.decided,
    wholes: known.wholes,
    stoppedAt: known.stoppedAt,
    changedBy: known.changedBy,
    ...now,
  };
}

/** What a commit met: where no field of a row is open, only a decision about the whole row settles it. */
export function withWholes(met: Conflict): Conflict {
  const again = met.rows.filter((row) => openCount(met, row) === 0);
  return again.length === 0 ? met : { ...met, wholes: new Set([...met.wholes, ...again.map(placeId)]) };
}

/** Whether the sides of a row go together without a decision. */
export function isMerged(conflict: Conflict, row: ConflictRow): boolean {
  return !isWhole(conflict, row) && !row.fields.some(isOpen);
}

/** What will be in the file for a field; null while it is not decided. */
export function resultOf(
  conflict: Conflict,
  row: ConflictRow,
  field: ConflictField,
): {
  readonly take: Take;
  readonly cell: Cell;
  readonly isDecided: boolean;
} | null {
  const whole = isWhole(conflict, row);
  const own = whole ? takeOf(conflict, row, null) : isOpen(field) ? takeOf(conflict, row, field) : null;
  if (own !== null) return { take: own, cell: own === 'mine' ? field.mine : field.theirs, isDecided: true };
  if (whole || isOpen(field)) return null;
  const take = field.merge === 'mine' ? 'mine' : 'theirs';
  return { take, cell: take === 'mine' ? field.mine : field.theirs, isDecided: false };
}

/** A text that is the same for two cells only if they show the same. */
export function cellIdentity(cell: Cell): string {
  return JSON.stringify(cell, (_, value: unknown) => {
    if (typeof value === 'bigint') return `int ${value}`;
    if (value instanceof Uint8Array) return `bytes ${[...value].join(' ')}`;
    return typeof value === 'string' ? `text ${value}` : value;
  });
}

/** Whether two cells are the same value; the beginnings of long ones do not tell. */
function isSameWhole(one: Cell, other: Cell): boolean {
  return !isBeginning(one) && cellIdentity(one) === cellIdentity(other);
}

function isBeginning(cell: Cell): boolean {
  if (cell === null || typeof cell !== 'object') return false;
  const [tag, length, head] = cell;
  if (head instanceof Uint8Array) return head.byteLength < Number(length);
  return tag === 2 || tag === 6 || tag === 7 || (tag === 5 && cell[3] === false);
}

function decisionId(row: ConflictRow, field: ConflictField | null): string {
  return JSON.stringify([placeId(row), field?.column ?? null, field?.path ?? null]);
}

function seenOf({ what, fields }: ConflictRow, field: ConflictField | null): string {
  return field === null
    ? JSON.stringify([what, fields.map(({ theirs }) => cellIdentity(theirs))])
    : cellIdentity(field.theirs);
}
