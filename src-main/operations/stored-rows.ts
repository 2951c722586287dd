import { createHash } from 'node:crypto';
import type { Cell } from '../../src-preload/contract/cell.ts';
import type { Driver, Operation, SqlValue } from '../engine/types.ts';
import { ROW_PREVIEW, toCell } from './cells.ts';
import type { RowsPlan } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { keysOf, readSpan } from './read-rows.ts';
import { isLarge, type LargeValue, type ReadValue } from './read-value.ts';
import { selectSpan } from './sql/select-span.ts';
import { identityOf, isRawText, type StoredValue } from './stored-value.ts';

/** TEXT or BLOB that is kept by what it is known by. */
export interface HashedValue {
  readonly kind: 'hashed';
  readonly type: 'text' | 'blob';
  /** Bytes as stored, in the encoding of the file for TEXT. */
  readonly byteLength: number;
  /** Of the bytes as stored (`CAST(x AS BLOB)`), in hex; null where they were not read. */
  readonly sha256: string | null;
  /** What it looks like. */
  readonly cell: Cell;
}

/** A value as it was found: exact, or by its hash where it is large. */
export type BeforeValue = StoredValue | HashedValue;

/** Whether only the hash of the value is known. */
export function isHashed(value: BeforeValue | undefined): value is HashedValue {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'hashed';
}

/** Rows of which the same columns are read. Columns are SQL, such as `t."title"`. */
export interface StoredRowsGroup {
  readonly keys: readonly (readonly StoredValue[])[];
  readonly values: readonly string[];
  /** Columns whose JSON text is wanted. */
  readonly documents: readonly string[];
  /** Columns of the image. */
  readonly image: readonly string[];
  /** Whether large values of the image get their hash, which costs reading them. */
  readonly hashesImage: boolean;
}

export interface StoredRowsInput {
  readonly plan: RowsPlan;
  readonly groups: readonly StoredRowsGroup[];
}

/** A column's JSON text; null: it holds none (`reason` says what it holds instead). */
export interface StoredDocument {
  readonly json: string | null;
  readonly encoding: 'text' | 'jsonb';
  readonly reason: 'null' | 'not-json' | 'bad-text' | 'too-large' | null;
}

export interface StoredRow {
  readonly values: readonly { readonly value: BeforeValue; readonly cell: Cell }[];
  readonly documents: readonly StoredDocument[];
  readonly image: readonly BeforeValue[];
}

/** Values of more bytes than this are known by their hash. */
const LARGEST_EXACT = 65_536;
/** Values of more bytes than this are not read at all. */
const LARGEST_HASHED = 64 * 1024 * 1024;
const LARGEST_DOCUMENT = 16 * 1024 * 1024;

/** Rows by their keys, exactly as stored, in one state of the file; null in the place of a row that is gone. */
export const storedRows: Operation = ({ driver }, input): readonly (readonly (StoredRow | null)[])[] => {
  const { plan, groups } = input as StoredRowsInput;
  driver.execSync('SAVEPOINT cairn_stored');
  try {
    return groups.map((group) => readGroup(driver, plan, group));
  } finally {
    driver.execSync('RELEASE cairn_stored');
  }
};

function readGroup(driver: Driver, plan: RowsPlan, group: StoredRowsGroup): readonly (StoredRow | null)[] {
  const sql = [...new Set([...group.values, ...group.image])];
  const columns = sql.map((column): PlanColumn => ({ kind: 'stored', sql: column }));
  // Row by row: all rows share one prepared statement, which a SELECT of many rows would not.
  return group.keys.map((key) => {
    const read = readSpan(driver, plan, columns, { kind: 'picked', keys: [key] }, { largest: LARGEST_EXACT });
    const [found] = keysOf(plan, read);
    // A collation may find the row of another key.
    if (found === undefined || identityOf(found) !== identityOf(key)) return null;
    return storedRow(
      driver,
      plan,
      key,
      group,
      new Map(sql.map((name, at) => [name, read.rows[0]?.[at] ?? null])),
    );
  });
}

function storedRow(
  driver: Driver,
  plan: RowsPlan,
  key: readonly StoredValue[],
  { values, documents, image, hashesImage }: StoredRowsGroup,
  known: ReadonlyMap<string, ReadValue>,
): StoredRow {
  const exact = new Map<string, BeforeValue>();
  for (const [column, value] of known) {
    const isHashed = hashesImage || values.includes(column);
    exact.set(column, isLarge(value) ? hashOf(driver, plan, key, column, value, isHashed) : exactOf(value));
  }
  return {
    values: values.map((column) => ({
      value: exact.get(column) ?? null,
      cell: toCell(driver, known.get(column) ?? null, ROW_PREVIEW),
    })),
    documents: documents.map((column) => readDocument(driver, plan, key, column)),
    image: image.map((column) => exact.get(column) ?? null),
  };
}

/** Only stored columns are read here, never fields. */
function exactOf(value: Exclude<ReadValue, LargeValue>): StoredValue {
  return value as StoredValue;
}

function hashOf(
  driver: Driver,
  plan: RowsPlan,
  key: readonly StoredValue[],
  column: string,
  value: LargeValue,
  isHashed: boolean,
): HashedValue {
  const isRead = isHashed && value.byteLength <= LARGEST_HASHED;
  const bytes = isRead ? readOne(driver, plan, key, [`CAST(${column} AS BLOB)`])[0] : null;
  return {
    kind: 'hashed',
    type: value.type,
    byteLength: value.byteLength,
    sha256: bytes instanceof Uint8Array ? createHash('sha256').update(bytes).digest('hex') : null,
    cell: toCell(driver, value, 1024),
  };
}

function readDocument(
  driver: Driver,
  plan: RowsPlan,
  key: readonly StoredValue[],
  column: string,
): StoredDocument {
  const [type, bytes] = readOne(driver, plan, key, [`typeof(${column})`, `octet_length(${column})`]);
  const encoding = type === 'blob' ? 'jsonb' : 'text';
  const nothing = (reason: StoredDocument['reason']): StoredDocument => ({ json: null, encoding, reason });
  if (type === 'null') return nothing('null');
  if (type !== 'text' && type !== 'blob') return nothing('not-json');
  if (Number(bytes) > LARGEST_DOCUMENT) return nothing('too-large');
  if (type === 'blob') {
    const json = readOne(driver, plan, key, [
      `CASE WHEN json_valid(${column}, 8) THEN json(${column}) END`,
    ])[0];
    return typeof json === 'string' ? { json, encoding, reason: null } : nothing('not-json');
  }
  const read = readSpan(driver, plan, [{ kind: 'stored', sql: column }], { kind: 'picked', keys: [key] });
  const text = read.rows[0]?.[0] ?? null;
  if (isRawText(text)) return nothing('bad-text');
  if (typeof text !== 'string') return nothing('not-json');
  return { json: text, encoding, reason: null };
}

function readOne(
  driver: Driver,
  plan: RowsPlan,
  key: readonly StoredValue[],
  expressions: readonly string[],
): readonly SqlValue[] {
  const named = expressions.map((expression, index) => `${expression} AS c${index}`);
  const part = selectSpan(plan, { kind: 'picked', keys: [key] }, named);
  return driver.allTypedSync(part.sql, part.params).rows[0] ?? [];
}
