import type { QueryChunk, QueryParameter, WriteMode } from '../../../src-preload/contract/queries.ts';
import { kindOf, refusalOf, runsAlone, type StatementKind } from '../../operations/query/statement-kind.ts';
import type { StatementInput, StatementPiece } from '../../operations/query/statement-run.ts';
import { fileReadOnly } from '../files/open-errors.ts';
import { type CallContext, Encoded, type Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { OpenTransaction, OpenTransactions } from '../transactions/open-transactions.ts';
import type { Consoles } from './consoles.ts';
import {
  isGuardRefusal,
  isWriteRefusal,
  needsTransaction,
  noTransactionFor,
  queryRefused,
  writeNeedsChoice,
} from './query-errors.ts';
import { readStatement } from './read-statement.ts';
import type { RunRecords } from './run-records.ts';
import { tellingWaits, Waiting } from './telling-waits.ts';
import { whilePulled } from './while-pulled.ts';
import { writeAlone } from './write-alone.ts';

/** What running statements needs. */
export interface RunParts {
  readonly openFiles: { get(id: string): OpenFile };
  readonly transactions: OpenTransactions;
  readonly consoles: Pick<Consoles, 'nameOf'>;
  readonly records: RunRecords;
}

/** A statement that somebody wants to run. */
interface Request extends StatementInput {
  readonly file: string;
  readonly console: string;
  readonly parameters: readonly QueryParameter[];
  readonly writing: WriteMode;
}

type Chunk = QueryChunk | Encoded;

/** `queries.run`. */
export function createRun(parts: RunParts): Pick<Handlers<'queries'>, 'run'> {
  const runner = new StatementRunner(parts);
  return {
    async *run(input, context) {
      const record = parts.records.begin(parts.openFiles.get(input.file).info.path, input.sql);
      try {
        for await (const chunk of whilePulled(runner.run(input, context))) {
          if (!(chunk instanceof Encoded) && chunk.kind === 'done') record.done(chunk);
          yield chunk;
        }
      } catch (error) {
        record.failed(error, context.signal);
        throw error;
      } finally {
        void record.keep();
      }
    },
  };
}

/** Decides where a statement runs: in the open transaction of its client, on a reader, or as a write of its own. */
class StatementRunner {
  readonly #parts: RunParts;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  async *run(request: Request, context: CallContext): AsyncGenerator<Chunk, void, void> {
    const { transactions } = this.#parts;
    transactions.know(request.file, context.client);
    const open = transactions.of(request.file);
    const own = open?.client === context.client ? open : undefined;
    const kind = kindOf(request.sql);
    const refusal = refusalOf(kind, own !== undefined);
    if (refusal !== null) throw queryRefused(refusal);
    if (own !== undefined) yield* inside(own, request, context);
    else if (kind.kind === 'transaction') yield* this.#begin(kind, request, context);
    else if (runsAlone(kind)) yield* this.#alone(request, context, true);
    else if (kind.kind === 'pragma' && kind.effect === 'writes') yield* this.#write(request, context);
    else yield* this.#read(request, context);
  }

  async *#begin(
    { verb }: Extract<StatementKind, { kind: 'transaction' }>,
    request: Request,
    context: CallContext,
  ): AsyncGenerator<Chunk, void, void> {
    // Outside of a transaction, SAVEPOINT begins one as well.
    if (verb !== 'begin' && verb !== 'savepoint')
      throw noTransactionFor(verb === 'rollback-to' ? 'ROLLBACK TO' : verb.toUpperCase());
    const started = performance.now();
    const transaction = await this.#beginFor(request, context);
    if (verb === 'savepoint') await transaction.control(request.sql);
    yield doneChunk({ milliseconds: performance.now() - started });
  }

  async *#read(request: Request, context: CallContext): AsyncGenerator<Chunk, void, void> {
    const file = this.#parts.openFiles.get(request.file);
    const holder = await this.#parts.consoles.nameOf(file.info.path, request.console);
    try {
      let isBegun = false;
      const onLease = () => {
        isBegun = true;
      };
      const pieces = readStatement(file, 'statement', inputOf(request), context.signal, holder, onLease);
      const options = { isBegun: () => isBegun, behind: () => file.holders('worker') };
      for await (const piece of tellingWaits(pieces, options)) {
        if (piece instanceof Waiting) yield { kind: 'waiting', behind: [...piece.behind] };
        else yield chunkOf(piece as StatementPiece, null); // What the operation yields.
      }
      return;
    } catch (error) {
      if (isGuardRefusal(error)) {
        if (request.writing !== 'begin') throw needsTransaction();
      } else if (!isWriteRefusal(error)) throw error;
    }
    yield* this.#write(request, context);
  }

  async *#write(request: Request, context: CallContext): AsyncGenerator<Chunk, void, void> {
    const { info } = this.#parts.openFiles.get(request.file);
    if (info.readOnlyReason !== null) throw fileReadOnly(info.path, info.readOnlyReason);
    switch (request.writing) {
      case 'ask':
        throw writeNeedsChoice();
      case 'begin':
        return yield* inside(await this.#beginFor(request, context), request, context);
      case 'commit':
        yield* this.#alone(request, context, false);
    }
  }

  async *#alone(
    request: Request,
    { client, signal }: CallContext,
    isPlain: boolean,
  ): AsyncGenerator<Chunk, void, void> {
    // Says whose transaction is in the way.
    this.#parts.transactions.openFor(request.file, client);
    const file = this.#parts.openFiles.get(request.file);
    const holder = await this.#parts.consoles.nameOf(file.info.path, request.console);
    for (const piece of await writeAlone(file, inputOf(request), { holder, signal, isPlain }))
      yield chunkOf(piece, null);
  }

  async #beginFor({ file, console }: Request, { client, signal }: CallContext): Promise<OpenTransaction> {
    const { path } = this.#parts.openFiles.get(file).info;
    const consoleName = await this.#parts.consoles.nameOf(path, console);
    return await this.#parts.transactions.begin(file, { client, console, consoleName }, { signal });
  }
}

/** Runs a statement in the transaction that it controls, or that it is part of. */
async function* inside(
  transaction: OpenTransaction,
  request: Request,
  { signal }: CallContext,
): AsyncGenerator<Chunk, void, void> {
  const started = performance.now();
  if ((await transaction.control(request.sql)) !== null)
    return yield doneChunk({ milliseconds: performance.now() - started });
  const pieces = transaction.run(
    request.sql,
    async function* (connection, node, either): AsyncGenerator<TransactionPiece, void, void> {
      // Aborted by the caller, or when the transaction has to end.
      const options = { signal: either };
      for await (const piece of connection.callStream('statement', inputOf(request), options)) {
        yield { piece: piece as StatementPiece, node }; // What the operation yields.
      }
    },
    { signal, rowsOf: ({ piece }) => (piece instanceof Uint8Array ? 0 : piece.rows) },
  );
  for await (const { piece, node } of pieces) yield chunkOf(piece, node);
}

interface TransactionPiece {
  readonly piece: StatementPiece;
  readonly node: string;
}

function inputOf({ sql, parameters, limit, mostBytes }: Request): StatementInput {
  return { sql, parameters, limit, mostBytes };
}

function chunkOf(piece: StatementPiece, node: string | null): Chunk {
  return piece instanceof Uint8Array ? new Encoded(piece) : doneChunk({ ...piece, node });
}

function doneChunk(
  figures: Partial<Omit<Extract<QueryChunk, { kind: 'done' }>, 'kind' | 'notes'>> & {
    readonly notes?: readonly string[];
  },
): Extract<QueryChunk, { kind: 'done' }> {
  const { rows = 0, isCut = false, changes = null, milliseconds = 0, node = null, notes = [] } = figures;
  return { kind: 'done', rows, isCut, changes, milliseconds, node, notes: [...notes] };
}
