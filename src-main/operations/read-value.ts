import type { SqlValue } from '../engine/types.ts';
import type { RawText } from './stored-value.ts';

/** TEXT or BLOB that was too large to be read as a whole. */
export interface LargeValue {
  readonly kind: 'large';
  readonly type: 'text' | 'blob';
  /** Bytes as stored, in the encoding of the file for TEXT. */
  readonly byteLength: number;
  /** The first bytes, in the encoding of the file for TEXT; empty where even looking at them costs too much. */
  readonly head: Uint8Array;
  /** The start of its JSON text where it is a JSONB object or array. */
  readonly json: string | null;
}

/** A field of a document. `json` is the text of its value, digit by digit as stored; null: no value at this path. */
export interface FieldValue {
  readonly kind: 'field';
  readonly json: string | null;
  /** Set instead of a complete `json` where the document is too large to be read as a whole. */
  readonly summary: FieldSummary | null;
}

/** What is told about a field of a large document. */
export type FieldSummary =
  | { readonly type: 'array' | 'object'; readonly count: number }
  | { readonly type: 'text'; readonly byteLength: number; readonly head: string };

/**
 * A value of a row as it was read, nothing rounded or repaired: bigint INTEGER, number REAL, string valid TEXT,
 * bytes BLOB, and the other kinds.
 */
export type ReadValue = SqlValue | RawText | LargeValue | FieldValue;

/** Whether only the start of the value was read. */
export function isLarge(value: ReadValue): value is LargeValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'large';
}

/** Whether the value is a field of a document. */
export function isField(value: ReadValue): value is FieldValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'field';
}
