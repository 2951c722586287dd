import { cancelledError, DatabaseError } from '../errors.ts';
import type { GuardedStatement, ResultSet, SqlValue, StatementFigures } from '../types.ts';
import type { CallOptions, Connection, ConnectionRole } from './connection.ts';
import { nextConnectionId } from './connection-ids.ts';
import type { ConnectionProcess } from './connection-port.ts';
import { OutstandingRequests, type Reply } from './outstanding-requests.ts';
import type { Answer, CloseWork, OpenWork, PullWork, Request, StreamWork, Work } from './protocol.ts';

const DEFAULT_CHUNK_ROWS = 1_000;

interface RequestOptions extends CallOptions {
  /** Whether the server serves other requests while this one runs. */
  readonly letsOthersRun?: boolean;
  /** What to stop instead of the request itself: the stream that a pull belongs to. */
  readonly stopId?: number;
}

/**
 * A connection in another process. A cancelled call is answered at once; the process is then asked to stop, and
 * killed when the call still runs `killAfter` milliseconds later: nothing else ends a running statement. Calls
 * behind it, and all later ones, then reject with CONNECTION_GONE.
 */
export class RemoteConnection implements Connection {
  readonly id: string;
  readonly role: ConnectionRole;
  readonly pid: number;
  /** Resolves when the process is gone or its port is closed. */
  readonly closed: Promise<void>;
  readonly #process: ConnectionProcess;
  readonly #outstanding: OutstandingRequests;
  #lastRequest = 0;
  #statements: StatementFigures = { hits: 0, misses: 0, size: 0 };
  #isGone = false;

  constructor(process: ConnectionProcess, role: ConnectionRole, killAfter: number) {
    this.id = nextConnectionId(role);
    this.role = role;
    this.pid = process.pid;
    this.#process = process;
    this.#outstanding = new OutstandingRequests(killAfter, () => {
      // What it still answers before it is gone must not make it look free.
      this.#isGone = true;
      process.kill();
    });
    // Sent by `serveConnection` at the other end of a channel that nobody else has.
    process.port.onMessage((message) => this.#hear(message as Answer));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    const gone = () => {
      this.#isGone = true;
      this.#outstanding.fail(goneError());
      resolve();
    };
    process.port.onClose(gone);
    process.exited.then(gone, gone);
  }

  async query(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<ResultSet> {
    const { value } = await this.#request({ kind: 'query', sql, params }, options);
    // What the server answers to `query`.
    return value as ResultSet;
  }

  async exec(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<void> {
    await this.#request({ kind: 'exec', sql, params }, options);
  }

  async run(sql: string, params?: readonly SqlValue[], options?: CallOptions): Promise<number> {
    const { value } = await this.#request({ kind: 'run', sql, params }, options);
    // What the server answers to `run`.
    return value as number;
  }

  async atomic(statements: readonly GuardedStatement[], options?: CallOptions): Promise<readonly number[]> {
    const { value } = await this.#request({ kind: 'atomic', statements }, options);
    // What the server answers to `atomic`.
    return value as readonly number[];
  }

  async hasTransaction(options?: CallOptions): Promise<boolean> {
    return (await this.#request({ kind: 'hasTransaction' }, options)).value === true;
  }

  async call(operation: string, input: unknown, options?: CallOptions): Promise<unknown> {
    return (await this.#request({ kind: 'call', operation, input }, options)).value;
  }

  stream(
    sql: string,
    params?: readonly SqlValue[],
    options: CallOptions & { readonly chunkRows?: number } = {},
  ): AsyncGenerator<ResultSet, void, void> {
    const chunkRows = options.chunkRows ?? DEFAULT_CHUNK_ROWS;
    // What the server answers to `stream`.
    return this.#pull(
      { kind: 'stream', sql, params, chunkRows },
      options.signal,
    ) as AsyncGenerator<ResultSet>;
  }

  callStream(
    operation: string,
    input: unknown,
    options: CallOptions = {},
  ): AsyncGenerator<unknown, void, void> {
    return this.#pull({ kind: 'callStream', operation, input }, options.signal);
  }

  /** Asks the process to open the file; to be called once, first. */
  async open(work: Omit<OpenWork, 'kind'>, signal?: AbortSignal): Promise<void> {
    await this.#request({ kind: 'open', ...work }, { signal });
  }

  /** Asks the process to close the file and end. Rejects with CONNECTION_GONE when it has gone already. */
  async close(): Promise<void> {
    await this.#request({ kind: 'close' });
  }

  /** Resolves when nothing runs any more, what was cancelled included. */
  settled(): Promise<void> {
    return this.#outstanding.settled();
  }

  /** As the last answer told. */
  get statements(): StatementFigures {
    return this.#statements;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  get isSettled(): boolean {
    return this.#outstanding.size === 0;
  }

  #hear(answer: Answer): void {
    this.#statements = answer.statements ?? this.#statements;
    this.#outstanding.answer(answer);
  }

  async *#pull(work: StreamWork, signal: AbortSignal | undefined): AsyncGenerator<unknown, void, void> {
    const stream = this.#lastRequest + 1;
    const letsOthersRun = work.kind === 'callStream';
    let isOpen = true;
    try {
      let reply = await this.#request(work, { signal, letsOthersRun });
      while (!reply.isEnd) {
        yield reply.value;
        reply = await this.#request({ kind: 'pull', stream }, { signal, letsOthersRun, stopId: stream });
      }
      isOpen = false;
    } finally {
      if (isOpen) this.#process.port.post({ stop: stream });
    }
  }

  async #request(
    work: Work | OpenWork | PullWork | CloseWork,
    { signal, letsOthersRun = false, stopId }: RequestOptions = {},
  ): Promise<Reply> {
    if (signal?.aborted) throw cancelledError(signal);
    if (this.#isGone) throw goneError();
    this.#lastRequest += 1;
    const id = this.#lastRequest;
    const reply = this.#outstanding.add(id, letsOthersRun);
    const request: Request = { id, work };
    this.#process.port.post(request);
    if (signal === undefined) return await reply;
    const abort = () => {
      this.#outstanding.cancel(id, cancelledError(signal));
      this.#process.port.post({ stop: stopId ?? id });
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      return await reply;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }
}

function goneError(): DatabaseError {
  return new DatabaseError(
    'CONNECTION_GONE',
    'The connection ended during the call. What was read can be asked for again; whether something was written must be read.',
  );
}
