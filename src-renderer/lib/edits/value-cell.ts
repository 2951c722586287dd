import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { EditValue } from '../../../src-preload/contract/edits.ts';
import { numberText } from '../cells/cell-view.ts';

/** How a value is shown once it is staged; undefined for a default, which only the engine knows. */
export function valueCell(value: EditValue | undefined): Cell | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Uint8Array) return [CellTag.blob, value.byteLength, value.slice(0, 64)];
  if (value === null || typeof value !== 'object') return value;
  if (value[0] === CellTag.real) return [CellTag.real, realText(value[1])];
  return [CellTag.badText, value[1].byteLength, value[1].slice(0, 1024)];
}

/** A REAL as SQLite writes it: whole ones keep their `.0`. */
function realText(value: number): string {
  const text = numberText(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
