import type { ConflictRow } from '../../../src-preload/contract/commits.ts';
import { type Conflict, placeId } from '../../lib/commits/conflict.ts';
import { isRefused, type ReviewRow, type ReviewTable, stagedAt } from './review-rows.ts';

/** One block of the page, from top to bottom. Cards are made of the blocks from one head to the next. */
export type ReviewItem =
  | {
      readonly kind: 'head';
      readonly id: string;
      /** null: the one card of the order by time. */
      readonly object: string | null;
      readonly rows: readonly ReviewRow[];
      /** Rows of it that differ from the file; null where nothing is compared. */
      readonly differing: number | null;
      readonly isOpen: boolean;
      readonly isLast: boolean;
    }
  /** The titles of the columns of a conflict. */
  | { readonly kind: 'titles'; readonly id: string; readonly isLast: false }
  | {
      readonly kind: 'conflict';
      readonly id: string;
      readonly conflict: ConflictRow;
      readonly row: ReviewRow;
      readonly isLast: boolean;
    }
  | { readonly kind: 'change'; readonly id: string; readonly row: ReviewRow; readonly isLast: boolean }
  | {
      readonly kind: 'more';
      readonly id: string;
      readonly object: string | null;
      readonly hidden: number;
      readonly isLast: boolean;
    }
  /** Rows that are left out: the file has them as they were. */
  | { readonly kind: 'rest'; readonly id: 'rest'; readonly count: number; readonly isLast: true };

export interface ReviewOptions {
  readonly order: 'table' | 'time';
  readonly conflict: Conflict | null;
  /** Leaves out what the file has as it was. */
  readonly onlyDiffering: boolean;
  readonly folded: ReadonlySet<string>;
  /** Cards that show all their rows. */
  readonly whole: ReadonlySet<string>;
}

/** Above so many rows, a card shows only the first. */
const MOST_ROWS = 200;
const FIRST_ROWS = 50;
/** The name of the one card of the order by time. */
export const BY_TIME = '\u0000time';

/** The page as blocks. */
export function reviewItems(tables: readonly ReviewTable[], options: ReviewOptions): readonly ReviewItem[] {
  const all = tables.flatMap((table) => table.rows);
  const differing = differingOf(options.conflict);
  const cards =
    options.order === 'table'
      ? tables.flatMap(({ object, rows }) => cardItems(object, rows, options))
      : cardItems(
          null,
          all.toSorted((one, other) => stagedAt(other) - stagedAt(one)),
          options,
        );
  const count = options.onlyDiffering
    ? all.filter((row) => !differing.has(row.id) && !isRefused(row)).length
    : 0;
  return count === 0 ? cards : [...cards, { kind: 'rest', id: 'rest', count, isLast: true }];
}

/** The ids of what is to be decided or corrected, in the order of the page. */
export function openItems(
  items: readonly ReviewItem[],
  isOpen: (item: ReviewItem) => boolean,
): readonly number[] {
  return items.flatMap((item, index) => (isOpen(item) ? [index] : []));
}

function cardItems(
  object: string | null,
  all: readonly ReviewRow[],
  { conflict, onlyDiffering, folded, whole }: ReviewOptions,
): readonly ReviewItem[] {
  const id = object ?? BY_TIME;
  const differing = differingOf(conflict);
  const met = all.filter((row) => differing.has(row.id));
  // What has to be decided stands first, under its own titles.
  const others = all.filter((row) => !differing.has(row.id));
  // What is refused has to be seen in any case.
  const rows = [...met, ...(onlyDiffering ? others.filter(isRefused) : others)];
  if (rows.length === 0) return [];
  const isOpen = !folded.has(id);
  const shown = rows.length > MOST_ROWS && !whole.has(id) ? rows.slice(0, FIRST_ROWS) : rows;
  const items: ReviewItem[] = [
    {
      kind: 'head',
      id: `head ${id}`,
      object,
      rows: all,
      differing: conflict === null ? null : met.length,
      isOpen,
      isLast: !isOpen,
    },
  ];
  if (!isOpen) return items;
  if (met.length > 0) items.push({ kind: 'titles', id: `titles ${id}`, isLast: false });
  const hidden = rows.length - shown.length;
  for (const [index, row] of shown.entries()) {
    const isLast = hidden === 0 && index === shown.length - 1;
    const found = differing.get(row.id);
    if (found === undefined) items.push({ kind: 'change', id: row.id, row, isLast });
    else items.push({ kind: 'conflict', id: row.id, conflict: found, row, isLast });
  }
  if (hidden > 0) items.push({ kind: 'more', id: `more ${id}`, object, hidden, isLast: true });
  return items;
}

const NO_ROWS: ReadonlyMap<string, ConflictRow> = new Map();
const known = new WeakMap<readonly ConflictRow[], ReadonlyMap<string, ConflictRow>>();

/** The rows of a conflict by their id. */
export function differingOf(conflict: Conflict | null): ReadonlyMap<string, ConflictRow> {
  if (conflict === null) return NO_ROWS;
  let rows = known.get(conflict.rows);
  if (rows === undefined) {
    rows = new Map(conflict.rows.map((row) => [placeId(row), row]));
    known.set(conflict.rows, rows);
  }
  return rows;
}
