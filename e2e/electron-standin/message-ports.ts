import type { Socket } from 'node:net';
import { cloned } from './clone-values.ts';
import { MessageSocket, socketPair } from './message-socket.ts';
import { notImplemented, StrictEmitter } from './strict.ts';

let lastDetached: Promise<unknown> = Promise.resolve();

/** An end on its way to another process. */
export interface DetachedPort {
  readonly socket: Socket;
  /** What had come to it before, which its new holder hears first. */
  readonly early: readonly unknown[];
}

/** A message as a port gives it. */
export interface PortEvent {
  readonly data: unknown;
  readonly ports: readonly MessagePortMain[];
}

/**
 * One end of a message channel. Both ends begin in this process; an end that is handed to another process becomes a
 * socket, so that two ends in two processes speak directly and main can be as busy as it likes.
 */
export class MessagePortMain extends StrictEmitter {
  #peer: MessagePortMain | undefined;
  #socket: MessageSocket | undefined;
  readonly #queue: PortEvent[] = [];
  #isStarted = false;
  #isMoved = false;
  #isClosed = false;

  /** Two ends that are connected. */
  static pair(): [MessagePortMain, MessagePortMain] {
    const first = new MessagePortMain();
    const second = new MessagePortMain();
    first.#peer = second;
    second.#peer = first;
    return [first, second];
  }

  /** An end whose other end is in another process. */
  static over({ socket, early }: DetachedPort): MessagePortMain {
    const port = new MessagePortMain();
    port.#queue.push(...early.map((data) => ({ data, ports: [] })));
    port.#speakOver(socket);
    return port;
  }

  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (this.#isMoved) throw new Error('A port that was handed over cannot be used any more.');
    const data = cloned(message);
    if (this.#isClosed) return;
    if (this.#socket !== undefined) {
      if (transfer.length > 0) throw notImplemented('a port sent over a port to another process');
      this.#socket.post(data);
      return;
    }
    if (this.#peer !== undefined) {
      this.#peer.#receive({ data, ports: transfer.map((port) => port._handOver()) });
    }
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#socket?.start();
    this.#deliverSoon();
  }

  close(): void {
    if (this.#isClosed || this.#isMoved) return;
    this.#isClosed = true;
    const peer = this.#peer;
    if (this.#socket === undefined)
      setImmediate(() => {
        if (peer !== undefined) peer.#end();
      });
    else this.#socket.close();
    setImmediate(() => this.emit('close'));
  }

  /**
   * Takes this end out of this process: gives the socket that goes to the other one. The other end becomes a socket
   * as well, wherever it is going.
   */
  async detach(): Promise<DetachedPort> {
    if (this.#isMoved) throw new Error('A port can be handed over only once.');
    if (this.#isStarted) throw notImplemented('handing over a port that was started');
    this.#isMoved = true;
    // One at a time: both ends of a channel may be on their way, and have one pair of sockets between them.
    const detaching = lastDetached.then(() => this.#toSocket());
    lastDetached = detaching.catch(() => undefined);
    return detaching;
  }

  async #toSocket(): Promise<DetachedPort> {
    if (this.#socket !== undefined) return { socket: this.#socket.detach(), early: this.#takeQueue() };
    const [own, far] = await socketPair();
    const peer = this.#peer;
    if (peer === undefined) far.destroy();
    else peer.#speakOver(far);
    return { socket: own, early: this.#takeQueue() };
  }

  #takeQueue(): readonly unknown[] {
    return this.#queue.splice(0).map(({ data, ports }) => {
      if (ports.length > 0) throw notImplemented('a port sent over a port to another process');
      return data;
    });
  }

  /** Within this process an end that is handed over is the same channel under a new object. */
  _handOver(): MessagePortMain {
    if (this.#isMoved) throw new Error('A port can be handed over only once.');
    const port = new MessagePortMain();
    this.#isMoved = true;
    if (this.#socket !== undefined) throw notImplemented('handing on a port of another process');
    port.#peer = this.#peer;
    if (this.#peer !== undefined) this.#peer.#peer = port;
    port.#queue.push(...this.#queue.splice(0));
    return port;
  }

  #speakOver(socket: Socket): void {
    this.#peer = undefined;
    this.#socket = new MessageSocket(socket, {
      onMessage: (data) => this.#receive({ data, ports: [] }),
      onEnd: () => this.#end(),
    });
    if (this.#isClosed) this.#socket.close();
    else if (this.#isStarted) this.#socket.start();
  }

  #receive(event: PortEvent): void {
    if (this.#isClosed) return;
    this.#queue.push(event);
    this.#deliverSoon();
  }

  #deliverSoon(): void {
    if (this.#isStarted && this.#queue.length > 0) setImmediate(() => this.#deliver());
  }

  #deliver(): void {
    while (!this.#isClosed) {
      const event = this.#queue.shift();
      if (event === undefined) return;
      this.emit('message', event);
    }
  }

  /** The other end has gone. What it had posted comes first. */
  #end(): void {
    if (this.#isClosed || this.#isMoved) return;
    if (this.#isStarted) this.#deliver();
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit('close');
  }
}

/** A channel with both ends in this process. */
export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    [this.port1, this.port2] = MessagePortMain.pair();
  }
}
