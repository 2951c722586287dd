import { type Cell, CellTag } from '../../src-preload/contract/cell.ts';
import type { Driver } from '../engine/types.ts';
import { type FieldValue, isField, isLarge, type LargeValue, type ReadValue } from './read-value.ts';
import { isRawText, type StoredValue } from './stored-value.ts';
import { decodeTextHead, encodingOf } from './text-bytes.ts';

/** Bytes of TEXT and JSON that a cell of a page carries. */
export const PAGE_PREVIEW = 1_024;
/** Bytes of TEXT and JSON that a cell of the inspector carries. */
export const ROW_PREVIEW = 65_536;
const BLOB_PREVIEW = 64;

/** Turns a value that was read into a cell of the contract. `preview`: bytes (of JSON: characters) that are shown. */
export function toCell(driver: Driver, value: ReadValue, preview: number): Cell {
  switch (typeof value) {
    case 'bigint':
      return integerCell(value);
    case 'number':
      return realCell(value);
    case 'string':
      return textCell(value, preview);
    default:
  }
  if (value === null || typeof value !== 'object') return null;
  if (isField(value)) return fieldCell(value, preview);
  if (isLarge(value)) return largeCell(driver, value, preview);
  if (isRawText(value))
    return [CellTag.badText, value.rawText.byteLength, value.rawText.slice(0, PAGE_PREVIEW)];
  return blobCell(driver, value, preview);
}

/** A stored value as a cell where no connection is at hand: JSONB is shown as the BLOB that it is. */
export function plainCell(value: StoredValue, preview: number): Cell {
  if (typeof value === 'bigint') return integerCell(value);
  if (typeof value === 'number') return realCell(value);
  if (typeof value === 'string') return textCell(value, preview);
  if (value === null) return null;
  return isRawText(value)
    ? [CellTag.badText, value.rawText.byteLength, value.rawText.slice(0, PAGE_PREVIEW)]
    : [CellTag.blob, value.byteLength, value.slice(0, BLOB_PREVIEW)];
}

/** A value inside a document as a cell, by its raw JSON text; null: the document has none. */
export function jsonCell(json: string | null, preview: number): Cell {
  return fieldCell({ kind: 'field', json, summary: null }, preview);
}

/** A whole document as a cell, by its JSON text; of JSONB the length is that of the text. */
export function documentCell(json: string, encoding: 'text' | 'jsonb', preview: number): Cell {
  return encoding === 'text' ? textCell(json, preview) : jsonbCell(Buffer.byteLength(json), json, preview);
}

/** The JSON text of a BLOB that is JSONB of an object or array; null for any other BLOB. */
export function jsonTextOf(driver: Driver, bytes: Uint8Array): string | null {
  if (!looksLikeJsonb(bytes)) return null;
  const { rows } = driver.allSync('SELECT CASE WHEN json_valid(?1, 8) THEN json(?1) END', [bytes]);
  const json = rows[0]?.[0];
  return typeof json === 'string' ? json : null;
}

function integerCell(value: bigint): Cell {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function realCell(value: number): Cell {
  if (value === Number.POSITIVE_INFINITY) return [CellTag.real, 'Inf'];
  if (value === Number.NEGATIVE_INFINITY) return [CellTag.real, '-Inf'];
  if (Object.is(value, -0)) return [CellTag.real, '-0.0'];
  if (!Number.isInteger(value)) return value;
  const text = String(value);
  if (text.includes('.') || !text.includes('e'))
    return [CellTag.real, text.includes('.') ? text : `${text}.0`];
  return [CellTag.real, text.replace('e', '.0e')];
}

function textCell(text: string, preview: number): Cell {
  // No character takes more than 3 bytes for each UTF-16 unit.
  if (text.length * 3 <= preview) return text;
  const byteLength = Buffer.byteLength(text);
  return byteLength <= preview ? text : [CellTag.longText, byteLength, cutText(text, preview)];
}

/** The first characters of a text that fit into so many bytes. */
function cutText(text: string, preview: number): string {
  return decodeTextHead(Buffer.from(text.slice(0, preview), 'utf8').subarray(0, preview), 'UTF-8') ?? '';
}

function blobCell(driver: Driver, bytes: Uint8Array, preview: number): Cell {
  const json = jsonTextOf(driver, bytes);
  if (json === null) return [CellTag.blob, bytes.byteLength, bytes.slice(0, BLOB_PREVIEW)];
  return jsonbCell(bytes.byteLength, json, preview);
}

function jsonbCell(byteLength: number, json: string, preview: number): Cell {
  return json.length <= preview
    ? [CellTag.jsonb, byteLength, json.toWellFormed(), true]
    : [CellTag.jsonb, byteLength, json.slice(0, preview).toWellFormed(), false];
}

function largeCell(driver: Driver, value: LargeValue, preview: number): Cell {
  if (value.json !== null) return jsonbCell(value.byteLength, value.json, preview);
  if (value.type === 'blob') return [CellTag.blob, value.byteLength, value.head];
  const head = decodeTextHead(value.head, encodingOf(driver));
  return head === undefined
    ? [CellTag.badText, value.byteLength, value.head.slice(0, PAGE_PREVIEW)]
    : [CellTag.longText, value.byteLength, cutText(head, preview)];
}

function fieldCell({ json, summary }: FieldValue, preview: number): Cell {
  if (summary !== null) {
    if (summary.type === 'text') {
      return summary.byteLength <= preview
        ? summary.head.toWellFormed()
        : [CellTag.longText, summary.byteLength, cutText(summary.head, preview)];
    }
    return [summary.type === 'array' ? CellTag.array : CellTag.object, summary.count];
  }
  if (json === null) return [CellTag.missing];
  switch (json.charAt(0)) {
    case '"':
      // A string literal; half a surrogate pair, which JSON allows, has no form on the wire.
      return textCell((JSON.parse(json) as string).toWellFormed(), preview);
    case '{':
      return [CellTag.object, Object.keys(JSON.parse(json) as object).length];
    case '[':
      return [CellTag.array, (JSON.parse(json) as unknown[]).length];
    case 't':
      return [CellTag.boolean, true];
    case 'f':
      return [CellTag.boolean, false];
    case 'n':
      return [CellTag.jsonNull];
    default:
      return numberCell(json);
  }
}

function numberCell(json: string): Cell {
  const number = Number(json);
  if (String(number) === json && !Object.is(number, -0)) return number;
  return [CellTag.jsonNumber, json];
}

/**
 * Whether the first bytes are the header of a JSONB array or object of exactly this length
 * (https://sqlite.org/jsonb.html section 3).
 */
export function looksLikeJsonb(bytes: Uint8Array): boolean {
  const first = bytes[0];
  if (first === undefined || ((first & 0x0f) !== 11 && (first & 0x0f) !== 12)) return false;
  const size = first >> 4;
  if (size <= 11) return bytes.byteLength === 1 + size;
  const sizeBytes = { 12: 1, 13: 2, 14: 4, 15: 8 }[size] ?? 0;
  let payload = 0;
  for (const byte of bytes.subarray(1, 1 + sizeBytes)) payload = payload * 256 + byte;
  return bytes.byteLength === 1 + sizeBytes + payload;
}
