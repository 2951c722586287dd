import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import { blobKindOf } from './blob-kind.ts';
import { countOf, formatByteSize } from './byte-size.ts';
import { jsonItemsOf } from './json-items.ts';

/** How a cell is shown: one variant for each look, with the text that stands in it. */
export type CellView =
  /** NULL, JSON null or no value at all: a word in grey, never mistaken for a text. */
  | { readonly look: 'nothing'; readonly text: 'NULL' | 'null' | ''; readonly name: string }
  | {
      readonly look: 'text';
      readonly text: string;
      readonly isCut: boolean;
      readonly byteLength: number | null;
    }
  | { readonly look: 'number'; readonly text: string }
  | { readonly look: 'boolean'; readonly text: 'true' | 'false' }
  /** Bytes that are not valid UTF-8 in a TEXT value; `text` shows them with U+FFFD. */
  | { readonly look: 'bad-text'; readonly text: string; readonly byteLength: number }
  | {
      readonly look: 'blob';
      readonly text: string;
      readonly byteLength: number;
      readonly isImage: boolean;
      readonly kindName: string | null;
    }
  | { readonly look: 'json'; readonly text: string; readonly json: string | null };

const decoder = new TextDecoder('utf-8', { fatal: false });

/** Says how a cell is shown. Data is never reformatted: numbers and texts are as SQLite keeps them. */
export function cellView(cell: Cell): CellView {
  if (cell === null) return { look: 'nothing', text: 'NULL', name: 'null' };
  if (typeof cell === 'string') return textView(cell);
  if (typeof cell === 'number' || typeof cell === 'bigint') return { look: 'number', text: numberText(cell) };
  switch (cell[0]) {
    case CellTag.real:
      return { look: 'number', text: cell[1] };
    case CellTag.longText:
      return { look: 'text', text: cell[2], isCut: true, byteLength: cell[1] };
    case CellTag.badText:
      return { look: 'bad-text', text: decoder.decode(cell[2]), byteLength: cell[1] };
    case CellTag.blob:
      return blobView(cell[1], cell[2]);
    case CellTag.jsonb:
      return jsonbView(cell[1], cell[2], cell[3]);
    case CellTag.array:
      return { look: 'json', text: countOf(cell[1], 'item'), json: null };
    case CellTag.object:
      return { look: 'json', text: countOf(cell[1], 'key'), json: null };
    case CellTag.jsonNumber:
      return { look: 'number', text: cell[1] };
    case CellTag.boolean:
      return { look: 'boolean', text: cell[1] ? 'true' : 'false' };
    case CellTag.jsonNull:
      return { look: 'nothing', text: 'null', name: 'JSON null' };
    case CellTag.missing:
      return { look: 'nothing', text: '', name: 'no value' };
  }
}

/**
 * A number as SQLite prints it: JavaScript drops the fraction of 1e21 and writes -0 as 0, and says Infinity where
 * SQLite says Inf.
 */
export function numberText(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isInteger(value))
    return Object.is(value, -0) ? '-0.0' : String(value);
  if (value === Infinity) return 'Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}

function textView(text: string): CellView {
  const items = jsonItemsOf(text);
  if (items !== null) {
    return { look: 'json', text: countOf(items.count, items.kind === 'array' ? 'item' : 'key'), json: text };
  }
  return { look: 'text', text, isCut: false, byteLength: null };
}

function blobView(byteLength: number, head: Uint8Array): CellView {
  const kind = blobKindOf(head);
  return {
    look: 'blob',
    text: formatByteSize(byteLength),
    byteLength,
    isImage: kind.imageType !== null,
    kindName: kind.name,
  };
}

function jsonbView(byteLength: number, json: string, isComplete: boolean): CellView {
  const items = isComplete ? jsonItemsOf(json) : null;
  const size = formatByteSize(byteLength);
  if (items === null) return { look: 'json', text: `JSONB ${size}`, json: isComplete ? json : null };
  return { look: 'json', text: countOf(items.count, items.kind === 'array' ? 'item' : 'key'), json };
}
