import type { Contract, EventName, SliceName } from './contract/index.ts';

/** Answers with the bytes of a `Reply`; never rejects. `callId` is chosen by the caller and unique while it runs. */
export type BridgeCall = (callId: number, input: Uint8Array) => Promise<Uint8Array>;

/**
 * Like `BridgeCall`, with the bytes of each chunk given to `onChunk` before the reply. The first chunk comes by
 * itself, each further one after a `pull`.
 */
export type BridgeStream = (
  callId: number,
  input: Uint8Array,
  onChunk: (chunk: Uint8Array) => void,
) => Promise<Uint8Array>;

type BridgeMethod<M> = M extends { readonly kind: 'stream' } ? BridgeStream : BridgeCall;

type BridgeSlices = {
  readonly [S in SliceName]: { readonly [V in keyof Contract[S]]: BridgeMethod<Contract[S][V]> };
};

/**
 * `window.cairn`: all that a page has of the world outside. One namespace for each slice of the contract; whatever
 * crosses is bytes of the contract's codec, so that no shell can change what is carried. Only functions, promises
 * and bytes, which is what Electron's context bridge can hand over.
 */
export interface Bridge extends BridgeSlices {
  /** Asks for the next chunk of a stream. */
  readonly pull: (callId: number) => void;
  /** Stops a call; its reply is CANCELLED, at once. */
  readonly cancel: (callId: number) => void;
  /** Listens for an event of the contract, given as bytes of its value. Returns the function that stops listening. */
  readonly on: (event: EventName, listener: (value: Uint8Array) => void) => () => void;
  /**
   * The path of a file that was dropped into the page, which may be opened from then on. Null where the shell does
   * not tell paths, and for files that lie on no disk.
   */
  readonly pathOfDropped: (file: File) => string | null;
}
