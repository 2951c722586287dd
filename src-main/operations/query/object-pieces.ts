import { hasErrorCode } from '../../engine/errors.ts';
import type { Driver, SqlValue } from '../../engine/types.ts';
import { jsonTextOf } from '../cells.ts';
import type { CopyColumn } from '../formats/copy-formatter.ts';
import { jsonValue } from '../formats/json.ts';
import { holdState, jsonRows, textLiteral } from './json-rows.ts';
import type { PreparedStatement } from './prepare-statement.ts';
import { PIECE, type TextPiece } from './text-piece.ts';

/** What stands around objects. */
export interface ObjectForm {
  readonly first: string;
  readonly between: string;
  readonly end: string;
  /** The whole text where there are no rows. */
  readonly empty: string;
}

/**
 * The rows of a read as objects of JSON, in pieces. Where it can, SQLite writes them itself. From the first row on that has a
 * BLOB, which its JSON cannot hold, they are written here; those before are passed over by reading them again in the same
 * state of the file.
 */
export function* objectPieces(
  driver: Driver,
  sql: string,
  prepared: PreparedStatement,
  columns: readonly CopyColumn[],
  form: ObjectForm,
): Generator<TextPiece, void, void> {
  const pieces = new ObjectPieces(form);
  using _held = holdState(driver, sql);
  try {
    const objects = jsonRows(driver, sql, prepared, objectsOf(columns), 0);
    if (objects !== null) {
      yield* pieces.of(objects);
      return yield pieces.last();
    }
  } catch (error) {
    // About a BLOB. What the statement itself has against a row is said once more below.
    if (!hasErrorCode(error, 'SQL_ERROR')) throw error;
  }
  yield* pieces.of(byHand(driver, prepared, columns, pieces.rows));
  yield pieces.last();
}

/** Puts objects together, and knows how many there were. */
class ObjectPieces {
  rows = 0;
  readonly #form: ObjectForm;
  #text = '';

  constructor(form: ObjectForm) {
    this.#form = form;
  }

  *of(objects: IterableIterator<SqlValue>): Generator<TextPiece, void, void> {
    const { first, between } = this.#form;
    try {
      for (const object of objects) {
        this.#text += this.rows === 0 ? first : between;
        this.#text += object;
        this.rows += 1;
        if (this.#text.length >= PIECE) yield this.#piece();
      }
    } finally {
      objects.return?.();
    }
  }

  last(): TextPiece {
    this.#text += this.rows === 0 ? this.#form.empty : this.#form.end;
    return this.#piece();
  }

  #piece(): TextPiece {
    const piece = { text: this.#text, rows: this.rows };
    this.#text = '';
    return piece;
  }
}

function objectsOf(columns: readonly CopyColumn[]) {
  return {
    sqlFunction: 'json_object',
    signed: new Set<number>(),
    argumentsOf: (value: string, index: number) => [textLiteral(columns[index]?.name ?? ''), value],
  } as const;
}

function* byHand(
  driver: Driver,
  { statement, values }: PreparedStatement,
  columns: readonly CopyColumn[],
  from: number,
): Generator<string, void, void> {
  const { rows } = statement.iterate(values);
  const keys = columns.map(({ name }) => JSON.stringify(name));
  const jsonOf = (bytes: Uint8Array) => jsonTextOf(driver, bytes);
  let index = 0;
  try {
    for (const row of rows) {
      index += 1;
      if (index > from) yield objectOf(keys, row, jsonOf);
    }
  } finally {
    rows.return?.();
  }
}

function objectOf(
  keys: readonly string[],
  row: readonly SqlValue[],
  jsonOf: (bytes: Uint8Array) => string | null,
): string {
  let text = '{';
  for (const [index, key] of keys.entries()) {
    text += `${index === 0 ? '' : ','}${key}:${jsonValue(row[index] ?? null, jsonOf)}`;
  }
  return `${text}}`;
}
