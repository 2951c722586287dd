import type { Cell } from '../../../../src-preload/contract/cell.ts';
import type { ResultColumn } from '../../../../src-preload/contract/queries.ts';
import {
  meaningfulTokens,
  nameOf,
  type SqlToken,
  wordOf,
} from '../../../../src-preload/contract/sql-text/index.ts';
import { storedTypeOf } from '../../../lib/cells/cell-text.ts';
import { cellView } from '../../../lib/cells/cell-view.ts';
import type { RowList } from '../runs/row-blocks.ts';

/** A column of a result as it is drawn. */
export interface ShownColumn {
  readonly column: ResultColumn;
  readonly index: number;
  readonly width: number;
  /** Pixels from the first column. */
  readonly start: number;
  /** As declared, else what the first values are. */
  readonly type: string;
  readonly isNumeric: boolean;
  /** By which the statement sorts. */
  readonly sort: 'up' | 'down' | null;
}

export const MIN_WIDTH = 56;
const MAX_FITTED = 320;
const MAX_WIDTH = 2000;
const CHARACTER = 7.25;
const PADDING = 19;
const SAMPLE = 60;

/** The columns with widths that show most of the first values; `widths` are those that were set by hand. */
export function shownColumns(
  columns: readonly ResultColumn[],
  rows: RowList,
  sorts: ReadonlyMap<number, 'up' | 'down'>,
  widths: ReadonlyMap<number, number>,
): readonly ShownColumn[] {
  const sample = rows.slice(0, SAMPLE);
  let start = 0;
  return columns.map((column, index) => {
    const cells = sample.map((row) => row[index] ?? null);
    const type = column.declaredType ?? storedType(cells);
    const width = widths.get(index) ?? fittedWidth(column.name, type, cells);
    const isNumeric = column.isNumeric || type === 'INTEGER' || type === 'REAL';
    const shown = { column, index, width, start, type, isNumeric, sort: sorts.get(index) ?? null };
    start += width;
    return shown;
  });
}

/** A width that a column is dragged to. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

function storedType(cells: readonly Cell[]): string {
  const first = cells.find((cell) => cell !== null);
  return first === undefined ? '' : (storedTypeOf(first) ?? '');
}

function fittedWidth(name: string, type: string, cells: readonly Cell[]): number {
  const head = Math.max(Math.min(name.length, 40) * 7.4 + 26, type.length * 6.7);
  const lengths = cells.map(widthOf).sort((one, other) => one - other);
  const most = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
  return Math.round(Math.min(MAX_FITTED, Math.max(MIN_WIDTH, Math.max(head, most) + PADDING)));
}

function widthOf(cell: Cell): number {
  const view = cellView(cell);
  const isChip = view.look === 'blob' || view.look === 'json';
  return Math.min(view.text.length, 80) * CHARACTER + (isChip ? 30 : 0);
}

/** The columns by which a statement sorts, as far as its ORDER BY names or numbers them. */
export function sortedColumns(
  sql: string,
  columns: readonly Pick<ResultColumn, 'name'>[],
): ReadonlyMap<number, 'up' | 'down'> {
  const sorts = new Map<number, 'up' | 'down'>();
  for (const term of orderTerms(sql)) {
    const direction = term.some((token) => wordOf(sql, token) === 'DESC') ? 'down' : 'up';
    const names = term.filter(
      (token) => !['ASC', 'DESC', 'NULLS', 'FIRST', 'LAST'].includes(wordOf(sql, token)),
    );
    const last = names.at(-1);
    if (last === undefined || names.some(({ kind }) => kind === 'open')) continue;
    const isNumber = last.kind === 'number' && names.length === 1;
    const name = nameOf(sql, last).toLowerCase();
    const isName = names.length === 1 || sql.slice(names.at(-2)?.from, names.at(-2)?.to) === '.';
    const index = isNumber
      ? Number(sql.slice(last.from, last.to)) - 1
      : isName
        ? columns.findIndex((column) => column.name.toLowerCase() === name)
        : -1;
    if (columns[index] !== undefined && !sorts.has(index)) sorts.set(index, direction);
  }
  return sorts;
}

/** The terms of the last ORDER BY that stands in no parentheses. */
function orderTerms(sql: string): readonly (readonly SqlToken[])[] {
  let depth = 0;
  let before = '';
  let terms: SqlToken[][] | null = null;
  for (const token of meaningfulTokens(sql)) {
    if (token.kind === 'close') depth -= 1;
    const word = wordOf(sql, token);
    if (depth === 0) {
      if (before === 'ORDER' && word === 'BY') terms = [[]];
      else if (word === 'LIMIT' || token.kind === 'semicolon') break;
      else if (terms !== null && sql.slice(token.from, token.to) === ',') terms.push([]);
      else terms?.at(-1)?.push(token);
      before = word;
    }
    if (token.kind === 'open') {
      if (depth > 0) terms?.at(-1)?.push(token);
      depth += 1;
    }
  }
  return terms ?? [];
}
