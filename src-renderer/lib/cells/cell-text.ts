import type { Cell, KeyValue, RowKey } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import { formatByteSize } from './byte-size.ts';
import { type CellView, cellView, numberText } from './cell-view.ts';
import { toHex } from './hex-dump.ts';

/** The whole of a cell as plain text where it is at hand: what is measured, searched in and shown in tooltips. */
export function cellText(cell: Cell): string {
  const view = cellView(cell);
  if (view.look === 'json') return view.json ?? view.text;
  return view.text;
}

/** What a screen reader says for a cell. */
export function cellName(cell: Cell): string {
  return viewName(cellView(cell));
}

/** What a screen reader says for a cell that was looked at already. */
export function viewName(view: CellView): string {
  switch (view.look) {
    case 'nothing':
      return view.name;
    case 'text':
      if (view.text === '' && !view.isCut) return 'empty text';
      return view.isCut ? `${view.text}… (${formatByteSize(view.byteLength ?? 0)})` : view.text;
    case 'bad-text':
      return `${view.text}, not valid UTF-8`;
    case 'blob':
      return `${view.kindName ?? 'BLOB'}, ${view.text}`;
    case 'json':
      return `JSON, ${view.text}`;
    case 'number':
    case 'boolean':
      return view.text;
  }
}

/** What SQLite stores, for the type badge: null where the cell does not tell (documents). */
export function storedTypeOf(cell: Cell): 'INTEGER' | 'REAL' | 'TEXT' | 'BLOB' | null {
  if (cell === null) return null;
  if (typeof cell === 'string') return 'TEXT';
  if (typeof cell === 'bigint') return 'INTEGER';
  if (typeof cell === 'number') return Number.isInteger(cell) ? 'INTEGER' : 'REAL';
  switch (cell[0]) {
    case CellTag.real:
      return 'REAL';
    case CellTag.longText:
    case CellTag.badText:
      return 'TEXT';
    case CellTag.blob:
    case CellTag.jsonb:
      return 'BLOB';
    default:
      return null;
  }
}

/** A row's key in a few characters, such as "15" or "GB, 2024". */
export function keyText(key: RowKey): string {
  return key.map(keyValueText).join(', ');
}

/** A text that is the same for two keys only if they name the same row; for maps and comparison. */
export function keyIdentity(key: RowKey): string {
  return JSON.stringify(key.map((value) => [kindOf(value), keyValueText(value)]));
}

function keyValueText(value: KeyValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value);
  if (value instanceof Uint8Array) return `x'${toHex(value)}'`;
  return value[0] === CellTag.real ? realText(value[1] as number) : toHex(value[1] as Uint8Array);
}

function realText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : numberText(value);
}

function kindOf(value: KeyValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (value instanceof Uint8Array) return 'blob';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'real';
  return value[0] === CellTag.real ? 'real' : 'bad text';
}
