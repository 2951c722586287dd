import type { CellPlace } from './selection.ts';

/** The cell or row number that an element stands in; the column of a row number is -1. */
export function placeAt(target: EventTarget | null): CellPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  const row = cell?.closest<HTMLElement>('[data-row]') ?? null;
  if (cell === null || row === null) return null;
  return { row: Number(row.dataset.row), column: Number(cell.dataset.place) };
}

/** An editor has its own clicks. */
export function isInEditor(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-editor]') !== null;
}

/** 48, from a million rows on 72, and wider where the numbers are. */
export function gutterWidth(rowCount: number): number {
  if (rowCount < 1_000_000) return 48;
  return rowCount < 10_000_000 ? 72 : 72 + (String(rowCount).length - 7) * 10;
}
