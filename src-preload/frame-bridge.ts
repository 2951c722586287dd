import type { Bridge } from './bridge.ts';
import { callEnvelope, openEvent } from './contract/envelope.ts';
import { FrameKind, readFrame, writeFrame } from './contract/frame.ts';
import type { EventName } from './contract/index.ts';
import { verbs } from './contract/verbs.ts';

/** A bridge over frames, whatever carries them. */
export interface FrameBridge {
  readonly bridge: Bridge;
  /** Takes a frame from the other side. Bytes that are no frame, and late answers, are ignored. */
  receive(frame: Uint8Array): void;
  /** Ends every call with this encoded `Reply`: nobody will answer them any more. */
  endAll(reply: Uint8Array): void;
  /** Tells the listeners of an event, as if it had come from the other side. */
  tell(event: EventName, value: Uint8Array): void;
}

interface Waiting {
  readonly resolve: (reply: Uint8Array) => void;
  readonly onChunk: ((chunk: Uint8Array) => void) | undefined;
}

/** Makes a bridge that hands its frames to `send`, which must not throw. Without `pathOfDropped` no file has a path. */
export function createFrameBridge(
  send: (frame: Uint8Array<ArrayBuffer>) => void,
  pathOfDropped: Bridge['pathOfDropped'] = () => null,
): FrameBridge {
  const calls = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(value: Uint8Array) => void>>();

  const start =
    (method: string, kind: FrameKind) =>
    (callId: number, input: Uint8Array, onChunk?: (chunk: Uint8Array) => void) =>
      new Promise<Uint8Array>((resolve) => {
        calls.set(callId, { resolve, onChunk });
        send(writeFrame(kind, callId, callEnvelope(method, input)));
      });

  const slices = Object.fromEntries(
    Object.entries(verbs).map(([slice, kinds]) => {
      const kind = slice === 'shell' ? FrameKind.shellCall : FrameKind.call;
      return [
        slice,
        Object.fromEntries(Object.keys(kinds).map((verb) => [verb, start(`${slice}.${verb}`, kind)])),
      ];
    }),
  );

  const tell = (event: string, value: Uint8Array) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(value);
  };

  const bridge = {
    ...slices,
    pull: (callId: number) => {
      if (calls.has(callId)) send(writeFrame(FrameKind.pull, callId));
    },
    cancel: (callId: number) => {
      if (calls.has(callId)) send(writeFrame(FrameKind.cancel, callId));
    },
    on: (event: EventName, listener: (value: Uint8Array) => void) => {
      const own = (value: Uint8Array) => listener(value);
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(own));
      return () => {
        set.delete(own);
      };
    },
    pathOfDropped,
  } as Bridge;

  return {
    bridge,
    tell,
    receive(bytes) {
      const frame = readFrame(bytes);
      if (frame === undefined) return;
      const call = calls.get(frame.callId);
      if (frame.kind === FrameKind.reply) {
        calls.delete(frame.callId);
        call?.resolve(frame.payload);
      } else if (frame.kind === FrameKind.chunk) {
        call?.onChunk?.(frame.payload);
      } else if (frame.kind === FrameKind.event) {
        const event = openEvent(frame.payload);
        if (event !== undefined) tell(event.event, event.value);
      }
    },
    endAll(reply) {
      const open = [...calls.values()];
      calls.clear();
      for (const call of open) call.resolve(reply);
    },
  };
}
