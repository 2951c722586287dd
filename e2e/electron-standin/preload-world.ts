import type { WorldEnd } from './page-worlds.ts';
import type { CloneText } from './structured-clone-text.ts';

/** What goes from the preload to main, as JSON. Values are text of their own, see `CloneText`. */
export type FromPreload =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }
  | { readonly type: 'send'; readonly channel: string; readonly args: string }
  | {
      readonly type: 'postMessage';
      readonly channel: string;
      readonly message: string;
      readonly ports: readonly string[];
    }
  | { readonly type: 'port'; readonly port: string; readonly message: string }
  | { readonly type: 'portClosed'; readonly port: string }
  | { readonly type: 'title'; readonly title: string }
  /** Text that the page has put on the clipboard. */
  | { readonly type: 'copied'; readonly text: string }
  /** The page wants a window. */
  | { readonly type: 'open'; readonly url: string; readonly frameName: string };

/** What goes from main to the preload. */
export type ToPreload =
  | { readonly type: 'reply'; readonly id: number; readonly result?: string; readonly error?: string }
  | Exclude<FromPreload, { readonly type: 'invoke' | 'title' | 'copied' | 'open' }>;

/** The surroundings of the preload's world that the stand-in gives it. */
export interface PreloadSurroundings {
  readonly world: WorldEnd;
  readonly text: CloneText;
  /** Hands text to main. */
  readonly post: (text: string) => void;
  /** Name of the global function by which main hands text to this world. */
  readonly receiver: string;
  /** The event by which the page's world tells of text that it has copied. */
  readonly copiedEvent: string;
  /** The event by which it tells of a window that it wants. */
  readonly openedEvent: string;
  /** What the sandboxed `process` has. */
  readonly process: Readonly<Record<string, unknown>>;
}

/**
 * The world of a sandboxed preload: `ipcRenderer`, `contextBridge`, `webUtils`, and a `require` that knows only what
 * Electron's knows. Runs in the page as text, so it is whole in itself.
 */
export function createPreloadWorld({
  world,
  text,
  post,
  receiver,
  copiedEvent,
  openedEvent,
  process: facts,
}: PreloadSurroundings) {
  type Listener = (...args: unknown[]) => void;

  class Emitter {
    #listeners = new Map<string, { run: Listener; given: Listener }[]>();
    #add(name: string, given: Listener, run: Listener) {
      const list = this.#listeners.get(name) ?? [];
      this.#listeners.set(name, [...list, { run, given }]);
      return this;
    }
    on(name: string, listener: Listener) {
      return this.#add(name, listener, listener);
    }
    addListener(name: string, listener: Listener) {
      return this.on(name, listener);
    }
    once(name: string, listener: Listener) {
      const run: Listener = (...args) => {
        this.off(name, listener);
        listener.apply(this, args);
      };
      return this.#add(name, listener, run);
    }
    off(name: string, listener: Listener) {
      const list = this.#listeners.get(name) ?? [];
      const index = list.findIndex(({ given }) => given === listener);
      if (index >= 0) this.#listeners.set(name, list.toSpliced(index, 1));
      return this;
    }
    removeListener(name: string, listener: Listener) {
      return this.off(name, listener);
    }
    removeAllListeners(name?: string) {
      if (name === undefined) this.#listeners.clear();
      else this.#listeners.delete(name);
      return this;
    }
    listenerCount(name: string) {
      return this.#listeners.get(name)?.length ?? 0;
    }
    emit(name: string, ...args: unknown[]) {
      const list = this.#listeners.get(name) ?? [];
      for (const { run } of list) run.apply(this, args);
      return list.length > 0;
    }
  }

  const strict = <T extends object>(name: string, members: T): T =>
    new Proxy(members, {
      get(target, key) {
        if (key in target || typeof key === 'symbol' || key === 'then' || key === 'toJSON') {
          const value: unknown = Reflect.get(target, key);
          return typeof value === 'function' ? value.bind(target) : value;
        }
        throw new Error(`[electron-standin] ${name}.${key} is not implemented`);
      },
    });
  const clone = (value: unknown): string => {
    try {
      return text.write(structuredClone(value));
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };
  const tell = (message: FromPreload) => post(JSON.stringify(message));

  const calls = new Map<number, (reply: { result?: string; error?: string }) => void>();
  const ports = new Map<string, MessagePort>();
  let last = 0;

  /** From now on main holds the other end. */
  const wire = (port: string, end: MessagePort) => {
    ports.set(port, end);
    end.onmessage = ({ data }) => tell({ type: 'port', port, message: clone(data) });
    end.addEventListener('close', () => {
      ports.delete(port);
      tell({ type: 'portClosed', port });
    });
  };

  const ipcRenderer = strict(
    'ipcRenderer',
    Object.assign(new Emitter(), {
      send: (channel: string, ...args: unknown[]) => tell({ type: 'send', channel, args: clone(args) }),
      async invoke(channel: string, ...args: unknown[]) {
        last += 1;
        const id = last;
        const message: FromPreload = { type: 'invoke', id, channel, args: clone(args) };
        const { result, error } = await new Promise<{ result?: string; error?: string }>((resolve) => {
          calls.set(id, resolve);
          tell(message);
        });
        if (result === undefined) throw new Error(`Error invoking remote method '${channel}': ${error}`);
        return text.read(result);
      },
      postMessage(channel: string, message: unknown, transfer: readonly MessagePort[] = []) {
        const packed = clone(message);
        const names = transfer.map((end) => {
          last += 1;
          const port = `page-${last}`;
          wire(port, end);
          return port;
        });
        tell({ type: 'postMessage', channel, message: packed, ports: names });
      },
    }),
  );

  const emit = (channel: string, ends: readonly MessagePort[], args: readonly unknown[]) => {
    ipcRenderer.emit(channel, { sender: ipcRenderer, senderId: 0, ports: ends }, ...args);
  };
  const receive = (json: string) => {
    const message = JSON.parse(json) as ToPreload;
    switch (message.type) {
      case 'reply':
        calls.get(message.id)?.(message);
        calls.delete(message.id);
        break;
      case 'send':
        emit(message.channel, [], text.read(message.args) as unknown[]);
        break;
      case 'postMessage': {
        const ends = message.ports.map((port) => {
          const { port1, port2 } = new MessageChannel();
          wire(port, port2);
          return port1;
        });
        emit(message.channel, ends, [text.read(message.message)]);
        break;
      }
      case 'port':
        ports.get(message.port)?.postMessage(text.read(message.message));
        break;
      case 'portClosed':
        ports.get(message.port)?.close();
        ports.delete(message.port);
        break;
    }
  };
  Object.defineProperty(globalThis, receiver, { value: receive });

  /**
   * The path of a file that the user chose or dropped; empty for one that a script made. Only Chromium's debugger
   * knows it, so the script stops here for a moment and the stand-in writes the answer into `path`.
   */
  const getPathForFile = (file: File): string => {
    if (!(file instanceof File)) {
      throw new TypeError('getPathForFile expected to receive a File object but one was not provided');
    }
    const asked = { electronStandinFile: file, path: '' };
    // biome-ignore lint/suspicious/noDebugger: this is how the stand-in is asked.
    debugger;
    return asked.path;
  };

  window.addEventListener(
    copiedEvent,
    (event) => {
      event.stopImmediatePropagation();
      tell({ type: 'copied', text: String((event as CustomEvent).detail) });
    },
    true,
  );
  window.addEventListener(
    openedEvent,
    (event) => {
      event.stopImmediatePropagation();
      const { url, frameName } = (event as CustomEvent).detail;
      tell({ type: 'open', url: String(url), frameName: String(frameName) });
    },
    true,
  );

  /** Chromium's tools tell of a title late or not at all. */
  document.addEventListener('DOMContentLoaded', () => {
    const tellTitle = () => tell({ type: 'title', title: document.title });
    tellTitle();
    new MutationObserver(tellTitle).observe(document.head, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });

  const electron = strict('electron', {
    ipcRenderer,
    contextBridge: strict('contextBridge', {
      exposeInMainWorld: (key: string, api: unknown) => world.expose(key, api),
    }),
    webUtils: strict('webUtils', { getPathForFile }),
  });
  const modules = new Map<string, unknown>([
    ['electron', electron],
    ['electron/common', electron],
    ['electron/renderer', electron],
    ['events', Object.assign(Emitter, { EventEmitter: Emitter })],
    ['timers', { setTimeout, clearTimeout, setInterval, clearInterval }],
    ['url', { URL, URLSearchParams }],
  ]);
  const require = (id: string): unknown => {
    const found = modules.get(id.replace(/^node:/, ''));
    if (found === undefined) throw new Error(`module not found: ${id}`);
    return found;
  };
  return { require, process: strict('process', { ...facts }) };
}
