import type { FileJob, JobProgress } from '../../../src-preload/contract/index.ts';
import { hasErrorCode, quoteIdentifier } from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import type { OpenFile } from '../open-file.ts';

/** Problems that are told in all. */
const MOST_PROBLEMS = 1000;

/** How SQLite says that it cannot do something with one table. */
const REFUSALS = ['CORRUPT', 'SQL_ERROR', 'CONSTRAINT_UNIQUE'] as const;

/** Milliseconds for which the file is kept from others before they get a turn, and the progress is told. */
const TURN = 200;

/** What a job has found and done; told at its end. */
interface JobEnd {
  readonly message: string;
  readonly problems: number;
}

type Steps = AsyncGenerator<Omit<JobProgress, 'ended'>, JobEnd, void>;

/**
 * Runs a job on a file and tells its progress. Checks, ANALYZE and REINDEX go table by table, each a read or write of its
 * own, so that no long one keeps the WAL from shrinking or others from writing; VACUUM and a checkpoint are one statement,
 * of which SQLite tells nothing. Stopped by the signal; what was done by then stays.
 */
export async function* runJob(
  file: OpenFile,
  job: FileJob,
  signal: AbortSignal,
): AsyncGenerator<JobProgress> {
  const began = performance.now();
  const steps = stepsOf(file, job, signal);
  for (;;) {
    const step = await steps.next();
    if (step.done !== true) {
      yield { ...step.value, ended: null };
      continue;
    }
    const milliseconds = performance.now() - began;
    yield { object: null, done: null, total: null, problems: [], ended: { ...step.value, milliseconds } };
    return;
  }
}

function stepsOf(file: OpenFile, job: FileJob, signal: AbortSignal): Steps {
  switch (job) {
    case 'integrity':
      return check(file, 'integrity_check', signal);
    case 'quick':
      return check(file, 'quick_check', signal);
    case 'foreign-keys':
      return checkForeignKeys(file, signal);
    case 'vacuum':
      return vacuum(file, signal);
    case 'analyze':
      return tidy(file, job, 'The statistics of the query planner are new.', signal);
    case 'reindex':
      return tidy(file, job, 'All indexes were built anew.', signal);
    case 'checkpoint':
      return checkpoint(file, signal);
  }
}

async function* check(file: OpenFile, pragma: 'integrity_check' | 'quick_check', signal: AbortSignal): Steps {
  const tables = await tablesOf(file, pragma, signal);
  let found = 0;
  for (const [done, table] of tables.entries()) {
    yield { object: table, done, total: tables.length, problems: [] };
    const problems = await problemsOf(file, pragma, table, signal);
    const told = problems.slice(0, Math.max(0, MOST_PROBLEMS - found));
    found += problems.length;
    if (told.length > 0) yield { object: table, done: done + 1, total: tables.length, problems: told };
  }
  const what = tables.length === 1 ? '1 table' : `${tables.length.toLocaleString('en')} tables`;
  return { message: found === 0 ? `${what}, no problem` : `${what}, ${countOf(found)}`, problems: found };
}

async function* checkForeignKeys(file: OpenFile, signal: AbortSignal): Steps {
  const tables = await tablesOf(file, 'foreign_key_check', signal);
  const found = { orphans: 0, unchecked: 0 };
  for (const [done, table] of tables.entries()) {
    yield { object: table, done, total: tables.length, problems: [] };
    const { orphans, refusal } = await orphansOf(file, table, signal);
    const room = Math.max(0, MOST_PROBLEMS - found.orphans - found.unchecked);
    found.orphans += orphans.length;
    if (refusal !== null) found.unchecked += 1;
    const told = [...orphans, ...(refusal === null ? [] : [refusal])].slice(0, room);
    if (told.length > 0) yield { object: table, done: done + 1, total: tables.length, problems: told };
  }
  return { message: orphanWords(found), problems: found.orphans + found.unchecked };
}

function orphanWords({
  orphans,
  unchecked,
}: {
  readonly orphans: number;
  readonly unchecked: number;
}): string {
  const rows =
    orphans === 0
      ? 'no rows without a parent'
      : `${orphans === 1 ? '1 row' : `${orphans.toLocaleString('en')} rows`} without a parent`;
  if (unchecked === 0) return rows;
  const tables = unchecked === 1 ? '1 table' : `${unchecked.toLocaleString('en')} tables`;
  return `${rows}; ${tables} could not be checked`;
}

/** What is wrong with a table; a table that SQLite cannot check is itself a problem. */
async function problemsOf(
  file: OpenFile,
  pragma: string,
  table: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    const rows = await read(file, pragma, `PRAGMA main.${pragma}(${quoteIdentifier(table)})`, signal);
    return rows.map(([text]) => String(text)).filter((text) => text !== 'ok');
  } catch (error) {
    return [`${table}: ${reasonOf(error, signal)}`];
  }
}

/** The rows of a table that point to no row, each as a sentence, or why SQLite cannot tell them. */
async function orphansOf(
  file: OpenFile,
  table: string,
  signal: AbortSignal,
): Promise<{ readonly orphans: readonly string[]; readonly refusal: string | null }> {
  const sql = `SELECT rowid, parent FROM pragma_foreign_key_check(${quoteText(table)}, 'main')`;
  try {
    const rows = await read(file, 'foreign_key_check', sql, signal);
    const orphans = rows.map(([rowid, parent]) =>
      rowid === null
        ? `A row of ${table} has no parent in ${parent}.`
        : `Row ${rowid} of ${table} has no parent in ${parent}.`,
    );
    return { orphans, refusal: null };
  } catch (error) {
    return { orphans: [], refusal: `${table}: ${reasonOf(error, signal)}` };
  }
}

/** The sentence of SQLite's refusal; throws what is none: a stop, or a file that cannot be read at all. */
function reasonOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted || !REFUSALS.some((code) => hasErrorCode(error, code))) throw error;
  return error instanceof Error ? error.message : String(error);
}

async function* tidy(
  file: OpenFile,
  job: 'analyze' | 'reindex',
  message: string,
  signal: AbortSignal,
): Steps {
  const all = await tablesOf(file, job, signal);
  const tables = all.filter((name) => !/^sqlite_/i.test(name));
  let found = 0;
  for (let done = 0; done < tables.length; ) {
    yield { object: tables[done] ?? null, done, total: tables.length, problems: [] };
    const turn = await file.write({ holder: job, signal }, (connection) =>
      tidySome(connection, job, tables.slice(done), signal),
    );
    const told = turn.problems.slice(0, Math.max(0, MOST_PROBLEMS - found));
    found += turn.problems.length;
    done += turn.done;
    if (told.length > 0)
      yield { object: tables[done - 1] ?? null, done, total: tables.length, problems: told };
  }
  return { message: found === 0 ? message : countOf(found), problems: found };
}

/** As many of the tables as a turn is long; a table that SQLite refuses is a problem, and the next one follows. */
async function tidySome(
  connection: Connection,
  job: 'analyze' | 'reindex',
  tables: readonly string[],
  signal: AbortSignal,
) {
  const until = performance.now() + TURN;
  const problems: string[] = [];
  let done = 0;
  for (const table of tables) {
    try {
      await connection.exec(`${job.toUpperCase()} main.${quoteIdentifier(table)}`, [], { signal });
    } catch (error) {
      problems.push(`${table}: ${reasonOf(error, signal)}`);
    }
    done += 1;
    if (performance.now() > until) break;
  }
  return { done, problems };
}

// One statement tells nothing before its end.
async function* vacuum(file: OpenFile, signal: AbortSignal): Steps {
  yield { object: null, done: null, total: null, problems: [] };
  await file.write({ holder: 'vacuum', signal }, (connection) =>
    connection.exec('VACUUM main', [], { signal }),
  );
  return { message: 'The file was written anew, without free pages.', problems: 0 };
}

async function* checkpoint(file: OpenFile, signal: AbortSignal): Steps {
  yield { object: null, done: null, total: null, problems: [] };
  const { rows } = await file.write({ holder: 'checkpoint', signal }, (connection) =>
    connection.query('PRAGMA main.wal_checkpoint(TRUNCATE)', [], { signal }),
  );
  const [busy, logged, moved] = (rows[0] ?? []).map(Number);
  if (logged === undefined || logged < 0) return { message: 'The file has no WAL.', problems: 0 };
  if (busy === 0) return { message: 'The WAL is in the file, and empty.', problems: 0 };
  return {
    message: `${countOfPages(moved ?? 0)} of ${countOfPages(logged)} are in the file; a reader keeps the rest.`,
    problems: 0,
  };
}

async function tablesOf(file: OpenFile, job: string, signal: AbortSignal): Promise<string[]> {
  const rows = await read(
    file,
    job,
    "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow') AND name <> 'sqlite_schema' ORDER BY name",
    signal,
  );
  return rows.map(([name]) => String(name));
}

async function read(file: OpenFile, job: string, sql: string, signal: AbortSignal) {
  const { rows } = await file.use('worker', { holder: job, signal }, (connection) =>
    connection.query(sql, [], { signal }),
  );
  return rows;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function countOf(problems: number): string {
  return problems === 1 ? '1 problem' : `${problems.toLocaleString('en')} problems`;
}

function countOfPages(pages: number): string {
  return pages === 1 ? '1 page' : `${pages.toLocaleString('en')} pages`;
}
