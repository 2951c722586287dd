import { type Client, isCancelled } from '../../../../src-preload/client.ts';
import type { QueryParameter, ResultColumn, WriteMode } from '../../../../src-preload/contract/queries.ts';
import { failureReport, toFailure } from '../../../lib/failure.ts';
import type { ResultSet, RunFigures, RunMessage, RunProblem, RunStatement } from './result-set.ts';
import { RowBlocks } from './row-blocks.ts';
import { doneText, problemOf } from './run-words.ts';

/** What is run, and how. */
export interface RunRequest {
  readonly statements: readonly RunStatement[];
  /** Gives the SQL that a statement stands for, if it is not SQL itself. */
  readonly read?: ((sql: string) => Promise<string>) | undefined;
  readonly parameters: (sql: string) => readonly QueryParameter[];
  readonly writing: WriteMode;
  /** Rows that are read of each statement. */
  readonly limit: number;
}

export interface RunningStatement {
  readonly index: number;
  readonly count: number;
  /** `performance.now`. */
  readonly since: number;
  /** Who has the connections that it waits for; none: it runs. */
  readonly behind?: readonly string[];
}

/** Statements that wait for an answer: the first of them writes, and no transaction is open. */
export interface WriteQuestion {
  readonly sql: string;
  readonly request: RunRequest;
}

export interface RunsState {
  readonly results: readonly ResultSet[];
  readonly messages: readonly RunMessage[];
  readonly running: RunningStatement | null;
  readonly problem: RunProblem | null;
  readonly question: WriteQuestion | null;
  /** Grows with every run, so that the page shows what it gave. */
  readonly serial: number;
}

/** Rows in memory, of all results of a console. */
const MOST_BYTES = 64_000_000;
/** So many times the bytes of before are read where more is asked for. */
const MORE = 4;
const MOST_MESSAGES = 500;
const MOST_RESULTS = 100;
const TELL_EVERY = 100;

const nothing: RunsState = {
  results: [],
  messages: [],
  running: null,
  problem: null,
  question: null,
  serial: 0,
};

/** Codes of failures that go away by themselves. */
const LOCKS = new Set(['FILE_LOCKED', 'TRANSACTION_OPEN']);

/** What most messages leave out. */
type Left = 'becomes' | 'canRetry';

/** A result while it is read. */
interface Reading {
  readonly id: number;
  readonly sql: string;
  /** Of its rows, at which it was ended or will be. */
  readonly mostBytes: number;
  columns: readonly ResultColumn[];
  readonly rows: RowBlocks;
  state: ResultSet['state'];
  isCut: boolean;
  figures: RunFigures | null;
}

/**
 * Runs the statements of one console, one after the other, and keeps what they gave. One run at a time: a new one
 * stops the one before.
 */
export class ConsoleRuns {
  readonly #client: Client;
  readonly #file: string;
  readonly #console: string;
  readonly #listeners = new Set<() => void>();
  #state = nothing;
  #readings: Reading[] = [];
  #running: AbortController | null = null;
  #lastId = 0;
  #told: ReturnType<typeof setTimeout> | undefined;

  constructor(client: Client, file: string, console: string) {
    this.#client = client;
    this.#file = file;
    this.#console = console;
  }

  readonly state = (): RunsState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Runs statements; what an earlier run gave goes with the first answer. Never rejects. */
  async run(request: RunRequest): Promise<void> {
    this.stop();
    if (request.statements.length === 0) return;
    const controller = new AbortController();
    this.#running = controller;
    this.#readings = [];
    this.#put({ problem: null, question: null, serial: this.#state.serial + 1 });
    await this.#runAll(request, controller);
  }

  /** Answers the question: the statements go on from the one that writes. */
  async answer(writing: Exclude<WriteMode, 'ask'>): Promise<void> {
    const { question } = this.#state;
    if (question === null) return;
    const controller = new AbortController();
    this.#running = controller;
    this.#put({ question: null });
    await this.#runAll({ ...question.request, writing }, controller);
  }

  /** Leaves the question without running anything more. */
  dismiss(): void {
    this.#put({ question: null });
  }

  /** Reads more rows of a result: the statement is run again, since a statement that waits would hold a connection. */
  async readMore(id: number, request: Omit<RunRequest, 'statements'>): Promise<void> {
    const known = this.#readings.find((reading) => reading.id === id);
    if (known === undefined || this.#running !== null) return;
    const controller = new AbortController();
    this.#running = controller;
    const { sql } = known;
    this.#put({ running: { index: 0, count: 1, since: performance.now() } });
    const reading = this.#newReading(sql, known.mostBytes * MORE);
    try {
      await this.#read(
        reading,
        { sql, from: null },
        { ...request, statements: [] },
        controller.signal,
        () => {
          this.#readings = this.#readings.map((other) => (other.id === id ? reading : other));
        },
      );
    } catch (error) {
      this.#fail(reading, { sql, from: null }, error, controller.signal);
    } finally {
      this.#end(controller);
    }
  }

  /** Stops what runs; other statements go on. */
  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  clearMessages(): void {
    this.#put({ messages: [], problem: null });
  }

  /** Marks what is wrong with a statement that was not run, such as one that was to be explained; null: nothing is. */
  mark(problem: RunProblem | null): void {
    if (this.#state.problem !== problem) this.#put({ problem });
  }

  async #runAll(request: RunRequest, controller: AbortController): Promise<void> {
    const { statements } = request;
    const { signal } = controller;
    for (const [index, statement] of statements.entries()) {
      this.#put({ running: { index, count: statements.length, since: performance.now() } });
      let reading = this.#newReading(statement.sql);
      try {
        const sql = (await request.read?.(statement.sql)) ?? statement.sql;
        // The places of other words are not those of the console.
        const read = sql === statement.sql ? statement : { sql, from: null, typed: statement.sql };
        if (read !== statement) reading = this.#newReading(sql);
        const made = reading;
        await this.#read(made, read, request, signal, () => this.#readings.push(made));
      } catch (error) {
        if (toFailure(error).code === 'WRITE_NEEDS_CHOICE' && !signal.aborted) {
          const rest = { ...request, statements: statements.slice(index) };
          this.#put({ question: { sql: statement.sql, request: rest } });
        } else {
          this.#fail(reading, statement, error, signal);
        }
        break;
      }
    }
    this.#end(controller);
  }

  #newReading(sql: string, mostBytes = MOST_BYTES): Reading {
    this.#lastId += 1;
    return {
      id: this.#lastId,
      sql,
      mostBytes,
      columns: [],
      rows: new RowBlocks(),
      state: 'running',
      isCut: false,
      figures: null,
    };
  }

  async #read(
    reading: Reading,
    { sql, typed }: RunStatement,
    { parameters, writing, limit }: RunRequest,
    signal: AbortSignal,
    onColumns: () => void,
  ): Promise<void> {
    const input = {
      file: this.#file,
      console: this.#console,
      sql,
      parameters: [...parameters(sql)],
      writing,
      limit,
      mostBytes: reading.mostBytes,
    };
    for await (const chunk of this.#client.queries.run(input, { signal })) {
      if (signal.aborted) return;
      const { running } = this.#state;
      if (running !== null && chunk.kind === 'waiting')
        this.#put({ running: { ...running, behind: chunk.behind } });
      else if (running?.behind?.length) this.#put({ running: { ...running, behind: [] } });
      if (chunk.kind === 'waiting') continue;
      if (chunk.kind === 'columns') {
        reading.columns = chunk.columns;
        if (chunk.columns.length > 0 && this.#readings.length < MOST_RESULTS) onColumns();
      } else if (chunk.kind === 'rows') {
        reading.rows.push(chunk.rows);
      } else {
        const { rows, changes, milliseconds, notes, isCut } = chunk;
        reading.figures = { rows, changes, milliseconds, notes };
        reading.isCut = isCut;
        reading.state = 'done';
        this.#say({
          kind: 'done',
          sql: typed ?? sql,
          becomes: typed === undefined ? null : sql,
          text: doneText(reading),
          hint: null,
          report: null,
          problem: null,
          notes,
        });
      }
      this.#tellSoon();
    }
  }

  #fail(reading: Reading, { sql, from }: RunStatement, error: unknown, signal: AbortSignal): void {
    if (signal.aborted || isCancelled(error)) {
      reading.state = 'stopped';
      this.#say({
        kind: 'stopped',
        sql,
        text: 'Stopped',
        hint: null,
        report: null,
        problem: null,
        notes: [],
      });
      return;
    }
    reading.state = 'failed';
    const failure = toFailure(error);
    const problem = problemOf(failure, from);
    const { message: text, hint } = failure;
    this.#put({ problem });
    const report = failureReport(failure, sql);
    const canRetry = LOCKS.has(failure.code);
    this.#say({ kind: 'error', sql, text, hint, report, problem, notes: [], canRetry });
  }

  #say(message: Omit<RunMessage, 'id' | 'at' | Left> & Partial<Pick<RunMessage, Left>>): void {
    this.#lastId += 1;
    const said: RunMessage = { becomes: null, canRetry: false, ...message, id: this.#lastId, at: Date.now() };
    this.#state = { ...this.#state, messages: [...this.#state.messages, said].slice(-MOST_MESSAGES) };
  }

  #end(controller: AbortController): void {
    if (this.#running !== controller && !controller.signal.aborted) return;
    if (this.#running === controller) this.#running = null;
    if (this.#running === null) this.#put({ running: null });
  }

  /** Rows come in many small pieces; the page draws some of the states between. */
  #tellSoon(): void {
    this.#told ??= setTimeout(() => this.#put({}), TELL_EVERY);
  }

  #put(change: Partial<RunsState>): void {
    clearTimeout(this.#told);
    this.#told = undefined;
    const isFresh = this.#readings.length > 0 || this.#running === null;
    this.#state = {
      ...this.#state,
      ...change,
      // What was there before stays in sight until something takes its place.
      ...(isFresh && { results: this.#readings.map(resultOf) }),
    };
    for (const listener of [...this.#listeners]) listener();
  }
}

function resultOf({ id, sql, columns, rows, state, isCut, figures }: Reading): ResultSet {
  return { id, sql, columns, rows, count: rows.length, state, isCut, figures };
}
