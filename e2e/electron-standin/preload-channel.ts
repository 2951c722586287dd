import { clipboard } from './clipboard.ts';
import { cloneFromText, cloneToText } from './clone-values.ts';
import { ipcMain } from './ipc-main.ts';
import { MessagePortMain } from './message-ports.ts';
import type { FromPreload, ToPreload } from './preload-world.ts';

/** What the messages of a page are given with. */
export interface PageSender {
  /** The facts of `IpcMainEvent` at this moment. */
  event(): object;
  /** The page has this title now. */
  title(title: string): void;
  /** The page wants a window. */
  open(url: string, frameName: string): void;
  /** Hands text to the preload's world of the page that is there now. */
  deliver(text: string): void;
}

let lastPort = 0;

/** IPC and message ports between main and the preload of one window. */
export class PreloadChannel {
  readonly #sender: PageSender;
  readonly #ports = new Map<string, MessagePortMain>();

  constructor(sender: PageSender) {
    this.#sender = sender;
  }

  /** Takes what the preload has posted. */
  take(json: string): void {
    const message = JSON.parse(json) as FromPreload;
    switch (message.type) {
      case 'invoke':
        void this.#answer(message);
        break;
      case 'send':
        ipcMain.emit(
          message.channel,
          { ...this.#sender.event(), ports: [] },
          ...(cloneFromText(message.args) as unknown[]),
        );
        break;
      case 'postMessage': {
        const ports = message.ports.map((name) => {
          const [given, own] = MessagePortMain.pair();
          this.#wire(name, own);
          return given;
        });
        ipcMain.emit(message.channel, { ...this.#sender.event(), ports }, cloneFromText(message.message));
        break;
      }
      case 'port':
        this.#ports.get(message.port)?.postMessage(cloneFromText(message.message));
        break;
      case 'portClosed':
        this.#ports.get(message.port)?.close();
        this.#ports.delete(message.port);
        break;
      case 'copied':
        clipboard._takeCopied(message.text);
        break;
      case 'open':
        this.#sender.open(message.url, message.frameName);
        break;
      case 'title':
        this.#sender.title(message.title);
        break;
    }
  }

  send(channel: string, args: readonly unknown[]): void {
    this.#post({ type: 'send', channel, args: cloneToText(args) });
  }

  postMessage(channel: string, message: unknown, transfer: readonly MessagePortMain[]): void {
    const text = cloneToText(message);
    const ports = transfer.map((port) => {
      lastPort += 1;
      const name = `main-${lastPort}`;
      this.#wire(name, port._handOver());
      return name;
    });
    this.#post({ type: 'postMessage', channel, message: text, ports });
  }

  /** The page has gone, and with it its ends of all channels. */
  close(): void {
    for (const port of this.#ports.values()) port.close();
    this.#ports.clear();
  }

  async #answer({ id, channel, args }: Extract<FromPreload, { readonly type: 'invoke' }>): Promise<void> {
    try {
      const event = { ...this.#sender.event(), ports: [] };
      const result = await ipcMain._invoke(channel, event, cloneFromText(args) as unknown[]);
      this.#post({ type: 'reply', id, result: cloneToText(result) });
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      this.#post({ type: 'reply', id, error: String(error) });
    }
  }

  #wire(name: string, port: MessagePortMain): void {
    this.#ports.set(name, port);
    port.on('message', ({ data }) => this.#post({ type: 'port', port: name, message: cloneToText(data) }));
    port.on('close', () => {
      if (this.#ports.delete(name)) this.#post({ type: 'portClosed', port: name });
    });
    port.start();
  }

  #post(message: ToPreload): void {
    this.#sender.deliver(JSON.stringify(message));
  }
}
