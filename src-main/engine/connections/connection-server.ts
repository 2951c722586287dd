import { openDriver } from '../drivers/open-driver.ts';
import { cancelledError, DatabaseError, serializeError } from '../errors.ts';
import type { Driver } from '../types.ts';
import type { Operation } from './connection.ts';
import type { ConnectionPort } from './connection-port.ts';
import {
  findOperation,
  nextTurn,
  readChunks,
  runOperation,
  type Steps,
  startOperation,
} from './operation-steps.ts';
import type { Answer, OpenWork, Outcome, Request, Stop, StreamWork } from './protocol.ts';

/**
 * Serves one SQLite handle over a port: the whole life of a connection process. Resolves when the port has
 * closed and the file with it; the entry then exits. `operations` are what `call` and `callStream` can name.
 *
 * Nothing is answered before `open` was; requests are handled one at a time, in order. Between two steps of a
 * stream other requests have their turn and a stop is heard.
 */
export function serveConnection(
  port: ConnectionPort,
  operations: Readonly<Record<string, Operation>>,
): Promise<void> {
  const server = new ConnectionServer(port, operations);
  // Sent by `RemoteConnection` only, over a channel that nobody else has.
  port.onMessage((message) => server.hear(message as Request | Stop));
  return new Promise((resolve, reject) => {
    port.onClose(() => {
      try {
        server.end();
        resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
}

class ConnectionServer {
  readonly #port: ConnectionPort;
  readonly #operations: Readonly<Record<string, Operation>>;
  readonly #streams = new Map<number, Steps>();
  #queue: Request[] = [];
  #isBusy = false;
  #driver: Driver | undefined;

  constructor(port: ConnectionPort, operations: Readonly<Record<string, Operation>>) {
    this.#port = port;
    this.#operations = operations;
  }

  hear(message: Request | Stop): void {
    if ('stop' in message) {
      this.#stop(message.stop);
      return;
    }
    this.#queue.push(message);
    if (this.#isBusy) return;
    this.#isBusy = true;
    // Whatever has arrived together with it is heard first: a stop of this very request, perhaps.
    setImmediate(() => void this.#work());
  }

  end(): void {
    this.#queue = [];
    this.#streams.clear();
    this.#driver?.closeSync();
    this.#driver = undefined;
  }

  async #work(): Promise<void> {
    for (let request = this.#queue.shift(); request !== undefined; request = this.#queue.shift()) {
      try {
        await this.#handle(request);
      } catch (error) {
        this.#answer({ id: request.id, error: serializeError(error) });
      }
      if (this.#queue.length > 0) await nextTurn();
    }
    this.#isBusy = false;
  }

  async #handle(request: Request): Promise<void> {
    const { id, work } = request;
    switch (work.kind) {
      case 'open':
        return this.#answer({ id, value: this.#open(work) });
      case 'query':
        return this.#answer({ id, value: this.#opened().allSync(work.sql, work.params) });
      case 'exec':
        return this.#answer({ id, value: this.#opened().execSync(work.sql, work.params) });
      case 'run':
        return this.#answer({ id, value: this.#opened().runSync(work.sql, work.params) });
      case 'atomic':
        return this.#answer({ id, value: this.#opened().atomicSync(work.statements) });
      case 'hasTransaction':
        return this.#answer({ id, value: this.#opened().hasTransaction });
      case 'call': {
        const operation = findOperation(this.#operations, work.operation);
        return this.#answer({ id, value: await runOperation(operation, this.#opened(), work.input) });
      }
      case 'stream':
      case 'callStream':
        this.#streams.set(id, this.#start(work));
        return await this.#step(request, id);
      case 'pull':
        return await this.#step(request, work.stream);
      case 'close':
        this.end();
        this.#answer({ id, value: undefined });
        return this.#port.close();
    }
  }

  #open({ driver, options }: OpenWork): { sqliteVersion: string } {
    this.#driver = openDriver(driver, options);
    return { sqliteVersion: this.#driver.sqliteVersion };
  }

  #start(work: StreamWork): Steps {
    if (work.kind === 'stream') return readChunks(this.#opened(), work.sql, work.params, work.chunkRows);
    return startOperation(findOperation(this.#operations, work.operation), this.#opened(), work.input);
  }

  async #step(request: Request, stream: number): Promise<void> {
    const { id } = request;
    const steps = this.#streams.get(stream);
    if (steps === undefined) return this.#answer({ id, value: undefined, isEnd: true });
    try {
      const step = await steps.next();
      if (step.done) {
        this.#streams.delete(stream);
        this.#answer({ id, value: undefined, isEnd: true });
      } else if (step.value !== undefined) {
        this.#answer({ id, value: step.value });
      } else {
        // A step without a value: others first, and a stop can be heard.
        this.#queue.push({ id, work: { kind: 'pull', stream } });
      }
    } catch (error) {
      this.#streams.delete(stream);
      throw error;
    }
  }

  /** Heard between two steps only, so no stream is running just now, unless it awaits something of its own. */
  #stop(id: number): void {
    const waiting = this.#queue.find((request) => request.id === id && request.work.kind !== 'pull');
    if (waiting !== undefined) {
      this.#queue = this.#queue.filter((request) => request !== waiting);
      this.#answer({ id, error: serializeError(cancelledError()) });
    }
    const steps = this.#streams.get(id);
    if (steps === undefined) return;
    this.#streams.delete(id);
    // Ends by the next step that is asked for; what the generator still does for its end may not fail anybody.
    Promise.resolve(steps.return()).catch(() => {});
  }

  #opened(): Driver {
    if (this.#driver !== undefined) return this.#driver;
    throw new DatabaseError('DB_CLOSED', 'The connection has no open file.');
  }

  #answer(outcome: Outcome): void {
    const statements = this.#driver?.statements;
    const answer: Answer = statements === undefined ? outcome : { ...outcome, statements };
    this.#port.post(answer);
  }
}
