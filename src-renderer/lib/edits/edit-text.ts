import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { EditValue } from '../../../src-preload/contract/edits.ts';
import { cellView, numberText } from '../cells/cell-view.ts';
import { cellJson } from '../cells/row-json.ts';

/** The text that an editor of a cell begins with; null where the cell has none at hand, or is none. */
export function editText(cell: Cell): string | null {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number' || typeof cell === 'bigint') return numberText(cell);
  switch (cell[0]) {
    case CellTag.real:
    case CellTag.jsonNumber:
      return cell[1];
    case CellTag.boolean:
      return String(cell[1]);
    case CellTag.jsonNull:
    case CellTag.missing:
      return '';
    default:
      return null;
  }
}

/** The whole value of a cell; undefined where only its beginning is at hand, or it is part of a document. */
export function cellEditValue(cell: Cell): EditValue | undefined {
  if (cell === null || typeof cell !== 'object') return cell;
  switch (cell[0]) {
    case CellTag.real:
      return [CellTag.real, realOf(cell[1])];
    case CellTag.badText:
      return cell[1] === cell[2].byteLength ? [CellTag.badText, new Uint8Array(cell[2])] : undefined;
    case CellTag.blob:
      return cell[1] === cell[2].byteLength ? new Uint8Array(cell[2]) : undefined;
    default:
      return undefined;
  }
}

/** The JSON text of a field of a document; undefined where it is not at hand. */
export function cellRaw(cell: Cell): string | null | undefined {
  if (cell === null) return null;
  if (typeof cell === 'object') {
    if (cell[0] === CellTag.missing) return null;
    if (cell[0] === CellTag.array || cell[0] === CellTag.object || cell[0] === CellTag.longText)
      return undefined;
  }
  // An array or object that is shown whole is its own JSON text.
  const view = cellView(cell);
  return view.look === 'json' && view.json !== null && typeof cell !== 'string' ? view.json : cellJson(cell);
}

function realOf(text: string): number {
  if (text === 'Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** A typed text as JSON text of a field that has such a value now: the type stays where the text allows it. */
export function fieldRaw(text: string, before: Cell, declaredType: string): string {
  const trimmed = text.trim();
  const kinds = declaredType.split(' | ');
  const view = cellView(before);
  const isNew = view.look === 'nothing';
  const isNumber = view.look === 'number' || (isNew && kinds.includes('number'));
  if (isNumber && JSON_NUMBER.test(trimmed)) return trimmed;
  const isBoolean = view.look === 'boolean' || (isNew && kinds.includes('boolean'));
  if (isBoolean && (trimmed === 'true' || trimmed === 'false')) return trimmed;
  return JSON.stringify(text);
}
