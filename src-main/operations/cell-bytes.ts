import { OperationError } from '../engine/errors.ts';
import type { Operation } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import type { RowsPlan } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { jsonPath } from './sql/json-path.ts';
import { selectSpan } from './sql/select-span.ts';
import type { SqlPart } from './sql/sql-part.ts';
import type { StoredValue } from './stored-value.ts';
import { decodeText, encodingOf } from './text-bytes.ts';

export interface CellInput {
  readonly plan: RowsPlan;
  readonly column: PlanColumn;
  readonly key: readonly StoredValue[];
  readonly offset: number;
  readonly length: number;
  readonly as: 'stored' | 'json';
}

export interface CellOutput {
  readonly type: 'null' | 'integer' | 'real' | 'text' | 'blob';
  readonly byteLength: number;
  readonly bytes: Uint8Array;
}

/** A piece of one cell. Fails with ROW_NOT_FOUND if no row has the key. */
export const cell: Operation = ({ driver }, input): CellOutput => {
  const { plan, column, key, offset, length, as } = input as CellInput;
  attachScratch(driver, plan.scratch);
  const value = wholeValue(column, as);
  const encoding = encodingOf(driver);
  const text: SqlPart = { sql: `CAST(${value.sql} AS BLOB)`, params: value.params };
  const isText = `typeof(${value.sql}) <> 'blob'`;
  // UTF-16 is turned into UTF-8 here, so it is read as a whole.
  const isSliced = encoding === 'UTF-8';
  const bytes: SqlPart = isSliced
    ? { sql: `substr(${text.sql}, ?, ?)`, params: [...text.params, offset + 1, length] }
    : text;
  const part = selectSpan(plan, { kind: 'picked', keys: [key] }, [
    { sql: `typeof(${value.sql}) AS a`, params: value.params },
    { sql: `octet_length(${text.sql}) AS b`, params: text.params },
    { sql: `${bytes.sql} AS c`, params: bytes.params },
    { sql: `${isText} AS d`, params: value.params },
  ]);
  const row = driver.allSync(part.sql, part.params).rows[0];
  if (row === undefined) throw new OperationError('ROW_NOT_FOUND', 'No row has this key any more.');
  const [type, byteLength, raw, hasText] = row;
  // SQLite gives exactly these five words.
  const cellType = type as CellOutput['type'];
  const found = raw instanceof Uint8Array ? raw : new Uint8Array();
  if (isSliced) return { type: cellType, byteLength: Number(byteLength ?? 0), bytes: found };
  const whole = hasText === 1 ? utf8Of(found, encoding) : found;
  return {
    type: cellType,
    byteLength: whole.byteLength,
    bytes: whole.slice(offset, offset + length),
  };
};

function wholeValue(column: PlanColumn, as: 'stored' | 'json'): SqlPart {
  const { sql } = column;
  if (column.kind === 'field') {
    const path = jsonPath(column.path);
    if (as === 'json') {
      return { sql: `CASE WHEN json_valid(${sql}, 9) THEN ${sql} -> ? END`, params: [path] };
    }
    return { sql: `CASE WHEN json_valid(${sql}, 9) THEN ${sql} ->> ? END`, params: [path] };
  }
  if (as === 'stored') return { sql, params: [] };
  return {
    sql: `CASE WHEN typeof(${sql}) = 'blob' AND json_valid(${sql}, 8) THEN json(${sql}) ELSE ${sql} END`,
    params: [],
  };
}

function utf8Of(bytes: Uint8Array, encoding: ReturnType<typeof encodingOf>): Uint8Array {
  const text = decodeText(bytes, encoding);
  return text === undefined ? bytes : new TextEncoder().encode(text);
}
