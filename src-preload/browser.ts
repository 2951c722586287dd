import type { Bridge } from './bridge.ts';
import { encode } from './contract/codec.ts';
import { createFrameBridge, type FrameBridge } from './frame-bridge.ts';

/*
 * The bridge of the browser shell: one WebSocket to the server that this page came from. Loaded before the app.
 * The token of the address is swapped for a cookie first, and leaves the address bar with that.
 */

declare global {
  interface Window {
    readonly cairn: Bridge;
  }
}

const RETRY_MILLISECONDS = 500;

const LOST = encode({
  ok: false,
  error: {
    code: 'SHELL_GONE',
    message: 'The connection to Cairn was lost. Nothing in your files was changed by this.',
    hint: 'Look whether Cairn still runs where it was started. This page goes on by itself as soon as it does; after a new start, open the address that it printed.',
  },
});

class Connection {
  readonly #frames: FrameBridge;
  #socket: WebSocket | undefined;
  /** Frames that were sent before the socket was open. */
  #unsent: Uint8Array<ArrayBuffer>[] = [];
  #wasLost = false;

  constructor() {
    this.#frames = createFrameBridge((frame) => this.#send(frame));
    void this.#begin();
  }

  get bridge(): Bridge {
    return this.#frames.bridge;
  }

  async #begin(): Promise<void> {
    const token = location.hash.slice(1);
    if (token !== '') {
      await this.#signIn(token);
      history.replaceState(null, '', location.pathname);
    }
    this.#connect();
  }

  async #signIn(token: string): Promise<void> {
    try {
      await fetch('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      });
    } catch {
      // The socket finds out as well, and says so.
    }
  }

  #connect(): void {
    const socket = new WebSocket(`ws://${location.host}/bridge`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => {
      for (const frame of this.#unsent.splice(0)) socket.send(frame);
      if (this.#wasLost) this.#tell('restarted', 'The connection to Cairn is back.');
      this.#wasLost = false;
    });
    socket.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) this.#frames.receive(new Uint8Array(data));
    });
    socket.addEventListener('close', () => {
      this.#socket = undefined;
      this.#unsent = [];
      if (!this.#wasLost) {
        this.#wasLost = true;
        this.#tell(
          'disconnected',
          'The connection to Cairn was lost. Does it still run where it was started? After a new start, open the address that it printed.',
        );
      }
      this.#frames.endAll(LOST);
      setTimeout(() => this.#connect(), RETRY_MILLISECONDS);
    });
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#wasLost) queueMicrotask(() => this.#frames.endAll(LOST));
    else if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
    else this.#unsent.push(frame);
  }

  #tell(state: 'disconnected' | 'restarted', message: string): void {
    this.#frames.tell('shell.engine', encode({ state, message }));
  }
}

Object.defineProperty(window, 'cairn', { value: new Connection().bridge, enumerable: true });
