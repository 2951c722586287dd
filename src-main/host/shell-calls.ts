import { encode, FrameKind, writeFrame } from '../../src-preload/contract/index.ts';
import { readCall } from '../../src-preload/contract/read-call.ts';
import { cancelledCall } from '../../src-preload/contract/reply.ts';
import type { ShellHandlers } from './engine-host.ts';
import { errorReply } from './replies.ts';
import { ShellRefusal } from './shell-refusal.ts';

type AnyShellHandler = (
  input: unknown,
  context: { readonly client: number; readonly signal: AbortSignal },
) => Promise<unknown>;

/** Calls of the `shell` slice, which never reach the engine: they also answer while it hangs. */
export class ShellCalls {
  readonly #handlers: Readonly<Record<string, AnyShellHandler>>;
  readonly #running = new Map<string, AbortController>();

  constructor(handlers: ShellHandlers, restartEngine: () => Promise<void>) {
    const restart = async () => {
      await restartEngine();
      return null;
    };
    this.#handlers = { ...(handlers as Readonly<Record<string, AnyShellHandler>>), restartEngine: restart };
  }

  /** Answers a call; never rejects. */
  async run(
    client: number,
    callId: number,
    payload: Uint8Array,
    send: (frame: Uint8Array) => void,
  ): Promise<void> {
    const key = `${client}/${callId}`;
    const controller = new AbortController();
    this.#running.set(key, controller);
    const reply = await this.#answer(client, payload, controller.signal);
    if (this.#running.get(key) !== controller) return;
    this.#running.delete(key);
    send(writeFrame(FrameKind.reply, callId, reply));
  }

  /** Stops a call; undefined when there is none, else the reply that the caller gets. */
  cancel(client: number, callId: number): Uint8Array | undefined {
    const key = `${client}/${callId}`;
    const controller = this.#running.get(key);
    if (controller === undefined) return undefined;
    this.#running.delete(key);
    controller.abort();
    return errorReply(cancelledCall());
  }

  /** The client has left: nobody waits. */
  leave(client: number): void {
    for (const [key, controller] of this.#running) {
      if (!key.startsWith(`${client}/`)) continue;
      this.#running.delete(key);
      controller.abort();
    }
  }

  async #answer(client: number, payload: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const call = readCall(payload);
    if (!call.isOk) return errorReply(call.error);
    const handler = call.slice === 'shell' ? this.#handlers[call.verb] : undefined;
    if (handler === undefined) {
      return errorReply({ code: 'BAD_REQUEST', message: 'The shell does not answer this; nothing was run.' });
    }
    try {
      return encode({ ok: true, value: await handler(call.input, { client, signal }) });
    } catch (error) {
      if (error instanceof ShellRefusal) return errorReply(error.wire);
      console.error(`shell.${call.verb} failed:`, error);
      return errorReply({
        code: 'INTERNAL',
        message: 'The shell of Cairn could not do this. Nothing in the file was changed by this.',
        hint: 'Try again. What Cairn printed where it was started tells more.',
      });
    }
  }
}
