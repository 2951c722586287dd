import type { Driver } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import {
  keyAt,
  keyColumns,
  type OrderTerm,
  type Place,
  type RowsPlan,
  type Span,
  type Walk,
} from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { type RowsRead, readSpan } from './read-rows.ts';
import { isField, isLarge, type ReadValue } from './read-value.ts';
import { selectSpan } from './sql/select-span.ts';
import { joinParts, type SqlPart } from './sql/sql-part.ts';
import { bindStored, identityOf, type StoredValue } from './stored-value.ts';
import { decodeText, encodingOf } from './text-bytes.ts';

export interface WalkOptions {
  /** As in `ReadOptions`. */
  readonly largest: number;
  /** Rows of one batch, at most. */
  readonly mostRows: number;
}

/** Rows of the first batch, so that something is there at once. */
const FIRST_ROWS = 64;
/** Milliseconds that reading a batch should take at most: a stop is heard between two of them. */
const MOST_TIME = 25;
/** Keys of a sorted walk that are looked up together. */
const KEYS_AT_ONCE = 250;

const FIRST_ROW: Walk = {
  kind: 'walk',
  from: null,
  isInclusive: false,
  isReverse: false,
  offset: 0,
  limit: 1,
};

/**
 * Reads spans from their first to their last row in batches, each a read of its own from the place where the last one
 * ended, so that the file is never held for long. Where that would sort the table again for every batch, the keys are
 * sorted once.
 */
export function* walkRows(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  spans: readonly Span[],
  options: WalkOptions,
): Generator<RowsRead, void, void> {
  attachScratch(driver, plan.scratch);
  const size = new BatchSize(options.mostRows);
  const isSorting = sorts(driver, plan);
  for (const span of spans) {
    if (span.kind === 'picked') {
      yield* readKeys(driver, plan, columns, span.keys, options);
    } else if (isSorting) {
      yield* readSorted(driver, plan, columns, span, options);
    } else {
      yield* readAlong(driver, plan, columns, span, { ...options, size });
    }
  }
}

/** A row of which only the start was read, as a whole; undefined if it is gone by now. */
export function completeRow(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  place: Place,
): readonly ReadValue[] | undefined {
  // A scratch database is found by place only; a sorted table by key only.
  const span: Span =
    plan.scratch === null
      ? { kind: 'picked', keys: [keyAt(plan, place)] }
      : { kind: 'walk', from: place, isInclusive: true, isReverse: false, offset: 0, limit: 1 };
  const { places, rows } = readSpan(driver, plan, columns, span);
  const found = places[0];
  if (found === undefined || identityOf(keyAt(plan, found)) !== identityOf(keyAt(plan, place)))
    return undefined;
  return rows[0];
}

/** Whether only the start of the value was read. */
export function isCut(value: ReadValue): boolean {
  return isLarge(value) || (isField(value) && value.summary !== null);
}

class BatchSize {
  rows: number;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    this.rows = Math.min(FIRST_ROWS, most);
  }

  /** Learns from a batch that took so many milliseconds. */
  learn(milliseconds: number): void {
    if (milliseconds > MOST_TIME) this.rows = Math.max(1, Math.floor(this.rows / 2));
    else if (milliseconds < MOST_TIME / 3) this.rows = Math.min(this.#most, this.rows * 2);
  }
}

function* readAlong(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  span: Walk,
  { largest, size }: WalkOptions & { readonly size: BatchSize },
): Generator<RowsRead, void, void> {
  let walk = span;
  for (let left = span.limit; left > 0; ) {
    const limit = Math.min(left, size.rows);
    const start = performance.now();
    const read = readSpan(driver, plan, columns, { ...walk, limit }, { largest });
    size.learn(performance.now() - start);
    if (read.rows.length > 0) yield read;
    const last = read.places.at(-1);
    if (read.rows.length < limit || last === undefined) return;
    left -= limit;
    walk = { ...walk, from: last, isInclusive: false, offset: 0 };
  }
}

/** One statement sorts the keys and stays open; the rows are looked up as they are wanted. */
function* readSorted(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  span: Walk,
  options: WalkOptions,
): Generator<RowsRead, void, void> {
  const keys = keyColumns(plan);
  // Text is read as bytes as well, since a JS string may not be what is stored.
  const expressions = keys.flatMap((sql, index) => [
    `${sql} AS k${index}`,
    `CASE typeof(${sql}) WHEN 'text' THEN CAST(${sql} AS BLOB) END AS b${index}`,
  ]);
  const part = selectSpan(plan, span, expressions);
  const encoding = encodingOf(driver);
  const { rows } = driver.iterateSync(part.sql, part.params, { typed: true });
  try {
    let batch: (readonly StoredValue[])[] = [];
    for (const row of rows) {
      batch.push(
        keys.map((_, index): StoredValue => {
          const [value, bytes] = [row[index * 2] ?? null, row[index * 2 + 1] ?? null];
          if (!(bytes instanceof Uint8Array) || typeof value !== 'string' || !value.includes('\uFFFD'))
            return value;
          return decodeText(bytes, encoding) === value ? value : { rawText: bytes };
        }),
      );
      if (batch.length < KEYS_AT_ONCE) continue;
      yield* readKeys(driver, plan, columns, batch, options);
      batch = [];
    }
    yield* readKeys(driver, plan, columns, batch, options);
  } finally {
    rows.return?.();
  }
}

/** Rows by their keys, in the order of the keys; those that are gone, or pass the filter no longer, are left out. */
function* readKeys(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  keys: readonly (readonly StoredValue[])[],
  { largest }: WalkOptions,
): Generator<RowsRead, void, void> {
  for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
    const wanted = keys.slice(at, at + KEYS_AT_ONCE);
    const byKey = keyedPlan(plan, wanted);
    const walk = { ...FIRST_ROW, limit: wanted.length };
    const read = readSpan(driver, byKey, columns, walk, { largest });
    const found = new Map(read.places.map((key, index) => [identityOf(key), index]));
    const places: Place[] = [];
    const rows: (readonly ReadValue[])[] = [];
    for (const key of wanted) {
      const index = found.get(identityOf(key));
      if (index === undefined) continue;
      places.push(placeWithKey(plan, key));
      rows.push(read.rows[index] ?? []);
    }
    if (rows.length > 0) yield { places, rows };
  }
}

/** The rows with these keys, in the order of the key: many are found by one statement, far faster than one by one. */
function keyedPlan(plan: RowsPlan, keys: readonly (readonly StoredValue[])[]): RowsPlan {
  const terms = plan.keyTerms.map((term) => ({
    ...(plan.order[term] as OrderTerm),
    direction: 'up' as const,
  }));
  const tuples = keys.map((key) => {
    const values = joinParts(key.map(bindStored), ', ');
    return terms.length === 1 ? values : { sql: `(${values.sql})`, params: values.params };
  });
  const list = joinParts(tuples, ', ');
  const where: SqlPart =
    terms.length === 1
      ? { sql: `${terms[0]?.sql} IN (${list.sql})`, params: list.params }
      : { sql: `(${terms.map(({ sql }) => sql).join(', ')}) IN (VALUES ${list.sql})`, params: list.params };
  const both = plan.where === null ? where : joinParts([where, inParentheses(plan.where)], ' AND ');
  return { ...plan, where: both, order: terms, keyTerms: terms.map((_, index) => index) };
}

/** A place of which only the key is known. */
function placeWithKey(plan: RowsPlan, key: readonly StoredValue[]): Place {
  const place = new Array<StoredValue>(plan.order.length).fill(null);
  plan.keyTerms.forEach((term, index) => {
    place[term] = key[index] ?? null;
  });
  return place;
}

function inParentheses({ sql, params }: SqlPart): SqlPart {
  return { sql: `(${sql})`, params };
}

/** Whether SQLite has no b-tree with this order and would sort for each read. */
function sorts(driver: Driver, plan: RowsPlan): boolean {
  if (plan.scratch !== null) return false;
  const walk = {
    kind: 'walk',
    from: null,
    isInclusive: false,
    isReverse: false,
    offset: 0,
    limit: 1,
  } as const;
  const part = selectSpan(plan, walk, ['1 AS a']);
  const { columns, rows } = driver.allSync(`EXPLAIN ${part.sql}`, part.params);
  const opcode = columns.indexOf('opcode');
  // With a LIMIT, SQLite sorts in an ephemeral table.
  return rows.some((row) => row[opcode] === 'SorterOpen' || row[opcode] === 'OpenEphemeral');
}
