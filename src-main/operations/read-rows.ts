import type { Driver, SqlValue } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import { type DocumentSource, documentSources, fieldsOf } from './document-values.ts';
import { keyAt, type Place, type RowsPlan, type Span } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import type { ReadValue } from './read-value.ts';
import { LargeValues } from './sql/large-values.ts';
import { selectSpan } from './sql/select-span.ts';
import type { SqlPart } from './sql/sql-part.ts';
import type { StoredValue } from './stored-value.ts';
import { decodeText, encodingOf } from './text-bytes.ts';

export { selectSpan } from './sql/select-span.ts';

/** How much is read of large values. */
export interface ReadOptions {
  /** TEXT and BLOB with more bytes than this are read as `LargeValue`, a document field by its summary. Infinity: never. */
  readonly largest: number;
}

/** Rows as they were read. `rows[i]` stands at `places[i]` of the plan's order. */
export interface RowsRead {
  readonly places: readonly Place[];
  readonly rows: readonly (readonly ReadValue[])[];
}

/** Result columns that one SELECT may have; SQLite allows 2,000. */
const MOST_COLUMNS = 1900;
/** Keys that one SELECT looks up; SQLite joins at most 500 SELECTs. */
const MOST_KEYS = 200;

/** Reads the rows of a span: every value exactly as stored, and where each row stands. */
export function readSpan(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  span: Span,
  options: ReadOptions = { largest: Number.POSITIVE_INFINITY },
): RowsRead {
  attachScratch(driver, plan.scratch);
  if (span.kind === 'walk' || span.keys.length <= MOST_KEYS)
    return readOnce(driver, plan, columns, span, options);
  const places: Place[] = [];
  const rows: (readonly ReadValue[])[] = [];
  for (let at = 0; at < span.keys.length; at += MOST_KEYS) {
    const part = readOnce(
      driver,
      plan,
      columns,
      { kind: 'picked', keys: span.keys.slice(at, at + MOST_KEYS) },
      options,
    );
    places.push(...part.places);
    rows.push(...part.rows);
  }
  return { places, rows };
}

/** The keys of rows that were read, in the order of the rows. */
export function keysOf(plan: RowsPlan, read: RowsRead): (readonly StoredValue[])[] {
  return read.places.map((place) => keyAt(plan, place));
}

function readOnce(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  span: Span,
  { largest }: ReadOptions,
): RowsRead {
  const large = new LargeValues(driver, largest);
  const sources = documentSources(columns);
  const stored = columns.filter((column) => column.kind === 'stored');
  const expressions: (string | SqlPart)[] = [
    ...plan.order.map((term) => term.sql),
    ...sources.map((source) => large.documentExpression(source)),
    ...stored.map((column) => large.expression(column.sql)),
  ];
  const exact = readExpressions(driver, plan, span, expressions, large);
  const termCount = plan.order.length;
  return {
    places: exact.map((row) => row.slice(0, termCount) as Place), // Order terms are never guarded as large.
    rows: exact.map((row) => assemble(columns, sources, row, termCount)),
  };
}

function assemble(
  columns: readonly PlanColumn[],
  sources: readonly DocumentSource[],
  row: readonly ReadValue[],
  termCount: number,
): readonly ReadValue[] {
  const values = new Array<ReadValue>(columns.length).fill(null);
  sources.forEach((source, index) => {
    const fields = fieldsOf(source, row[termCount + index] ?? null);
    source.columns.forEach((column, field) => {
      values[column] = fields[field] ?? null;
    });
  });
  let next = termCount + sources.length;
  columns.forEach((column, index) => {
    if (column.kind !== 'stored') return;
    values[index] = row[next] ?? null;
    next += 1;
  });
  return values;
}

/** Reads expressions over a span; more than one SELECT, in one transaction, where one is not enough. */
function readExpressions(
  driver: Driver,
  plan: RowsPlan,
  span: Span,
  expressions: readonly (string | SqlPart)[],
  large: LargeValues,
): (readonly ReadValue[])[] {
  const named = expressions.map((expression, index) => aliased(expression, index));
  if (named.length <= MOST_COLUMNS) {
    const part = selectSpan(plan, span, named);
    const { rows } = driver.allTypedSync(part.sql, part.params);
    const suspects = suspectColumns(rows);
    if (suspects.length === 0) return rows.map((row) => row.map((value) => large.read(value)));
  }
  return inOneTransaction(driver, () => {
    const joined: SqlValue[][] = [];
    for (let at = 0; at < named.length; at += MOST_COLUMNS) {
      const part = selectSpan(plan, span, named.slice(at, at + MOST_COLUMNS));
      driver.allTypedSync(part.sql, part.params).rows.forEach((row, index) => {
        const whole = joined[index];
        if (whole === undefined) joined[index] = [...row];
        else whole.push(...row);
      });
    }
    return withRawText(driver, plan, span, expressions, joined, large);
  });
}

/**
 * A JS string cannot tell a stored U+FFFD from bytes that are no text: the columns that show one are read again as
 * bytes.
 */
function withRawText(
  driver: Driver,
  plan: RowsPlan,
  span: Span,
  expressions: readonly (string | SqlPart)[],
  rows: readonly (readonly SqlValue[])[],
  large: LargeValues,
): (readonly ReadValue[])[] {
  const encoding = encodingOf(driver);
  const values = rows.map((row) => row.map((value) => large.read(value)));
  for (const column of suspectColumns(rows)) {
    const expression = expressions[column];
    if (expression === undefined) continue;
    const bytes: SqlPart =
      typeof expression === 'string'
        ? { sql: `CAST(${expression} AS BLOB) AS c0`, params: [] }
        : { sql: `CAST(${expression.sql} AS BLOB) AS c0`, params: expression.params };
    const part = selectSpan(plan, span, [bytes]);
    driver.allTypedSync(part.sql, part.params).rows.forEach(([raw], index) => {
      const row = values[index];
      if (row === undefined || typeof row[column] !== 'string' || !(raw instanceof Uint8Array)) return;
      if (!row[column].includes('\uFFFD')) return;
      row[column] = decodeText(raw, encoding) === row[column] ? row[column] : { rawText: raw };
    });
  }
  return values;
}

function suspectColumns(rows: readonly (readonly SqlValue[])[]): number[] {
  const suspects = new Set<number>();
  for (const row of rows) {
    for (let column = 0; column < row.length; column += 1) {
      const value = row[column];
      if (typeof value === 'string' && value.includes('\uFFFD')) suspects.add(column);
    }
  }
  return [...suspects];
}

function aliased(expression: string | SqlPart, index: number): SqlPart {
  return typeof expression === 'string'
    ? { sql: `${expression} AS c${index}`, params: [] }
    : { sql: `${expression.sql} AS c${index}`, params: expression.params };
}

/** Several reads of one state of the file. A savepoint, since another operation may have one open beside this. */
function inOneTransaction<T>(driver: Driver, work: () => T): T {
  driver.execSync('SAVEPOINT cairn_read');
  try {
    return work();
  } finally {
    driver.execSync('RELEASE cairn_read');
  }
}
