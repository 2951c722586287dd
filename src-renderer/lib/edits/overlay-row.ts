import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type {
  EditDraft,
  EditKind,
  EditProblem,
  EditRow,
  StagedCell,
  StagedRow,
} from '../../../src-preload/contract/edits.ts';

/** How a staged cell is shown. `invalid`: it is a text that cannot be staged, or a commit was refused for it. */
export type OverlayState = 'changed' | 'inserted' | 'deleted' | 'invalid';

/** A cell as it is staged. */
export interface OverlayCell {
  readonly cell: Cell;
  readonly state: OverlayState;
  /** What the file had; undefined where that is the cell of the page, and in an inserted row. */
  readonly before: Cell | undefined;
  /** The column gets its default. */
  readonly isDefault: boolean;
  /** What is wrong, as a sentence. */
  readonly problem: string | null;
  /** Typed, and not staged yet. */
  readonly isDraft?: boolean;
}

/** What names a column of a view: `path` is set for a field of the documents. */
export interface OverlayColumn {
  readonly name: string;
  readonly path: readonly string[] | null;
}

/** What a row of the overlay is made of. */
export interface OverlayParts {
  readonly row: EditRow;
  readonly staged: StagedRow | null;
  readonly drafts: readonly EditDraft[];
  /** Cells that are on their way to be staged. */
  readonly pending: ReadonlyMap<string, Cell>;
}

/** Why a draft was refused is found again when it is edited. */
const NO_VALUE = 'This text is no value of the column. It is kept, and blocks a commit.';
const MISSING: Cell = [CellTag.missing];

/** What is staged of one row, looked up by column. A new object whenever something in it changed. */
export class OverlayRow {
  readonly row: EditRow;
  /** null: only a text that is not staged yet. */
  readonly kind: EditKind | null;
  readonly problems: readonly EditProblem[];
  readonly staged: StagedRow | null;
  readonly drafts: readonly EditDraft[];
  readonly pending: ReadonlyMap<string, Cell>;
  readonly #cells = new Map<string, OverlayCell>();
  /** Cells of drafts. */
  readonly #typed = new Map<string, OverlayCell>();

  constructor({ row, staged, drafts, pending }: OverlayParts) {
    this.row = row;
    this.staged = staged;
    this.drafts = drafts;
    this.pending = pending;
    this.problems = staged?.problems ?? [];
    this.kind = staged?.kind ?? (pending.size > 0 ? 'update' : null);
    for (const cell of staged?.cells ?? []) this.#take(cell);
    for (const [key, cell] of pending) {
      const before = this.#cells.get(key)?.before;
      this.#cells.set(key, { cell, state: this.#stateOf(), before, isDefault: false, problem: null });
    }
    for (const { column, path, message } of this.problems) {
      if (column !== null) this.#markBad(columnKey({ name: column, path: textPath(path) }), message);
    }
    for (const draft of drafts) {
      if (draft.column === null) continue;
      const key = draftKey(draft);
      // What is on its way to be staged came after it.
      if (pending.has(key)) continue;
      const before = this.#cells.get(key)?.before;
      const state = draft.problems > 0 ? 'invalid' : 'changed';
      const problem = draft.problems > 0 ? NO_VALUE : null;
      const cell = draft.text;
      this.#typed.set(key, { cell, state, before, isDefault: false, problem, isDraft: true });
    }
  }

  /** Whether a text of it blocks a commit. */
  get isInvalid(): boolean {
    return this.problems.length > 0 || this.drafts.some(({ problems }) => problems > 0);
  }

  /** The draft of a column. */
  draftOf(column: OverlayColumn): EditDraft | undefined {
    const key = columnKey(column);
    return this.drafts.find((draft) => draft.column !== null && draftKey(draft) === key);
  }

  /** The cell of a column as it is shown: as it was typed, else as it is staged; undefined where the page has it. */
  cellOf(column: OverlayColumn): OverlayCell | undefined {
    const typed = this.kind === 'delete' ? undefined : this.#typed.get(columnKey(column));
    return typed ?? this.stagedOf(column);
  }

  /** The cell of a column as it is staged, whatever is typed over it. */
  stagedOf(column: OverlayColumn): OverlayCell | undefined {
    if (this.kind === 'delete') return undefined;
    const found = this.#cells.get(columnKey(column));
    if (found !== undefined || this.kind !== 'insert') return found;
    return { cell: MISSING, state: 'inserted', before: undefined, isDefault: true, problem: null };
  }

  #stateOf(): OverlayState {
    return this.kind === 'insert' ? 'inserted' : 'changed';
  }

  #take({ column, before, after, isDefault, changes, fields }: StagedCell): void {
    const state = this.#stateOf();
    const known = this.kind === 'insert' ? undefined : before;
    this.#cells.set(columnKey({ name: column, path: null }), {
      cell: after,
      state,
      before: known,
      isDefault,
      problem: null,
    });
    const raw = new Map((changes ?? []).map(({ path, before: text }) => [JSON.stringify(path), text]));
    for (const { path, cell } of fields) {
      const text = raw.get(JSON.stringify(path));
      this.#cells.set(columnKey({ name: '', path }), {
        cell,
        state,
        before: text === undefined ? undefined : jsonCell(text),
        isDefault: false,
        problem: null,
      });
    }
  }

  #markBad(key: string, problem: string): void {
    const cell = this.#cells.get(key);
    if (cell !== undefined) this.#cells.set(key, { ...cell, state: 'invalid', problem });
  }
}

/** The key of a column among the cells of a row: fields of documents go by their path. */
export function columnKey({ name, path }: OverlayColumn): string {
  return path === null ? `c${name}` : `p${JSON.stringify(path)}`;
}

function draftKey({ column, path }: EditDraft): string {
  return columnKey({ name: column ?? '', path: path?.map(String) ?? null });
}

function textPath(path: readonly (string | number)[] | null): readonly string[] | null {
  return path === null || path.some((key) => typeof key === 'number') ? null : path.map(String);
}

/** A scalar of JSON text as a cell; containers show as their text. */
export function jsonCell(text: string | null): Cell {
  if (text === null) return MISSING;
  const trimmed = text.trim();
  if (trimmed === 'null') return [CellTag.jsonNull];
  if (trimmed === 'true' || trimmed === 'false') return [CellTag.boolean, trimmed === 'true'];
  if (trimmed.startsWith('"')) {
    try {
      return String(JSON.parse(trimmed));
    } catch {
      // Cut in the middle: shown as it is.
      return trimmed;
    }
  }
  return /^[-\d]/.test(trimmed) ? [CellTag.jsonNumber, trimmed] : trimmed;
}
