import type { SqlScope } from '../../../src-preload/contract/sql-text/index.ts';
import { openDriver } from '../../engine/drivers/open-driver.ts';
import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import type { Driver } from '../../engine/types.ts';
import { type PlanStep, sourceOf, stepsOf } from './plan-steps.ts';
import { comparedTerms, type IndexTerm } from './plan-terms.ts';

/** An index that was tried, and that a step then used. */
export interface IndexTrial {
  readonly step: number;
  readonly object: string;
  /** What it has, as SQL. */
  readonly terms: readonly string[];
  readonly statement: string;
}

/** A schema with more is not copied to try indexes in. */
const MOST_OBJECTS = 5000;
const MOST_TRIALS = 12;
/** Indexes that are advised for one statement. */
const MOST_ADVICE = 5;
const MOST_TERMS = 3;

/**
 * Finds indexes that turn scans into searches: each is made in a copy of the schema, without rows but with their
 * statistics, and the statement is planned again there, with those that were found before.
 */
export function tryIndexes(
  driver: Driver,
  sql: string,
  scope: SqlScope,
  steps: readonly PlanStep[],
): readonly IndexTrial[] {
  if (!steps.some(isReadingAll)) return [];
  const copy = copySchema(driver);
  if (copy === null) return [];
  const found: IndexTrial[] = [];
  try {
    for (let turn = 0; turn < MOST_ADVICE; turn += 1) {
      const now = stepsOf(copy, sql, scope).filter(isReadingAll);
      const trial = firstOf(now.toSorted(byKind), (step) => tryFor(copy, sql, scope, step, now.length));
      if (trial === null) break;
      // The copy may be planned in another order than the file.
      const step = steps.find(
        (other) => isReadingAll(other) && sourceOf(other.detail, scope)?.name === trial.source,
      );
      if (step === undefined) break;
      found.push({ step: step.id, object: trial.object, terms: trial.terms, statement: trial.statement });
    }
  } catch {
    // What cannot be planned in the copy, such as a statement on a table of a module, has no advice.
  } finally {
    copy.closeSync();
  }
  return found;
}

/** A scan of a table, or an index that SQLite makes for this one statement. */
function isReadingAll({ kind, object, detail }: PlanStep): boolean {
  if (object === null || detail.includes('VIRTUAL TABLE')) return false;
  return kind === 'scan' || detail.includes('USING AUTOMATIC');
}

/** Indexes that SQLite would make itself first: the other table of the join is then read once. */
function byKind(one: PlanStep, other: PlanStep): number {
  return Number(one.kind === 'scan') - Number(other.kind === 'scan');
}

function firstOf<T, R>(values: readonly T[], attempt: (value: T) => R | null): R | null {
  for (const value of values) {
    const result = attempt(value);
    if (result !== null) return result;
  }
  return null;
}

/** The first index that makes the step a search, and leaves fewer tables to be read as a whole; it stays in the copy. */
function tryFor(copy: Driver, sql: string, scope: SqlScope, step: PlanStep, readingAll: number) {
  const source = sourceOf(step.detail, scope);
  if (source === null || step.object === null) return null;
  const columns = columnsOf(copy, step.object);
  for (const chosen of choicesOf(comparedTerms(sql, source.name, scope, columns))) {
    const name = freeName(copy, step.object, chosen);
    const terms = chosen.map(({ expression }) => expression);
    const statement = `CREATE INDEX ${identifier(name)} ON ${identifier(step.object)} (${terms.join(', ')});`;
    const isHelp = (after: readonly PlanStep[]) =>
      after.filter(isReadingAll).length < readingAll &&
      after.some(
        ({ kind, index, detail }) =>
          kind === 'search' && index === name && sourceOf(detail, scope)?.name === source.name,
      );
    if (stays(copy, name, statement, () => isHelp(stepsOf(copy, sql, scope))))
      return { source: source.name, object: step.object, terms, statement };
  }
  return null;
}

/** What an index may have, the best first: all that is compared for equality and then one range, then less. */
function choicesOf(terms: readonly IndexTerm[]): readonly (readonly IndexTerm[])[] {
  const equal = terms.filter(({ isEqual }) => isEqual).slice(0, MOST_TERMS);
  const ranges = terms.filter(({ isEqual }) => !isEqual);
  const choices: (readonly IndexTerm[])[] = [];
  for (const range of ranges) choices.push([...equal, range]);
  if (equal.length > 0) choices.push(equal);
  for (const term of [...equal, ...ranges]) choices.push([term]);
  const seen = new Set<string>();
  return choices
    .filter((choice) => {
      const key = choice.map(({ expression }) => expression).join('\n');
      return choice.length > 0 && !seen.has(key) && seen.add(key) !== undefined;
    })
    .slice(0, MOST_TRIALS);
}

/** Makes an index, which goes again where it is no help. */
function stays(copy: Driver, name: string, statement: string, isHelp: () => boolean): boolean {
  try {
    copy.execSync(statement);
  } catch {
    // Such as an expression that an index cannot have.
    return false;
  }
  if (isHelp()) return true;
  copy.execSync(`DROP INDEX ${identifier(name)}`);
  return false;
}

/** The tables, views and indexes of the file in memory, without rows; null: there are too many. */
function copySchema(driver: Driver): Driver | null {
  const { rows } = driver.allSync(
    `SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
     AND type IN ('table', 'view', 'index') ORDER BY type = 'index', rowid LIMIT ${MOST_OBJECTS + 1}`,
  );
  if (rows.length > MOST_OBJECTS) return null;
  const copy = openDriver(driver.name, { filename: ':memory:' });
  try {
    for (const [sql] of rows) {
      try {
        copy.execSync(String(sql));
      } catch {
        // What cannot be made here, such as a table of a module, is of no use for an index.
      }
    }
    copyStatistics(driver, copy);
    return copy;
  } catch (error) {
    copy.closeSync();
    throw error;
  }
}

/** What ANALYZE has found out: by it SQLite decides whether an index is worth its while. */
function copyStatistics(driver: Driver, copy: Driver): void {
  const has = driver.allSync("SELECT 1 FROM main.sqlite_schema WHERE name = 'sqlite_stat1'").rows.length > 0;
  if (!has) return;
  copy.execSync('ANALYZE sqlite_schema');
  for (const row of driver.allSync('SELECT tbl, idx, stat FROM main.sqlite_stat1').rows)
    copy.runSync('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', row);
  copy.execSync('ANALYZE sqlite_schema');
}

function columnsOf(copy: Driver, object: string): readonly string[] {
  const { rows } = copy.allSync('SELECT name FROM pragma_table_xinfo(?)', [object]);
  return rows.map(([name]) => String(name));
}

/** A name that nothing has yet, such as `ix_invoices_invoice_date`. */
function freeName(copy: Driver, object: string, terms: readonly IndexTerm[]): string {
  const words = [object, ...terms.map(({ word }) => word)].join('_').replaceAll(/\W+/g, '_').slice(0, 60);
  const base = `ix_${words}`.replace(/_+$/, '');
  const isTaken = (name: string) =>
    copy.allSync('SELECT 1 FROM sqlite_schema WHERE name = ? COLLATE NOCASE', [name]).rows.length > 0;
  let name = base;
  for (let number = 2; isTaken(name); number += 1) name = `${base}_${number}`;
  return name;
}

/** As a person would write it: quoted only where it has to be. */
function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(name) && !KEYWORDS.has(name.toUpperCase()) ? name : quoteIdentifier(name);
}

const KEYWORDS = new Set(
  'ADD ALL ALTER AND AS BETWEEN BY CASE CHECK COLLATE COMMIT CREATE DEFAULT DELETE DISTINCT DROP ELSE ESCAPE EXISTS FOREIGN FROM GROUP HAVING IN INDEX INSERT INTO IS ISNULL JOIN KEY LIKE LIMIT MATCH NOT NOTNULL NULL OFFSET ON OR ORDER PRIMARY REFERENCES REPLACE ROW SELECT SET TABLE THEN TO TRANSACTION TRIGGER UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WITH'.split(
    ' ',
  ),
);
