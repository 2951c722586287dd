import type { Driver, Operation, SqlValue } from '../engine/types.ts';
import { attachScratch } from './attach-scratch.ts';
import { realText } from './formats/real-text.ts';
import type { RowsPlan, Span } from './plan.ts';
import type { PlanColumn } from './plan-column.ts';
import { comparedValue, jsonTypeOf } from './sql/column-value.ts';
import { selectSpan } from './sql/select-span.ts';
import { SummaryTotals } from './summary-totals.ts';

export interface SummaryInput {
  readonly plan: RowsPlan;
  readonly columns: readonly PlanColumn[];
  readonly spans: readonly Span[];
}

export interface SummaryOutput {
  readonly cells: number;
  readonly nulls: number;
  readonly numbers: number;
  readonly sum: string | null;
  readonly mean: number | null;
  readonly min: string | null;
  readonly max: string | null;
}

/** Columns that one statement adds up: each takes some of the 2,000 result columns that SQLite allows. */
const COLUMNS_AT_ONCE = 100;

/**
 * Adds up the numbers of a selection inside SQLite. Integers are added in two halves of 32 bits, which cannot
 * overflow, and put together here; their sum is exact however large it is.
 */
export const summary: Operation = ({ driver }, input): SummaryOutput => {
  const { plan, columns, spans } = input as SummaryInput;
  attachScratch(driver, plan.scratch);
  const totals = new SummaryTotals();
  for (const span of spans) {
    for (let at = 0; at < columns.length; at += COLUMNS_AT_ONCE) {
      addColumns(driver, plan, columns.slice(at, at + COLUMNS_AT_ONCE), span, totals);
    }
  }
  const { cells, nulls, numbers, sum, mean } = totals;
  return { cells, nulls, numbers, sum, mean, min: numberText(totals.min), max: numberText(totals.max) };
};

function addColumns(
  driver: Driver,
  plan: RowsPlan,
  columns: readonly PlanColumn[],
  span: Span,
  totals: SummaryTotals,
): void {
  const inner = selectSpan(
    plan,
    span,
    columns.flatMap((column, index) => [
      `${comparedValue(column)} AS v${index}`,
      `${typeOf(column)} AS t${index}`,
    ]),
  );
  const outer = columns.flatMap((_, index) => aggregatesOf(`v${index}`, `t${index}`));
  // As one row: the rows of the selection are read once for all columns.
  const { rows } = driver.allTypedSync(
    `SELECT count(*), ${outer.join(', ')} FROM (${inner.sql})`,
    inner.params,
  );
  const [count, ...figures] = rows[0] ?? [];
  for (let at = 0; at < columns.length; at += 1) {
    totals.add(Number(count), figures.slice(at * FIGURES, (at + 1) * FIGURES) as readonly SqlValue[]);
  }
}

/** A boolean of a document is no number, though SQLite gives 0 or 1 for it. */
function typeOf(column: PlanColumn): string {
  return column.kind === 'field' ? jsonTypeOf(column) : `typeof(${column.sql})`;
}

const FIGURES = 8;

function aggregatesOf(value: string, type: string): readonly string[] {
  // A number of a document may be an integer to JSON and too large for SQLite's: what SQLite made of it counts.
  const isNumber = `${type} IN ('integer', 'real')`;
  const integer = `${isNumber} AND typeof(${value}) = 'integer'`;
  const real = `${isNumber} AND typeof(${value}) = 'real'`;
  return [
    `count(${value})`,
    `count(CASE WHEN ${integer} THEN 1 END)`,
    `sum(CASE WHEN ${integer} THEN ${value} >> 32 END)`,
    `sum(CASE WHEN ${integer} THEN ${value} & 4294967295 END)`,
    `count(CASE WHEN ${real} THEN 1 END)`,
    `sum(CASE WHEN ${real} THEN ${value} END)`,
    `min(CASE WHEN ${isNumber} THEN ${value} END)`,
    `max(CASE WHEN ${isNumber} THEN ${value} END)`,
  ];
}

function numberText(value: bigint | number | null): string | null {
  if (value === null) return null;
  return typeof value === 'bigint' ? String(value) : realText(value);
}
