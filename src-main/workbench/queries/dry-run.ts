import type { Contract, ParsedInputOf } from '../../../src-preload/contract/index.ts';
import type { DryRunResult, DryRunStatement } from '../../../src-preload/contract/queries.ts';
import { splitStatements } from '../../../src-preload/contract/sql-text/index.ts';
import type { Connection } from '../../engine/types.ts';
import { kindOf, refusalOf } from '../../operations/query/statement-kind.ts';
import type { StatementPiece } from '../../operations/query/statement-run.ts';
import { controlOf } from '../../operations/transaction/control-words.ts';
import type { ChangedRows, ObjectChanges } from '../../operations/transaction/transaction-input.ts';
import { readStamp, sameStamp } from '../files/file-stamp.ts';
import type { CallContext, Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import type { OpenTransactions } from '../transactions/open-transactions.ts';
import { addCounts, TransactionSession } from '../transactions/session.ts';
import { toldChanges, toldRows } from '../transactions/told-changes.ts';
import { brokenRules } from './broken-rules.ts';
import { causesOf, commitCauses, NO_CAUSES, orphansAtCommit, withRowsInFile } from './dry-run-causes.ts';

type DryRunInput = ParsedInputOf<Contract['queries']['dryRun']>;
/** A statement with its place in the script. */
type Placed = Pick<DryRunStatement, 'from' | 'to' | 'sql'>;

/** Rows that are read of one statement. */
const MOST_ROWS = 100_000;
/** Changed rows of each table that are told. */
const MOST_TOLD = 50;

/** dryRun of the `queries` slice. */
export function createDryRun(
  { openFiles }: Pick<Services, 'openFiles'>,
  transactions: Pick<OpenTransactions, 'openFor'>,
): Pick<Handlers<'queries'>, 'dryRun'> {
  return {
    async dryRun(input, context) {
      const file = openFiles.get(input.file);
      const { client, signal } = context;
      // Says whose transaction is in the way, if that is another window's.
      transactions.openFor(input.file, client);
      return await file.write({ holder: 'dry run', signal }, (connection) =>
        new DryRun(file, connection, input, context).run(),
      );
    },
  };
}

/** A script in a transaction of its own, which is rolled back whatever comes of it. */
class DryRun {
  readonly #file: OpenFile;
  readonly #connection: Connection;
  readonly #input: DryRunInput;
  readonly #signal: AbortSignal;
  readonly #statements: DryRunStatement[] = [];
  /** Why what follows is left out. */
  #why: string | null = null;

  constructor(file: OpenFile, connection: Connection, input: DryRunInput, { signal }: CallContext) {
    this.#file = file;
    this.#connection = connection;
    this.#input = input;
    this.#signal = signal;
  }

  async run(): Promise<DryRunResult> {
    const { path } = this.#file.info;
    const at = Date.now();
    const before = await readStamp(path);
    const version = await this.#connection.call('watchFile', null);
    let seen: unknown;
    try {
      const result = await this.#inTransaction();
      seen = await this.#connection.call('unwatchFile', null);
      const isUnchanged = seen === version && sameStamp(before, await readStamp(path));
      return { ...result, at, isUnchanged };
    } finally {
      // Where the connection is still there.
      if (seen === undefined) await this.#connection.call('unwatchFile', null).catch(() => undefined);
    }
  }

  async #inTransaction(): Promise<Omit<DryRunResult, 'at' | 'isUnchanged'>> {
    const session = await TransactionSession.begin(this.#connection);
    const held = performance.now();
    try {
      for (const placed of placesOf(this.#input.sql)) this.#statements.push(await this.#one(session, placed));
      const milliseconds = this.#statements.reduce((sum, one) => sum + one.milliseconds, 0);
      const changes = session.lost === null ? await this.#changes(session) : NO_CHANGES;
      const objects = changes.tables.map(({ object }) => object);
      const orphans = await orphansAtCommit(session.connection, objects);
      await session.rollback();
      const heldMilliseconds = performance.now() - held;
      const statements = this.#statements;
      const told = { statements, ...changes, milliseconds, heldMilliseconds };
      // Where the connection has ended, nobody can be asked.
      if (session.lost !== null) return { ...told, atCommit: null };
      const before = orphans.length === 0 ? [] : await orphansAtCommit(session.connection, objects);
      return await withRowsInFile(session.connection, { ...told, atCommit: commitCauses(orphans, before) });
    } catch (error) {
      await session.rollback().catch(() => undefined);
      throw error;
    }
  }

  async #one(session: TransactionSession, placed: Placed): Promise<DryRunStatement> {
    if (this.#why !== null) return leftOut(placed, this.#why);
    const { sql } = placed;
    const control = controlOf(sql);
    switch (control.kind) {
      case 'begin':
      case 'commit':
      case 'rollback':
        return leftOut(placed, 'A dry run has a transaction of its own, which ends by a roll back.');
      case 'attach':
      case 'detach':
      case 'vacuum':
        return leftOut(placed, refusalOf(kindOf(sql), true) ?? 'It cannot run inside of a transaction.');
      default:
    }
    const refusal = refusalOf(kindOf(sql), true);
    if (refusal !== null) return leftOut(placed, refusal);
    const from = performance.now();
    try {
      switch (control.kind) {
        case 'savepoint':
          await session.savepoint(control.name);
          break;
        case 'rollback-to':
          await session.rollbackTo(session.timeline.named(control.name).id);
          break;
        case 'release':
          await session.release(session.timeline.named(control.name).id);
          break;
        default:
          return await this.#ordinary(session, placed);
      }
      return { ...placed, outcome: 'ran', ...NOTHING, milliseconds: performance.now() - from };
    } catch (error) {
      return this.#failed(session, placed, error, performance.now() - from);
    }
  }

  async #ordinary(session: TransactionSession, placed: Placed): Promise<DryRunStatement> {
    const { sql } = placed;
    const { parameters } = this.#input;
    const options = { signal: this.#signal };
    const pieces = session.run(
      sql,
      (connection) => connection.callStream('statement', { sql, parameters, limit: MOST_ROWS }, options),
      {
        ...options,
        // What the operation yields: figures come last.
        rowsOf: (piece) =>
          piece instanceof Uint8Array ? 0 : (piece as Exclude<StatementPiece, Uint8Array>).rows,
      },
    );
    try {
      for await (const _ of pieces);
    } catch (error) {
      if (this.#signal.aborted) throw error;
      const milliseconds = session.timeline.nodes.at(-1)?.milliseconds ?? 0;
      const causes = await causesOf(session, { sql, parameters }, error);
      return { ...this.#failed(session, placed, error, milliseconds), ...causes };
    }
    const node = session.timeline.nodes.at(-1);
    if (node === undefined) return leftOut(placed, '');
    return {
      ...placed,
      outcome: 'ran',
      rows: node.rows,
      counts: node.counts,
      milliseconds: node.milliseconds ?? 0,
      problem: null,
      ...NO_CAUSES,
      broken: await brokenRules(this.#file, session, node.id, this.#signal),
    };
  }

  #failed(
    session: TransactionSession,
    placed: Placed,
    error: unknown,
    milliseconds: number,
  ): DryRunStatement {
    const problem = error instanceof Error ? error.message : String(error);
    if (session.lost !== null) this.#why = 'A statement before it rolled the whole transaction back.';
    else if (this.#input.afterFailure === 'stop') this.#why = 'A statement before it failed.';
    return { ...placed, outcome: 'failed', ...NOTHING, milliseconds, problem };
  }

  async #changes(session: TransactionSession) {
    const changes = await session.ask<readonly ObjectChanges[]>('transactionChanges', { node: null });
    const told = await toldChanges(session.connection, changes);
    const tables: DryRunResult['tables'] = [];
    for (const table of told) {
      const input = { object: table.object, node: null, limit: MOST_TOLD };
      const rows =
        table.reason === null ? await session.ask<ChangedRows | string>('transactionRows', input) : '';
      tables.push({ ...table, rows: typeof rows === 'string' ? [] : toldRows(rows, Date.now()) });
    }
    const byTriggers = changes
      .filter(({ by }) => by !== null)
      .reduce((sum, { counts }) => sum + counts.inserted + counts.updated + counts.deleted, 0);
    return { tables, byTriggers, counts: told.reduce((sum, { counts }) => addCounts(sum, counts), NONE) };
  }
}

const NONE = { inserted: 0, updated: 0, deleted: 0 };
const NOTHING = { rows: null, counts: null, problem: null, broken: [], ...NO_CAUSES };
const NO_CHANGES = { tables: [], byTriggers: 0, counts: NONE };

function placesOf(script: string): readonly Placed[] {
  return splitStatements(script).map(({ from, to }) => ({ from, to, sql: script.slice(from, to) }));
}

function leftOut(placed: Placed, problem: string): DryRunStatement {
  return { ...placed, outcome: 'left-out', ...NOTHING, milliseconds: 0, problem };
}
