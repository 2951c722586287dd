import type { Cell, RowKey } from '../../../src-preload/contract/cell.ts';
import type { EditDraft, EditRow, StagedRow } from '../../../src-preload/contract/edits.ts';
import { OverlayRow } from './overlay-row.ts';
import { identityOfKey, rowIdentity } from './row-identity.ts';

/** Names a row of an object. */
export interface EditPlace {
  readonly object: string;
  readonly row: EditRow;
}

const NO_CELLS: ReadonlyMap<string, Cell> = new Map();
const NO_DRAFTS: readonly EditDraft[] = [];

/**
 * What is staged of one object, by row. A new object whenever something of it changed; rows that did not change are
 * the same objects as before.
 */
export class ObjectEdits {
  readonly #rows: ReadonlyMap<string, OverlayRow>;
  /** Rows that are staged to be inserted, in the order of their staging. */
  readonly inserted: readonly OverlayRow[];

  constructor(rows: ReadonlyMap<string, OverlayRow> = new Map()) {
    this.#rows = rows;
    this.inserted = [...rows.values()].filter((row) => 'inserted' in row.row);
  }

  /** Rows of which something is staged or typed. */
  get size(): number {
    return this.#rows.size;
  }

  /** What is staged of a row of the file. */
  ofKey(key: RowKey): OverlayRow | undefined {
    return this.#rows.size === 0 ? undefined : this.#rows.get(identityOfKey(key));
  }

  of(row: EditRow): OverlayRow | undefined {
    return this.#rows.get(rowIdentity(row));
  }

  rows(): Iterable<OverlayRow> {
    return this.#rows.values();
  }

  /** With other rows staged; those named in `unstaged` are not any more. */
  withStaged(rows: readonly StagedRow[], unstaged: readonly EditPlace[]): ObjectEdits {
    const next = new Map(this.#rows);
    for (const { row } of unstaged) change(next, row, { staged: null });
    for (const staged of rows) change(next, staged.row, { staged });
    return new ObjectEdits(next);
  }

  /** With just these rows staged. */
  withAllStaged(rows: readonly StagedRow[]): ObjectEdits {
    const kept = new Set(rows.map(({ row }) => rowIdentity(row)));
    const gone = [...this.#rows].filter(([id, { staged }]) => staged !== null && !kept.has(id));
    return this.withStaged(
      rows,
      gone.map(([, { row }]) => ({ object: '', row })),
    );
  }

  withDrafts(drafts: readonly EditDraft[]): ObjectEdits {
    const next = new Map(this.#rows);
    const byRow = Map.groupBy(drafts, ({ row }) => rowIdentity(row));
    for (const [id, row] of this.#rows) {
      if (row.drafts.length > 0 && !byRow.has(id)) change(next, row.row, { drafts: NO_DRAFTS });
    }
    for (const own of byRow.values()) {
      const row = own[0]?.row;
      if (row !== undefined) change(next, row, { drafts: own });
    }
    return new ObjectEdits(next);
  }

  /** With a text that is kept as a draft, or without it (`text` null). */
  withDraft(draft: Omit<EditDraft, 'text'> & { readonly text: string | null }): ObjectEdits {
    const { text } = draft;
    const others = (this.of(draft.row)?.drafts ?? NO_DRAFTS).filter((other) => !isSamePlace(other, draft));
    const next = new Map(this.#rows);
    change(next, draft.row, { drafts: text === null ? others : [...others, { ...draft, text }] });
    return new ObjectEdits(next);
  }

  /** With cells that are on their way to be staged, by `columnKey`. */
  withPending(row: EditRow, cells: ReadonlyMap<string, Cell>): ObjectEdits {
    const next = new Map(this.#rows);
    change(next, row, { pending: cells });
    return new ObjectEdits(next);
  }
}

export const noObjectEdits = new ObjectEdits();

/** Whether two drafts of a row are of the same value. */
function isSamePlace(
  one: Pick<EditDraft, 'column' | 'path'>,
  other: Pick<EditDraft, 'column' | 'path'>,
): boolean {
  return one.column === other.column && JSON.stringify(one.path) === JSON.stringify(other.path);
}

interface Change {
  readonly staged?: StagedRow | null;
  readonly drafts?: readonly EditDraft[];
  readonly pending?: ReadonlyMap<string, Cell>;
}

function change(rows: Map<string, OverlayRow>, row: EditRow, what: Change): void {
  const id = rowIdentity(row);
  const before = rows.get(id);
  const staged = what.staged === undefined ? (before?.staged ?? null) : what.staged;
  const drafts = what.drafts ?? before?.drafts ?? NO_DRAFTS;
  const pending = what.pending ?? NO_CELLS;
  if (staged === null && drafts.length === 0 && pending.size === 0) rows.delete(id);
  else rows.set(id, new OverlayRow({ row, staged, drafts, pending }));
}
