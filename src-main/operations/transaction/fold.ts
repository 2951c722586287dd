import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver, SqlValue } from '../../engine/types.ts';
import type { RowImage } from '../commit/commit-input.ts';
import { guardOf, isSame, readExact } from '../commit/exact.ts';
import { NO_DOCUMENTS } from '../commit/perform.ts';
import type { StoredValue } from '../stored-value.ts';
import { Entry, logName, type TableLog } from './log.ts';

/** Entries of a log: those after `from` up to `to`; `isLast`: nothing stands behind them. */
export interface LogSpan {
  readonly from: number;
  readonly to: number;
  readonly isLast: boolean;
}

/** SQLite takes no chain of 1,000 ANDs. */
const GROUP = 100;

/** How many rows were inserted, updated and deleted between the two ends of a span; rows that are as before do not count. */
export function countSpan(driver: Driver, log: TableLog, span: LogSpan): EditCounts {
  const { sql, params } = foldSql(log, span);
  const { rows } = driver.allSync(
    `SELECT sum(NOT old AND now), sum(old AND now AND differs), sum(old AND NOT now)
     FROM (SELECT l.kind & 1 AS old, ${isThere(log, span)} AS now, ${differs(log, span)} AS differs ${sql})`,
    params,
  );
  const [inserted, updated, deleted] = rows[0] ?? [];
  return { inserted: Number(inserted ?? 0), updated: Number(updated ?? 0), deleted: Number(deleted ?? 0) };
}

/** Spans of more entries than this are counted as they were noted. */
const MOST_FOLDED = 500;

/**
 * How many rows the entries of a statement are about. Of many a row that was touched twice counts twice, and one that was
 * written as it was counts too, as in SQLite's own number of changes: comparing them all would take as long as writing them.
 */
export function countEntries(driver: Driver, log: TableLog, span: LogSpan): EditCounts {
  if (span.to - span.from <= MOST_FOLDED) return countSpan(driver, log, span);
  // In one pass: grouping by kind would sort them.
  const sums = Object.values(Entry).map((kind) => `sum(kind = ${kind})`);
  const [counts = []] = driver.allSync(
    `SELECT ${sums.join(', ')} FROM temp.${logName(log.place)} WHERE seq > ? AND seq <= ?`,
    [span.from, span.to],
  ).rows;
  const [inserted = 0, updated = 0, moved = 0, deleted = 0, inTheWay = 0] = counts.map(Number);
  // Only the table tells which of these are gone.
  if (moved > 0 || inTheWay > 0) return countSpan(driver, log, span);
  return { inserted, updated, deleted };
}

/** What became of the rows of a span, or of the one with this key, in the order in which they were first touched. */
export function foldSpan(
  driver: Driver,
  log: TableLog,
  span: LogSpan,
  limit: number,
  key: readonly StoredValue[] = [],
): RowImage[] {
  const { facts } = log;
  const wanted = key.map((value, at) => guardOf(`l.k${at}`, value));
  const { sql, params } = foldSql(log, span);
  const now = isThere(log, span);
  const changed = `CASE WHEN NOT l.kind & 1 THEN ${now} WHEN ${now} THEN ${differs(log, span)} ELSE 1 END`;
  const before = facts.columns.map((_, at) => `l.c${at}`);
  const after = facts.columns.map((column, at) => valueAfter(column, at, span));
  const keys = facts.keys.map((_, at) => `l.k${at}`);
  const rows = readExact(driver, ['l.kind & 1', now, ...keys, ...before, ...after], {
    sql: `${sql} WHERE ${[changed, ...wanted.map((guard) => guard.sql)].join(' AND ')} ORDER BY l.seq LIMIT ${limit}`,
    params: [...params, ...wanted.flatMap((guard) => guard.params)],
  });
  return rows.map((row) => {
    const [isOld, isNow, ...values] = row;
    const own = values.slice(0, keys.length);
    const [first, last] = [keys.length, keys.length + before.length];
    return imageOf(
      facts.name,
      facts.columns,
      Number(isOld) === 1 ? { key: own, values: values.slice(first, last) } : null,
      Number(isNow) === 1 ? { key: own, values: values.slice(last) } : null,
    );
  });
}

/** How many rows `foldSpan` gives without a limit. */
export function sumOf({ inserted, updated, deleted }: EditCounts): number {
  return inserted + updated + deleted;
}

export function imageOf(
  table: string,
  columns: readonly string[],
  before: RowImage['before'],
  after: RowImage['after'],
): RowImage {
  const changed =
    before === null || after === null
      ? []
      : columns.filter((_, at) => !isSame(before.values[at] ?? null, after.values[at] ?? null));
  return { table, before, after, changed, columns, documents: NO_DOCUMENTS };
}

/** FROM: the first entry of each row (`l`), its next one behind the span (`n`), and the row as it is now (`t`). */
function foldSql(
  { facts, place }: TableLog,
  { from, to, isLast }: LogSpan,
): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const log = `temp.${logName(place)}`;
  const keys = facts.keys.map((_, at) => `k${at}`).join(', ');
  const table = `main.${quoteIdentifier(facts.name)} AS t`;
  const first = `FROM (SELECT min(seq) AS first FROM ${log} WHERE seq > ? AND seq <= ? GROUP BY ${keys}) AS f
    CROSS JOIN ${log} AS l ON l.seq = f.first`;
  const row = facts.keys.map((key, at) => sameKey(key, `l.k${at}`, facts.hasRowid)).join(' AND ');
  if (isLast) return { sql: `${first} LEFT JOIN ${table} ON ${row}`, params: [from, to] };
  const next = facts.keys.map((_, at) => `g.k${at} IS l.k${at}`).join(' AND ');
  return {
    sql: `${first} LEFT JOIN (SELECT min(seq) AS next, ${keys} FROM ${log} WHERE seq > ? GROUP BY ${keys}) AS g ON ${next}
      LEFT JOIN ${log} AS n ON n.seq = g.next LEFT JOIN ${table} ON n.seq IS NULL AND ${row}`,
    params: [from, to, to],
  };
}

/** Found in the index first; then no other collation or type may make two keys equal. */
function sameKey(key: string, logged: string, isRowid: boolean): string {
  if (isRowid) return `t.${key} = ${logged}`;
  return `t.${key} = ${logged} AND +t.${key} = ${logged} COLLATE BINARY`;
}

function isThere({ facts }: TableLog, { isLast }: LogSpan): string {
  const there = `t.${facts.keys[0]} IS NOT NULL`;
  return isLast ? `(${there})` : `CASE WHEN n.seq IS NULL THEN ${there} ELSE n.kind & 1 END`;
}

function valueAfter(column: string, at: number, { isLast }: LogSpan): string {
  const now = `t.${quoteIdentifier(column)}`;
  return isLast ? now : `CASE WHEN n.seq IS NULL THEN ${now} ELSE n.c${at} END`;
}

function differs({ facts }: TableLog, span: LogSpan): string {
  const same = facts.columns.map((column, at) => {
    const after = valueAfter(column, at, span);
    return `typeof(${after}) = typeof(l.c${at}) AND +(${after}) IS l.c${at} COLLATE BINARY`;
  });
  const groups: string[] = [];
  for (let at = 0; at < same.length; at += GROUP)
    groups.push(`(${same.slice(at, at + GROUP).join(' AND ')})`);
  return groups.length === 0 ? '0' : `NOT (${groups.join(' AND ')})`;
}

/** Values that a snapshot and the file have for the same row. */
export function sameValues(one: readonly StoredValue[], other: readonly StoredValue[]): boolean {
  return one.length === other.length && one.every((value, at) => isSame(value, other[at] ?? null));
}
