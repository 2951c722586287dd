import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { Related, ViewInfo } from '../../../src-preload/contract/rows.ts';
import { countOf, formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import { cellText } from '../../lib/cells/cell-text.ts';
import { cellView } from '../../lib/cells/cell-view.ts';

type Parent = Related['parents'][number];
type Child = Related['children'][number];

/** What the foot says: "1 parent, 9 children in 2 of 3 places, 3 ms". A count that is not exact is said so. */
export function relatedSummary({ parents, children, milliseconds }: Related): string {
  const parts: string[] = [];
  if (parents.length > 0) {
    parts.push(countOf(parents.filter(({ row }) => row !== null).length, 'parent'));
  }
  if (children.length > 0) {
    const sum = children.reduce((total, { count }) => total + (count.value ?? 0), 0);
    const isExact = children.every(({ count }) => count.kind === 'exact');
    const used = children.filter(({ rows, count }) => rows.length > 0 || (count.value ?? 0) > 0).length;
    const counted = isExact ? formatCount(sum) : sum > 0 ? formatAbout(sum) : 'uncounted';
    const noun = isExact && sum === 1 ? 'child' : 'children';
    parts.push(`${counted} ${noun} in ${used} of ${countOf(children.length, 'place')}`);
  }
  parts.push(`${Math.max(1, Math.round(milliseconds))} ms`);
  return parts.join(', ');
}

/** The columns of the key with what the row has in them: "rep_id 4", or "rep_id is NULL". */
export function keyNote(parent: Parent, view: ViewInfo, cells: readonly Cell[]): string {
  const pairs = parent.fromColumns.map((name) => {
    const index = view.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
    const cell = index < 0 ? undefined : cells[index];
    if (cell === undefined || (parent.row === null && parent.isNull)) return name;
    return `${name} ${cellText(cell)}`;
  });
  const note = pairs.join(', ');
  if (parent.row !== null) return note;
  return parent.isNull ? `${note} is NULL` : `${note}, no such row`;
}

/** Whether a column of the first rows holds numbers, and nothing else but NULL: they stand at the right. */
export function isOfFigures(rows: Child['rows'], index: number): boolean {
  const looks = rows
    .map(({ cells }) => cellView(cells[index] ?? null).look)
    .filter((look) => look !== 'nothing');
  return looks.length > 0 && looks.every((look) => look === 'number');
}
