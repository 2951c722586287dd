/**
 * Cells on the wire, lossless and typed by what SQLite stores, not by what the column declares.
 *
 * Untagged: `null` NULL (or a path that a document does not have: see `missing`); an integral number or a bigint
 * INTEGER; a number with a fraction REAL; a string complete, valid TEXT. Everything else is `[tag, ...]`.
 */
export const CellTag = {
  /** `[tag, text]` REAL that a JS number cannot show as stored: integral (`1.0`), `-0.0`, `Inf`, `-Inf`. */
  real: 1,
  /** `[tag, byteLength, preview]` TEXT over 1 kB, cut; preview is empty above 1 MB. */
  longText: 2,
  /** `[tag, byteLength, head]` TEXT that is not valid UTF-8, its first bytes (up to 1 kB). */
  badText: 3,
  /** `[tag, byteLength, head]` BLOB, its first bytes (up to 64). */
  blob: 4,
  /** `[tag, byteLength, jsonText, isComplete]` BLOB that is valid JSONB (an object or array), as JSON text. */
  jsonb: 5,
  /** `[tag, count]` array inside a document, with the number of items. */
  array: 6,
  /** `[tag, count]` object inside a document, with the number of keys. */
  object: 7,
  /** `[tag, text]` number inside a document whose text a JS number would change (`1.10`, `1e400`, 23 digits). */
  jsonNumber: 8,
  /** `[tag, true | false]` boolean inside a document. */
  boolean: 9,
  /** `[tag]` JSON null inside a document. */
  jsonNull: 10,
  /** `[tag]` the document has no value at this path. */
  missing: 11,
} as const;

export type CellTag = (typeof CellTag)[keyof typeof CellTag];
