import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import { numberText } from './cell-view.ts';
import { toHex } from './hex-dump.ts';

/**
 * A row as JSON text, columns in order. 64-bit integers keep their digits. What JSON cannot hold is said in a text:
 * infinities by their names, BLOBs as hex, cut values with an ellipsis.
 */
export function rowJson(columns: readonly string[], cells: readonly Cell[]): string {
  const members = columns.map((name, index) => `${JSON.stringify(name)}:${cellJson(cells[index] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** One cell as JSON text. */
export function cellJson(cell: Cell): string {
  if (cell === null) return 'null';
  if (typeof cell === 'string') return JSON.stringify(cell);
  if (typeof cell === 'bigint' || typeof cell === 'number') return finite(numberText(cell));
  switch (cell[0]) {
    case CellTag.real:
    case CellTag.jsonNumber:
      return finite(cell[1]);
    case CellTag.longText:
      return JSON.stringify(`${cell[2]}…`);
    case CellTag.badText:
      return JSON.stringify(`x'${toHex(cell[2])}${cell[1] > cell[2].byteLength ? '…' : ''}'`);
    case CellTag.blob:
      return JSON.stringify(`x'${toHex(cell[2])}${cell[1] > cell[2].byteLength ? '…' : ''}'`);
    case CellTag.jsonb:
      return cell[3] ? cell[2] : JSON.stringify(`${cell[2]}…`);
    case CellTag.array:
      return JSON.stringify(`[${cell[1]} items]`);
    case CellTag.object:
      return JSON.stringify(`{${cell[1]} keys}`);
    case CellTag.boolean:
      return String(cell[1]);
    case CellTag.jsonNull:
    case CellTag.missing:
      return 'null';
  }
}

function finite(text: string): string {
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? text : JSON.stringify(text);
}
