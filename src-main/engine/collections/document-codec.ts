import type { SqlValue } from '../types.ts';

/**
 * Documents to stored JSON and back. Dates, bigints, maps and sets are stored as `{"__type": "Date", "value": "..."}`
 * (the form of other writers of this format); on reading they are decoded only where the schema or a marker says so.
 */
export interface DocumentCodec {
  /** JSON text of a document that was validated. Throws VALIDATION for what JSON cannot hold (NaN, functions, cycles). */
  encode(document: unknown): string;
  /** A new document for each call: the caller may change it. `id` is put into the field for it where it is missing. */
  decode(json: string, id: string): Record<string, unknown>;
  /** The value that a constrained column holds for this value of the document: dates as ISO text, booleans as 0 or 1. */
  columnValue(value: unknown): SqlValue;
}
