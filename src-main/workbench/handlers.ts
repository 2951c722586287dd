import type {
  ChunkOf,
  Contract,
  EngineSliceName,
  Method,
  OutputOf,
  ParsedInputOf,
  StreamMethod,
} from '../../src-preload/contract/index.ts';

/** What a handler knows about its caller. */
export interface CallContext {
  /** The window or tab that asked; staged edits are shared between clients, views are not. */
  readonly client: number;
  /** Aborted when the caller cancels or leaves. */
  readonly signal: AbortSignal;
}

type HandlerOf<M> = M extends StreamMethod
  ? (input: ParsedInputOf<M>, context: CallContext) => AsyncIterable<ChunkOf<M> | Encoded>
  : M extends Method
    ? (input: ParsedInputOf<M>, context: CallContext) => Promise<OutputOf<M> | Encoded>
    : never;

/** The handlers of one slice, one for each verb of its contract. */
export type Handlers<S extends EngineSliceName> = {
  readonly [V in keyof Contract[S]]: HandlerOf<Contract[S][V]>;
};

/**
 * A reply whose value was already encoded by a connection process: `dispatch` puts it into the envelope as it
 * is, so that the engine never parses a page.
 */
export class Encoded {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}
