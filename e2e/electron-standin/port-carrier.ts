import type { Socket } from 'node:net';
import { cloned } from './clone-values.ts';
import { type DetachedPort, MessagePortMain, type PortEvent } from './message-ports.ts';

/** What goes over the channel of a forked process. A socket belongs to the message that follows. */
export type CarriedMessage =
  | { readonly kind: 'port'; readonly early: readonly unknown[] }
  | { readonly kind: 'message'; readonly data: unknown };

/** Sends over that channel. A failure means that the other process has gone. */
type Send = (message: CarriedMessage, socket?: Socket) => void;

/** Messages with ports between main and a utility process, in order. */
export class PortCarrier {
  readonly #send: Send;
  readonly #arrived: DetachedPort[] = [];
  #sending: Promise<void> = Promise.resolve();
  #pending = 0;

  constructor(send: Send) {
    this.#send = send;
  }

  post(message: unknown, transfer: readonly MessagePortMain[]): void {
    const data = cloned(message);
    if (this.#pending === 0 && transfer.length === 0) {
      this.#send({ kind: 'message', data });
      return;
    }
    const detached = Promise.all(transfer.map((port) => port.detach()));
    this.#pending += 1;
    this.#sending = this.#sending.then(async () => {
      try {
        for (const { socket, early } of await detached) this.#send({ kind: 'port', early }, socket);
        this.#send({ kind: 'message', data });
      } catch (error) {
        console.error(error);
      } finally {
        this.#pending -= 1;
      }
    });
  }

  /** Takes what came; gives the message when it is whole. */
  receive(message: CarriedMessage, socket: unknown): PortEvent | undefined {
    if (message.kind === 'port') {
      this.#arrived.push({ socket: socket as Socket, early: message.early });
      return undefined;
    }
    const ports = this.#arrived.splice(0).map((port) => MessagePortMain.over(port));
    return { data: message.data, ports };
  }
}
