import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { TableLayout } from '../../../src-preload/contract/preferences.ts';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { cellView } from '../../lib/cells/cell-view.ts';

export const MIN_WIDTH = 56;
export const DEFAULT_WIDTH = 160;
const MAX_FITTED = 320;
const CHARACTER = 7.25;
const PADDING = 19;

export const emptyLayout: TableLayout = { order: [], hidden: [], pinned: [], widths: {} };

/** Names of all columns in the order of a layout; columns that it does not know come where the table has them. */
export function orderedNames(layout: TableLayout, columns: readonly RowColumn[]): readonly string[] {
  const names = columns.map((column) => column.name);
  const known = new Set(names);
  const ordered = layout.order.filter((name) => known.has(name));
  const placed = new Set(ordered);
  names.forEach((name, index) => {
    if (placed.has(name)) return;
    const before = index === 0 ? -1 : ordered.indexOf(names[index - 1] ?? '');
    ordered.splice(before + 1, 0, name);
    placed.add(name);
  });
  return ordered;
}

/** Hidden columns: those of the layout, or in a table never arranged, those that its module hides. */
export function hiddenNames(layout: TableLayout, columns: readonly RowColumn[]): ReadonlySet<string> {
  if (layout.order.length > 0) return new Set(layout.hidden);
  return new Set([...layout.hidden, ...columns.filter((column) => column.isHidden).map(({ name }) => name)]);
}

export function withHidden(
  layout: TableLayout,
  columns: readonly RowColumn[],
  name: string,
  isHidden: boolean,
): TableLayout {
  const hidden = new Set(hiddenNames(layout, columns));
  if (isHidden) hidden.add(name);
  else hidden.delete(name);
  return { ...layout, order: [...orderedNames(layout, columns)], hidden: [...hidden] };
}

export function withPinned(layout: TableLayout, name: string, isPinned: boolean): TableLayout {
  const pinned = layout.pinned.filter((other) => other !== name);
  return { ...layout, pinned: isPinned ? [...pinned, name] : pinned };
}

export function withWidth(layout: TableLayout, name: string, width: number): TableLayout {
  const clamped = Math.round(Math.min(2000, Math.max(MIN_WIDTH, width)));
  return { ...layout, widths: { ...layout.widths, [name]: clamped } };
}

/** Puts a column in the place of another one. */
export function withMoved(
  layout: TableLayout,
  columns: readonly RowColumn[],
  name: string,
  target: string,
): TableLayout {
  if (name === target) return layout;
  const order = [...orderedNames(layout, columns)];
  const from = order.indexOf(name);
  const to = order.indexOf(target);
  if (from < 0 || to < 0) return layout;
  order.splice(from, 1);
  order.splice(to, 0, name);
  return { ...layout, order, hidden: [...hiddenNames(layout, columns)] };
}

/** Room for a label of some 14 letters and the arrow. */
const LABEL_WIDTH = 128;

/** A width that shows the head and most of the values of a sample. */
export function fittedWidth(column: RowColumn, cells: readonly Cell[], max = MAX_FITTED): number {
  const isKey = column.primaryKeyPosition > 0;
  // PK, FK, and one of UQ and IX for what is no key: as the head shows them.
  const badges = [isKey, column.references !== null, !isKey && (column.isUnique || column.isIndexed)].filter(
    Boolean,
  ).length;
  const head = Math.max(column.name.length * 7.4 + 26, column.declaredType.length * 6.7 + badges * 27);
  const lengths = cells.map((cell) => widthOf(cell)).sort((one, other) => one - other);
  const most = lengths[Math.floor(lengths.length * 0.95)] ?? 0;
  const label = column.references === null ? 0 : LABEL_WIDTH;
  return Math.round(Math.min(max, Math.max(MIN_WIDTH, Math.max(head, most + label) + PADDING)));
}

function widthOf(cell: Cell): number {
  const view = cellView(cell);
  const isChip = view.look === 'blob' || view.look === 'json';
  const length = view.look === 'text' ? Math.min(view.text.length, 80) : view.text.length;
  return length * CHARACTER + (isChip ? 30 : 0);
}
