import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Protocol } from './chromium-protocol.ts';

type Methods = Protocol.CommandParameters;

/** An event of Chromium. */
export interface CdpEvent {
  readonly method: string;
  readonly params: unknown;
}

interface Waiting {
  readonly method: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Chromium over `--remote-debugging-pipe`: no open network port of its own. Chromium ends when the pipe does, so it
 * cannot outlive this process.
 */
export class CdpPipe {
  readonly #process: ChildProcess;
  readonly #input: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #sessions = new Map<string, (event: CdpEvent) => void>();
  readonly #pieces: Buffer[] = [];
  #lastId = 0;
  /** Resolves when Chromium has ended. */
  readonly ended: Promise<void>;

  constructor(executable: string, args: readonly string[], onComplaint: (line: string) => void) {
    this.#process = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
    this.#input = this.#process.stdio[3] as Writable;
    this.#input.on('error', () => {});
    (this.#process.stdio[4] as Readable).on('data', (bytes: Buffer) => this.#read(bytes));
    let rest = '';
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onComplaint);
    });
    this.ended = new Promise((resolve, reject) => {
      this.#process.once('error', reject);
      this.#process.once('exit', () => resolve());
    });
    const failAll = () => {
      for (const { method, reject } of this.#waiting.values()) reject(new CdpGone(method));
      this.#waiting.clear();
    };
    this.ended.then(failAll, failAll);
  }

  /** Sends a command, of the whole browser or of one session. Rejects with {@link CdpGone} when Chromium ends. */
  send<M extends keyof Methods>(
    method: M,
    params?: Methods[M],
    sessionId?: string,
  ): Promise<Protocol.CommandReturnValues[M]> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#input.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`);
    });
  }

  /** Hears the events of one session; of the browser itself as `browser`. */
  listen(sessionId: string, listener: (event: CdpEvent) => void): void {
    this.#sessions.set(sessionId, listener);
  }

  /** Ends Chromium at once. */
  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #read(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
      this.#pieces.push(bytes.subarray(start, end));
      this.#take(Buffer.concat(this.#pieces.splice(0)).toString('utf8'));
      start = end + 1;
    }
    if (start < bytes.length) this.#pieces.push(bytes.subarray(start));
  }

  #take(text: string): void {
    const message = JSON.parse(text) as CdpEvent & {
      readonly id?: number;
      readonly sessionId?: string;
      readonly result?: unknown;
      readonly error?: { readonly message: string };
    };
    if (message.id === undefined) {
      this.#sessions.get(message.sessionId ?? 'browser')?.(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.result as never);
    else waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
  }
}

/** Chromium ended before it answered. */
export class CdpGone extends Error {
  constructor(method: string) {
    super(`${method}: Chromium has ended.`);
    this.name = 'CdpGone';
  }
}
