import type { Bridge, BridgeCall, BridgeStream } from './bridge.ts';
import { decode, encode } from './contract/codec.ts';
import type {
  ChunkOf,
  Contract,
  EventName,
  EventValue,
  InputOf,
  Method,
  OutputOf,
  Reply,
  SliceName,
  StreamMethod,
  WireError,
} from './contract/index.ts';
import { verbs } from './contract/verbs.ts';

export interface ClientCallOptions {
  /** Cancels the call: it ends with the code CANCELLED at once, and its work is stopped. */
  readonly signal?: AbortSignal | undefined;
}

type ClientMethod<M> = M extends StreamMethod
  ? (input: InputOf<M>, options?: ClientCallOptions) => AsyncGenerator<ChunkOf<M>, void, undefined>
  : M extends Method
    ? (input: InputOf<M>, options?: ClientCallOptions) => Promise<OutputOf<M>>
    : never;

type ClientSlices = {
  readonly [S in SliceName]: { readonly [V in keyof Contract[S]]: ClientMethod<Contract[S][V]> };
};

/** The contract as typed functions, such as `client.rows.page({view, anchor, limit}, {signal})`. */
export interface Client extends ClientSlices {
  /** Listens for an event. Returns the function that stops listening. */
  on<N extends EventName>(event: N, listener: (value: EventValue<N>) => void): () => void;
  /** The path of a dropped file; null where the shell does not tell paths. */
  pathOfDropped(file: File): string | null;
}

/** An error that crossed the bridge as a value. `code` is one of those of docs/bridge.md. */
export class BridgeFailure extends Error {
  override readonly name = 'BridgeFailure';
  readonly code: string;
  /** What to do, in plain words. */
  readonly hint: string | undefined;
  readonly details: unknown;

  constructor(error: WireError) {
    super(error.message);
    this.code = error.code;
    this.hint = error.hint;
    this.details = error.details;
  }
}

/** Whether something thrown is the echo of the caller's own cancel. */
export function isCancelled(error: unknown): boolean {
  return error instanceof BridgeFailure && error.code === 'CANCELLED';
}

/** Makes the typed functions over a bridge. Calls throw `BridgeFailure` and nothing else. */
export function createClient(bridge: Bridge): Client {
  const caller = new Caller(bridge);
  const slices = Object.fromEntries(
    Object.entries(verbs).map(([slice, kinds]) => [
      slice,
      Object.fromEntries(
        Object.entries(kinds).map(([verb, kind]) => [
          verb,
          (input: unknown, options?: ClientCallOptions) =>
            kind === 'stream'
              ? caller.stream(slice, verb, input, options)
              : caller.call(slice, verb, input, options),
        ]),
      ),
    ]),
  );
  const on: Client['on'] = (event, listener) =>
    bridge.on(event, (value) => listener(decode(value) as EventValue<typeof event>));
  return { ...slices, on, pathOfDropped: (file) => bridge.pathOfDropped(file) } as Client;
}

const LAST_CALL_ID = 0xffff_ffff;

class Caller {
  readonly #bridge: Bridge;
  /** 0 is the id of events. */
  #lastCallId = 0;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async call(slice: string, verb: string, input: unknown, options?: ClientCallOptions): Promise<unknown> {
    const signal = options?.signal;
    if (signal?.aborted) throw cancelled();
    const callId = this.#nextId();
    const cancel = () => this.#bridge.cancel(callId);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return openReply(await (this.#method(slice, verb) as BridgeCall)(callId, encode(input)));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async *stream(
    slice: string,
    verb: string,
    input: unknown,
    options?: ClientCallOptions,
  ): AsyncGenerator<unknown, void, undefined> {
    const signal = options?.signal;
    if (signal?.aborted) throw cancelled();
    const callId = this.#nextId();
    const cancel = () => this.#bridge.cancel(callId);
    const inbox = new Inbox();
    signal?.addEventListener('abort', cancel, { once: true });
    const ended = (this.#method(slice, verb) as BridgeStream)(callId, encode(input), (chunk) =>
      inbox.put(chunk),
    ).then((reply) => inbox.end(reply));
    let hasEnded = false;
    try {
      for (;;) {
        const next = await inbox.take();
        if (next.isEnd) {
          hasEnded = true;
          openReply(next.bytes);
          return;
        }
        yield decode(next.bytes);
        this.#bridge.pull(callId);
      }
    } finally {
      signal?.removeEventListener('abort', cancel);
      // Leaving early is how a stream is stopped.
      if (!hasEnded) cancel();
      await ended;
    }
  }

  #method(slice: string, verb: string): BridgeCall | BridgeStream {
    const methods = this.#bridge[slice as SliceName] as Readonly<Record<string, BridgeCall | BridgeStream>>;
    const method = methods[verb];
    if (method === undefined) throw new TypeError(`The bridge has no ${slice}.${verb}.`);
    return method;
  }

  #nextId(): number {
    this.#lastCallId = this.#lastCallId >= LAST_CALL_ID ? 1 : this.#lastCallId + 1;
    return this.#lastCallId;
  }
}

interface Arrival {
  readonly isEnd: boolean;
  readonly bytes: Uint8Array;
}

/** What of a stream has arrived and not been taken; a pulled stream has at most one chunk and the end in it. */
class Inbox {
  readonly #arrivals: Arrival[] = [];
  #wake: (() => void) | undefined;

  put(bytes: Uint8Array): void {
    this.#add({ isEnd: false, bytes });
  }

  end(bytes: Uint8Array): void {
    this.#add({ isEnd: true, bytes });
  }

  async take(): Promise<Arrival> {
    for (;;) {
      const next = this.#arrivals.shift();
      if (next !== undefined) return next;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #add(arrival: Arrival): void {
    this.#arrivals.push(arrival);
    this.#wake?.();
  }
}

function openReply(bytes: Uint8Array): unknown {
  const reply = decode(bytes) as Reply;
  if (reply.ok) return reply.value;
  throw new BridgeFailure(reply.error);
}

function cancelled(): BridgeFailure {
  return new BridgeFailure({ code: 'CANCELLED', message: 'The call was stopped before it began.' });
}
