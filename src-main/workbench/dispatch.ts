import { okEnvelope } from '../../src-preload/contract/envelope.ts';
import {
  type AnyMethod,
  type EngineSliceName,
  encode,
  FrameKind,
  readFrame,
  type WireError,
  writeFrame,
} from '../../src-preload/contract/index.ts';
import { type ReadCall, readCall } from '../../src-preload/contract/read-call.ts';
import { cancelledCall } from '../../src-preload/contract/reply.ts';
import { ActiveCall } from './active-call.ts';
import type { CallContext, Handlers } from './handlers.ts';
import { encodeOutput } from './outputs.ts';
import { internalError, toWireError } from './wire-error.ts';

/** The handlers of all slices that the engine answers. */
export type EngineHandlers = { readonly [S in EngineSliceName]: Handlers<S> };

export interface DispatchOptions {
  readonly handlers: EngineHandlers;
  /** Takes a frame for a client. Must not throw. */
  readonly send: (client: number, frame: Uint8Array) => void;
  /** Parses what handlers give by the contract, and answers INTERNAL where it does not fit. For tests: it is slow. */
  readonly checksOutputs?: boolean | undefined;
  /** Is told unexpected failures in full. Default: stderr. */
  readonly report?: ((method: string, error: unknown) => void) | undefined;
}

/** The only door to the slices. */
export interface Dispatch {
  /** Takes a frame from a client: a call, a cancel or a pull. Never throws; every call gets exactly one reply. */
  receive(client: number, frame: Uint8Array): void;
  /** A client has left: its calls are aborted and not answered. */
  leave(client: number): void;
}

type AnyHandler = (input: unknown, context: CallContext) => Promise<unknown> | AsyncIterable<unknown>;

/** A client that asks more at once has a fault; the engine must not drown in it. */
const MAX_CALLS_OF_CLIENT = 1_000;

/** Makes the door to a set of handlers. */
export function createDispatch(options: DispatchOptions): Dispatch {
  return new Dispatcher(options);
}

class Dispatcher implements Dispatch {
  readonly #handlers: Readonly<Record<string, unknown>>;
  readonly #send: DispatchOptions['send'];
  readonly #checksOutputs: boolean;
  readonly #report: (method: string, error: unknown) => void;
  readonly #clients = new Map<number, Map<number, ActiveCall>>();

  constructor(options: DispatchOptions) {
    this.#handlers = options.handlers;
    this.#send = options.send;
    this.#checksOutputs = options.checksOutputs ?? false;
    this.#report = options.report ?? ((method, error) => console.error(`${method} failed:`, error));
  }

  receive(client: number, bytes: Uint8Array): void {
    const frame = readFrame(bytes);
    if (frame === undefined) return;
    const { kind, callId, payload } = frame;
    const call = this.#clients.get(client)?.get(callId);
    if (kind === FrameKind.pull) call?.pull();
    else if (kind === FrameKind.cancel && call !== undefined) this.#cancel(call);
    else if (kind === FrameKind.call) this.#start(client, callId, payload);
  }

  leave(client: number): void {
    const calls = [...(this.#clients.get(client)?.values() ?? [])];
    this.#clients.delete(client);
    for (const call of calls) call.end();
  }

  #start(client: number, id: number, payload: Uint8Array): void {
    const calls = this.#clients.get(client) ?? new Map<number, ActiveCall>();
    const refuse = (message: string) => this.#sendError(client, id, { code: 'BAD_REQUEST', message });
    if (calls.has(id)) return refuse('A call with this id runs already; this one was not run.');
    if (calls.size >= MAX_CALLS_OF_CLIENT) return refuse('Too many calls at once; this one was not run.');
    const read = readCall(payload);
    if (!read.isOk) return this.#sendError(client, id, read.error);
    if (read.slice === 'shell') return refuse('This call is answered by the shell; nothing was run.');
    const call = new ActiveCall(client, id, `${read.slice}.${read.verb}`);
    this.#clients.set(client, calls.set(id, call));
    void this.#run(call, read);
  }

  /** The caller is answered first, then the work is stopped. */
  #cancel(call: ActiveCall): void {
    this.#finishWithError(call, cancelledCall());
    call.end();
  }

  async #run(call: ActiveCall, read: ReadCall): Promise<void> {
    try {
      const answer = this.#handlerOf(read)(read.input, { client: call.client, signal: call.signal });
      if (read.method.kind === 'call') this.#finish(call, await this.#encode(call, read.method, answer));
      else await this.#stream(call, read.method, answer as AsyncIterable<unknown>);
    } catch (error) {
      const report = (unexpected: unknown) => this.#report(call.method, unexpected);
      // After a cancel the failure is its echo, and nobody waits for it.
      if (!call.isEnded) this.#finishWithError(call, toWireError(error, report));
    }
  }

  async #stream(call: ActiveCall, method: AnyMethod, answer: AsyncIterable<unknown>): Promise<void> {
    const iterator = answer[Symbol.asyncIterator]();
    try {
      for (let mayGoOn = !call.isEnded; mayGoOn; mayGoOn = await call.pulled()) {
        const step = await iterator.next();
        if (call.isEnded) break;
        if (step.done === true) return this.#finish(call, encode(null));
        const chunk = await this.#encode(call, method, step.value);
        if (call.isEnded) break;
        this.#send(call.client, writeFrame(FrameKind.chunk, call.id, chunk));
      }
    } finally {
      // A generator that has ended by itself is not bothered by this.
      await iterator.return?.();
    }
  }

  #handlerOf({ slice, verb }: ReadCall): AnyHandler {
    const handlers = this.#handlers[slice] as Readonly<Record<string, AnyHandler>>;
    return (input, context) => {
      const handler = handlers[verb];
      if (handler === undefined) throw new TypeError('This method of the contract has no handler.');
      return handler.call(handlers, input, context);
    };
  }

  async #encode(call: ActiveCall, method: AnyMethod, answer: unknown): Promise<Uint8Array> {
    return encodeOutput(call.method, method, await answer, this.#checksOutputs);
  }

  #finish(call: ActiveCall, value: Uint8Array): void {
    if (this.#forget(call)) this.#send(call.client, writeFrame(FrameKind.reply, call.id, okEnvelope(value)));
  }

  #finishWithError(call: ActiveCall, error: WireError): void {
    if (this.#forget(call)) this.#sendError(call.client, call.id, error);
  }

  /** Whether the call still waited for its answer. */
  #forget(call: ActiveCall): boolean {
    const calls = this.#clients.get(call.client);
    if (calls?.get(call.id) !== call) return false;
    calls.delete(call.id);
    if (calls.size === 0) this.#clients.delete(call.client);
    return true;
  }

  #sendError(client: number, id: number, error: WireError): void {
    let payload: Uint8Array;
    try {
      payload = encode({ ok: false, error });
    } catch (unencodable) {
      this.#report(`The answer with ${error.code}`, unencodable);
      payload = encode({ ok: false, error: internalError() });
    }
    this.#send(client, writeFrame(FrameKind.reply, id, payload));
  }
}
