import { leadingVerb } from '../../../../src-preload/contract/sql-text/index.ts';
import { countOf } from '../../../lib/cells/byte-size.ts';
import type { Failure } from '../../../lib/failure.ts';
import type { ResultSet, RunProblem } from './result-set.ts';

/** A time as it is read at a glance: "0.4 ms", "48 ms", "1.2 s". */
export function timeText(milliseconds: number): string {
  if (milliseconds < 20) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

/** What a statement did: "24 rows, 11.3 ms", "2 rows changed, 1.8 ms". */
export function doneText({ sql, columns, figures }: Pick<ResultSet, 'sql' | 'columns' | 'figures'>): string {
  if (figures === null) return '';
  const { rows, changes, milliseconds } = figures;
  return outcomeText({ sql, changes, milliseconds, rows: columns.length > 0 ? rows : null });
}

const CHANGING = new Set(['INSERT', 'UPDATE', 'DELETE', 'REPLACE']);

/** The same of a statement in the history; `rows` is null where it gives none. */
export function outcomeText(outcome: {
  readonly sql: string;
  readonly rows: number | null;
  readonly changes: number | null;
  readonly milliseconds: number;
}): string {
  const { sql, rows, changes, milliseconds } = outcome;
  const changed = changes !== null && changes > 0 ? [`${countOf(changes, 'row')} changed`] : [];
  const given = rows === null || (changes !== null && rows === 0) ? [] : [countOf(rows, 'row')];
  const parts = [...changed, ...given];
  // One that changes no rows by its kind is done, whatever the connection counts.
  if (parts.length === 0)
    parts.push(changes !== null && CHANGING.has(leadingVerb(sql)) ? 'no row changed' : 'done');
  return [...parts, timeText(milliseconds)].join(', ');
}

/** Where a statement went wrong, if the engine says so and the statement stands in the console. */
export function problemOf({ message, details }: Failure, from: number | null): RunProblem | null {
  if (from === null || typeof details !== 'object' || details === null) return null;
  const { offset, length, nearest } = details as Readonly<Record<string, unknown>>;
  if (typeof offset !== 'number' || offset < 0) return null;
  return {
    message,
    from,
    offset: from + offset,
    length: typeof length === 'number' ? length : 0,
    nearest: typeof nearest === 'string' ? nearest : null,
  };
}

/** The first line of a statement, for lists and tabs. */
export function statementLine(sql: string, most = 200): string {
  const line = sql
    .slice(0, most * 4)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
