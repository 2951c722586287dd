import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import type { TableFacts, UniqueTerm } from './table-facts.ts';

/** The log of one table: a temporary table that triggers of the connection's own append to. */
export interface TableLog {
  readonly facts: TableFacts;
  /** Suffix of the names of the log and its triggers. */
  readonly place: number;
  /** Its triggers are there. */
  readonly isRunning: boolean;
  /** Rows that REPLACE takes away are noted too. */
  readonly notesReplaced: boolean;
}

/** What stands in a log for a row: odd where it is the row as it was before, even where there was none. */
export const Entry = { inserted: 0, updated: 1, moved: 2, deleted: 3, inTheWay: 5 } as const;

/** Makes an empty log, without triggers. */
export function createLog(driver: Driver, facts: TableFacts, place: number): TableLog {
  driver.execSync(
    `CREATE TEMP TABLE ${logName(place)} (seq INTEGER PRIMARY KEY, kind, ${logColumns(facts).join(', ')})`,
  );
  return { facts, place, isRunning: false, notesReplaced: false };
}

/** Makes the triggers that are missing. */
export function runLog(driver: Driver, log: TableLog, notesReplaced: boolean): TableLog {
  const { facts, place } = log;
  const on = (name: string, event: string, body: string) =>
    driver.execSync(
      `CREATE TEMP TRIGGER cairn_on_${name}_${place} ${event} ON main.${quoteIdentifier(facts.name)} BEGIN ${body} END`,
    );
  if (!log.isRunning) {
    on('insert', 'AFTER INSERT', noted(log, Entry.inserted, 'new'));
    on('delete', 'AFTER DELETE', noted(log, Entry.deleted, 'old'));
    // Under another key it is another row: the one before is gone, and a new one is there.
    const isSame = facts.keys.map((key) => `old.${key} IS new.${key} COLLATE BINARY`).join(' AND ');
    on(
      'update',
      'AFTER UPDATE',
      `${noted(log, Entry.updated, 'old')} ${noted(log, Entry.moved, 'new', `NOT (${isSame})`)}`,
    );
  }
  if (notesReplaced && !(log.isRunning && log.notesReplaced)) {
    // Rows that REPLACE takes away fire no trigger: those that are in the way of the new row are noted before.
    on('before_insert', 'BEFORE INSERT', inTheWay(log));
    on('before_update', 'BEFORE UPDATE', inTheWay(log));
  }
  return { ...log, isRunning: true, notesReplaced: notesReplaced || log.notesReplaced };
}

/** Takes the triggers away; SQLite refuses some changes of a schema while they are there. */
export function pauseLog(driver: Driver, log: TableLog): TableLog {
  for (const name of ['insert', 'delete', 'update', 'before_insert', 'before_update'])
    driver.execSync(`DROP TRIGGER IF EXISTS temp.cairn_on_${name}_${log.place}`);
  return { ...log, isRunning: false, notesReplaced: false };
}

export function dropLog(driver: Driver, log: TableLog): void {
  pauseLog(driver, log);
  driver.execSync(`DROP TABLE temp.${logName(log.place)}`);
}

/** The number of its newest entry; 0: it is empty. */
export function lastEntry(driver: Driver, { place }: TableLog): number {
  return Number(driver.allSync(`SELECT max(seq) FROM temp.${logName(place)}`).rows[0]?.[0] ?? 0);
}

/** Whether a trigger is one of those that append to a log. */
export function isOwnTrigger(name: string): boolean {
  return name.startsWith('cairn_on_');
}

export function logName(place: number): string {
  return `cairn_noted_${place}`;
}

/** Names of the columns of a log behind `seq` and `kind`. */
export function logColumns({ keys, columns }: TableFacts): string[] {
  return [...keys.map((_, at) => `k${at}`), ...columns.map((_, at) => `c${at}`)];
}

function noted({ facts, place }: TableLog, kind: number, row: 'old' | 'new', where?: string): string {
  const keys = facts.keys.map((_, at) => `k${at}`);
  const values = facts.keys.map((key) => `${row}.${key}`);
  if (kind % 2 === 1) {
    keys.push(...facts.columns.map((_, at) => `c${at}`));
    values.push(...facts.columns.map((column) => `${row}.${quoteIdentifier(column)}`));
  }
  const rows =
    where === undefined
      ? `VALUES (${kind}, ${values.join(', ')})`
      : `SELECT ${kind}, ${values.join(', ')} WHERE ${where}`;
  return `INSERT INTO ${logName(place)} (kind, ${keys.join(', ')}) ${rows};`;
}

function inTheWay({ facts, place }: TableLog): string {
  const values = [...facts.keys, ...facts.columns.map(quoteIdentifier)].map((column) => `t.${column}`);
  const conditions = facts.uniques.map((terms) => terms.map(equals).join(' AND '));
  if (facts.hasRowid) conditions.unshift(`t.${facts.keys[0]} = new.${facts.keys[0]}`);
  const where = conditions.map((condition) => `(${condition})`).join(' OR ');
  return `INSERT INTO ${logName(place)} (kind, ${logColumns(facts).join(', ')})
    SELECT ${Entry.inTheWay}, ${values.join(', ')} FROM main.${quoteIdentifier(facts.name)} AS t WHERE ${where};`;
}

function equals({ column, collation, fallback }: UniqueTerm): string {
  const same = `t.${column} = new.${column} COLLATE ${quoteIdentifier(collation)}`;
  return fallback === null
    ? same
    : `(${same} OR t.${column} = (${fallback}) COLLATE ${quoteIdentifier(collation)})`;
}
