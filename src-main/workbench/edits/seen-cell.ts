import { type Cell, CellTag, type TaggedCell } from '../../../src-preload/contract/cell.ts';
import type { StoredValue } from '../../operations/stored-value.ts';

/** Whether a cell that was shown is one of the value that is there now; both may be cut, at different lengths. */
export function isSameCell(seen: Cell, now: Cell): boolean {
  const [a, b] = [textOf(seen), textOf(now)];
  if (a !== null || b !== null) return a !== null && b !== null && isSameText(a, b);
  if (!isTagged(seen) || !isTagged(now)) return seen === now;
  if (seen[0] !== now[0]) return false;
  switch (seen[0]) {
    case CellTag.badText:
    case CellTag.blob:
      return seen[1] === now[1] && isSameStart(seen[2], now[2] as Uint8Array);
    case CellTag.jsonb:
      return seen[1] === now[1] && isSameStart(seen[2], now[2] as string);
    default:
      return seen[1] === now[1];
  }
}

/** The value of a cell that shows all of it; undefined where something is cut or is no value of a column. */
export function completeValue(cell: Cell): StoredValue | undefined {
  if (typeof cell === 'number') return Number.isInteger(cell) ? BigInt(cell) : cell;
  if (!isTagged(cell)) return cell;
  if (cell[0] === CellTag.real) {
    return Number(cell[1].replace('Inf', 'Infinity'));
  }
  if (cell[0] === CellTag.blob || cell[0] === CellTag.badText) {
    const [tag, length, bytes] = cell;
    if (length !== bytes.byteLength) return undefined;
    return tag === CellTag.blob ? bytes : { rawText: bytes };
  }
  return undefined;
}

interface CutText {
  readonly text: string;
  readonly byteLength: number;
}

function textOf(cell: Cell): CutText | null {
  if (typeof cell === 'string') return { text: cell, byteLength: Buffer.byteLength(cell) };
  return isTagged(cell) && cell[0] === CellTag.longText ? { text: cell[2], byteLength: cell[1] } : null;
}

function isSameText(a: CutText, b: CutText): boolean {
  return a.byteLength === b.byteLength && isSameStart(a.text, b.text);
}

function isSameStart<T extends string | Uint8Array>(a: T, b: T): boolean {
  const length = Math.min(a.length, b.length);
  if (typeof a === 'string' && typeof b === 'string') return a.slice(0, length) === b.slice(0, length);
  // Both are bytes, by their type.
  return Buffer.compare(a.slice(0, length) as Uint8Array, b.slice(0, length) as Uint8Array) === 0;
}

function isTagged(cell: Cell): cell is TaggedCell {
  return Array.isArray(cell);
}
