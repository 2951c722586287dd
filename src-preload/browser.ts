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

const FIRST_RETRY_MILLISECONDS = 300;
const LAST_RETRY_MILLISECONDS = 3000;

const LOST = encode({
  ok: false,
  error: {
    code: 'SHELL_GONE',
    message: 'The connection to Cairn was lost. Nothing in your files was changed by this.',
    hint: 'Look whether Cairn still runs where it was started. This page goes on by itself as soon as it does; after a new start, open the address that it printed.',
  },
});

const GONE =
  'The connection to Cairn was lost. Does it still run where it was started? This page goes on by itself as soon as it does.';
const UNKNOWN =
  'This page is not signed in to the Cairn that runs here, which was started anew. Open the address that it printed, in this window or another one; this page then goes on by itself.';

class Connection {
  readonly #frames: FrameBridge;
  #socket: WebSocket | undefined;
  /** Frames that were sent before the socket was open. */
  #unsent: Uint8Array<ArrayBuffer>[] = [];
  #wasLost = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #retryMilliseconds = FIRST_RETRY_MILLISECONDS;
  /** What was told of the connection last, for those who listen only later. */
  #told: Uint8Array | undefined;

  constructor() {
    this.#frames = createFrameBridge((frame) => this.#send(frame));
    // The address that a new start printed may be opened in this window: only the part behind its # is new then.
    addEventListener('hashchange', () => void this.#begin());
    const hurry = () => {
      if (this.#wasLost && document.visibilityState === 'visible') this.#connect();
    };
    addEventListener('focus', hurry);
    addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
    void this.#begin();
  }

  get bridge(): Bridge {
    const { bridge } = this.#frames;
    const on: Bridge['on'] = (event, listener) => {
      const told = this.#told;
      if (event === 'shell.engine' && this.#wasLost && told !== undefined)
        queueMicrotask(() => listener(told));
      return bridge.on(event, listener);
    };
    return { ...bridge, on };
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
    clearTimeout(this.#retry);
    if (this.#socket !== undefined) return;
    const socket = new WebSocket(`ws://${location.host}/bridge`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#retryMilliseconds = FIRST_RETRY_MILLISECONDS;
      for (const frame of this.#unsent.splice(0)) socket.send(frame);
      const wasLost = this.#wasLost;
      this.#wasLost = false;
      if (wasLost) this.#tell('restarted', 'The connection to Cairn is back.');
    });
    socket.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer) this.#frames.receive(new Uint8Array(data));
    });
    socket.addEventListener('close', () => {
      this.#socket = undefined;
      this.#unsent = [];
      this.#wasLost = true;
      this.#frames.endAll(LOST);
      void this.#explain();
      this.#retry = setTimeout(() => this.#connect(), this.#retryMilliseconds);
      this.#retryMilliseconds = Math.min(LAST_RETRY_MILLISECONDS, this.#retryMilliseconds * 1.5);
    });
  }

  /** Says why there is no connection. A socket does not tell whether it was refused or nobody was there. */
  async #explain(): Promise<void> {
    if (this.#told === undefined) this.#tell('disconnected', GONE);
    const isThere = await fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (this.#wasLost) this.#tell('disconnected', isThere ? UNKNOWN : GONE);
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#wasLost) queueMicrotask(() => this.#frames.endAll(LOST));
    else if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
    else this.#unsent.push(frame);
  }

  #tell(state: 'disconnected' | 'restarted', message: string): void {
    const value = encode({ state, message });
    this.#told = state === 'disconnected' ? value : undefined;
    this.#frames.tell('shell.engine', value);
  }
}

Object.defineProperty(window, 'cairn', { value: new Connection().bridge, enumerable: true });
