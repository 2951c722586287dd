import { randomBytes } from 'node:crypto';
import type { Driver, SqlValue } from '../../engine/types.ts';
import type { DocumentSource } from '../document-values.ts';
import type { ReadValue } from '../read-value.ts';
import type { SqlPart } from './sql-part.ts';

/** Bytes of TEXT that are read of a large one; a few more than are shown, for characters that are cut. */
const TEXT_HEAD = 1028;
const BLOB_HEAD = 64;
/** Above this many bytes not even the start is read: SQLite would load the whole value for it. */
const LARGEST_LOOKED_INTO = 1_048_576;
/** Documents above this many bytes are looked into by SQLite and not read. */
const LARGEST_DOCUMENT = 262_144;

/** A text that no file can have by chance: what follows it is a description of a value, made by `expression`. */
const MARKER = `cairn:${randomBytes(16).toString('hex')}:`;

/** What stands after the marker for a document that was not read. */
export const DOCUMENT_MARK = `${MARKER}d`;

/**
 * Reads columns so that no value is loaded that is too large: SQLite tells type and length without touching a value's
 * overflow pages, and a description stands in the place of the value.
 */
export class LargeValues {
  readonly driver: Driver;
  readonly #largest: number;
  readonly #head: number;

  constructor(driver: Driver, largest: number) {
    this.driver = driver;
    this.#largest = largest;
    this.#head = Math.max(TEXT_HEAD, Math.min(largest, LARGEST_LOOKED_INTO) + 4);
  }

  /** SQL that gives the value of a column, or the description of a large one. */
  expression(column: string): string {
    if (this.#largest === Number.POSITIVE_INFINITY) return column;
    const bytes = `octet_length(${column})`;
    const isLooked = `${bytes} <= ${LARGEST_LOOKED_INTO}`;
    const blob = `CASE WHEN NOT ${isLooked} THEN 'b' || ${bytes} || ':'
      WHEN json_valid(${column}, 8) AND json_type(${column}) IN ('array', 'object')
        THEN 'j' || ${bytes} || ':' || substr(json(${column}), 1, ${this.#head})
      ELSE 'b' || ${bytes} || ':' || hex(substr(${column}, 1, ${BLOB_HEAD})) END`;
    const text = `'t' || ${bytes} || ':' || CASE WHEN ${isLooked} THEN hex(substr(CAST(${column} AS BLOB), 1, ${this.#head})) ELSE '' END`;
    return `CASE WHEN typeof(${column}) IN ('text', 'blob') AND ${bytes} > ${this.#largest}
      THEN '${MARKER}' || CASE typeof(${column}) WHEN 'blob' THEN ${blob} ELSE ${text} END ELSE ${column} END`;
  }

  /** SQL that gives the JSON text of a document, or what the paths of a large one hold. NULL where it is no JSON. */
  documentExpression({ sql, sqlPaths }: DocumentSource): SqlPart {
    const whole = `CASE typeof(${sql}) WHEN 'text' THEN ${sql}
      WHEN 'blob' THEN CASE WHEN json_valid(${sql}, 8) THEN json(${sql}) END END`;
    if (this.#largest === Number.POSITIVE_INFINITY) return { sql: whole, params: [] };
    const type = `json_type(${sql}, p.value)`;
    const summary = `(SELECT json_group_array(json_array(${type}, CASE ${type}
        WHEN 'array' THEN json_array_length(${sql}, p.value)
        WHEN 'object' THEN (SELECT count(*) FROM json_each(${sql}, p.value))
        WHEN 'text' THEN json_array(octet_length(${sql} ->> p.value), substr(${sql} ->> p.value, 1, ${this.#head}))
        ELSE '' || (${sql} -> p.value) END)) FROM json_each(?) AS p)`;
    return {
      sql: `CASE WHEN octet_length(${sql}) <= ${LARGEST_DOCUMENT} THEN ${whole}
        WHEN json_valid(${sql}, 9) THEN '${DOCUMENT_MARK}' || ${summary} END`,
      params: [JSON.stringify(sqlPaths)],
    };
  }

  /** What was meant by a value that `expression` gave. */
  read(value: SqlValue): ReadValue {
    if (typeof value !== 'string' || !value.startsWith(MARKER) || value.startsWith(DOCUMENT_MARK))
      return value;
    const colon = value.indexOf(':', MARKER.length);
    const kind = value.charAt(MARKER.length);
    const rest = value.slice(colon + 1);
    return {
      kind: 'large',
      type: kind === 't' ? 'text' : 'blob',
      byteLength: Number(value.slice(MARKER.length + 1, colon)),
      head: kind === 'j' ? new Uint8Array() : new Uint8Array(Buffer.from(rest, 'hex')),
      json: kind === 'j' ? rest : null,
    };
  }
}
