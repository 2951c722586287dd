import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { EditKind, StagedCell, StagedRow } from '../../../src-preload/contract/edits.ts';
import { type JsonPath, pathText } from '../../../src-preload/contract/json-text/index.ts';
import { type JsonNode, readJsonTree } from '../cells/json-tree.ts';
import { jsonCell } from '../edits/overlay-row.ts';

/** One column, or one value inside a document, before and after. */
export interface ChangeLine {
  readonly column: string;
  /** null: the column as a whole. */
  readonly path: JsonPath | null;
  /** As it is shown: `city`, `items[1].qty`. */
  readonly name: string;
  readonly before: Cell;
  readonly after: Cell;
  /** The column gets its default. */
  readonly isDefault: boolean;
}

/** A value of a row that comes or goes. */
export interface ChangeValue {
  readonly name: string;
  readonly cell: Cell;
}

/** What a change does to a row, ready to be shown. */
export interface RowChange {
  readonly kind: EditKind;
  /** Of an update. */
  readonly lines: readonly ChangeLine[];
  /** Of a row that is inserted or deleted. */
  readonly values: readonly ChangeValue[];
  /** There is more than is told. */
  readonly isCut: boolean;
}

/** Changes of one document that are told at most. */
const MOST_CHANGES = 200;
/** Values of an inserted or deleted document that are shown. */
const MOST_VALUES = 24;

/** Reads what is staged, or was committed, of a row. Paths in `documentColumn` stand alone. */
export function rowChange({ kind, cells }: StagedRow, documentColumn: string | null): RowChange {
  if (kind !== 'update') {
    const all = cells.flatMap((cell) => valuesOf(cell, kind, documentColumn));
    const values = all.slice(0, MOST_VALUES);
    return { kind, lines: [], values, isCut: values.length < all.length };
  }
  const lines = cells.flatMap((cell) => linesOf(cell, documentColumn));
  return { kind, lines, values: [], isCut: cells.some(({ changes }) => changes?.length === MOST_CHANGES) };
}

/** A path inside a column as it is shown; paths in the column of the documents stand alone. */
export function fieldName(column: string, path: JsonPath | null, documentColumn: string | null): string {
  if (path === null || path.length === 0) return column;
  const text = pathText(path);
  if (column === documentColumn) return text;
  return text.startsWith('[') ? `${column}${text}` : `${column}.${text}`;
}

function linesOf(cell: StagedCell, documentColumn: string | null): readonly ChangeLine[] {
  const { column, before, after, isDefault, changes } = cell;
  if (changes === null || changes.length === 0) {
    return [{ column, path: null, name: column, before, after, isDefault }];
  }
  return changes.map((change) => ({
    column,
    path: change.path,
    name: fieldName(column, change.path, documentColumn),
    before: jsonCell(change.before),
    after: jsonCell(change.after),
    isDefault: false,
  }));
}

function valuesOf(cell: StagedCell, kind: EditKind, documentColumn: string | null): readonly ChangeValue[] {
  const shown = kind === 'delete' ? cell.before : cell.after;
  if (cell.column === documentColumn) {
    const tree = readJsonTree(jsonOf(shown) ?? '');
    if (tree?.kind === 'object') return documentValues(tree, []);
  }
  return [{ name: cell.column, cell: shown }];
}

function jsonOf(cell: Cell): string | null {
  if (typeof cell === 'string') return cell;
  return Array.isArray(cell) && cell[0] === CellTag.jsonb && cell[3] === true ? String(cell[2]) : null;
}

/** Plain values by their path, objects opened, arrays with the number of their items. */
function documentValues({ children }: JsonNode, path: readonly string[]): readonly ChangeValue[] {
  const values: ChangeValue[] = [];
  for (const child of children) {
    if (values.length > MOST_VALUES) break;
    const at = [...path, child.name ?? ''];
    if (child.kind === 'object' && child.children.length > 0 && at.length < 4) {
      values.push(...documentValues(child, at));
    } else values.push({ name: pathText(at), cell: nodeCell(child) });
  }
  return values;
}

function nodeCell({ kind, source, children }: JsonNode): Cell {
  if (kind === 'array') return [CellTag.array, children.length];
  return kind === 'object' ? [CellTag.object, children.length] : jsonCell(source);
}

/** Whether the step that takes a line back can be made from what is at hand. */
export function canRevertLine({ path, before, after }: ChangeLine): boolean {
  if (path === null) return true;
  // Items that come and go move the ones behind them.
  const isItem = typeof path.at(-1) === 'number';
  return !(isItem && (isMissing(before) || isMissing(after)));
}

export function isMissing(cell: Cell): boolean {
  return Array.isArray(cell) && cell[0] === CellTag.missing;
}
