import { rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** Who hears a socket. */
export interface SocketListeners {
  onMessage(message: unknown): void;
  /** The other end has closed or its process has ended; every message came before. */
  onEnd(): void;
}

const HEADER = 4;

/** Messages over a local socket: the length in four bytes, then the value in V8's own form of structured clone. */
export class MessageSocket {
  readonly #socket: Socket;
  readonly #listeners: SocketListeners;
  #pieces: Buffer[] = [];
  #size = 0;
  #isStarted = false;

  constructor(socket: Socket, listeners: SocketListeners) {
    this.#socket = socket;
    this.#listeners = listeners;
    socket.on('error', () => {});
    socket.once('close', () => listeners.onEnd());
  }

  static #write(socket: Socket, message: unknown): void {
    const body = serialize(message);
    const header = Buffer.alloc(HEADER);
    header.writeUInt32LE(body.byteLength);
    socket.write(Buffer.concat([header, body]));
  }

  post(message: unknown): void {
    if (this.#socket.writable) MessageSocket.#write(this.#socket, message);
  }

  /** Until then nothing is read. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#socket.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#socket.once('end', () => this.#socket.end());
    this.#socket.resume();
  }

  /** Closes when what was posted has gone out. */
  close(): void {
    this.start();
    this.#socket.end();
  }

  /** Gives the socket away, unread. */
  detach(): Socket {
    this.#socket.removeAllListeners();
    return this.#socket;
  }

  #read(bytes: Buffer): void {
    this.#pieces.push(bytes);
    this.#size += bytes.byteLength;
    while (this.#size >= HEADER) {
      const first = this.#pieces[0] as Buffer;
      const head = first.byteLength >= HEADER ? first : Buffer.concat(this.#pieces);
      const end = HEADER + head.readUInt32LE(0);
      if (this.#size < end) return;
      const all = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
      this.#pieces = end < all.byteLength ? [all.subarray(end)] : [];
      this.#size -= end;
      this.#listeners.onMessage(deserialize(Buffer.from(all.subarray(HEADER, end))));
    }
  }
}

let last = 0;

/** Two sockets that are connected, which nobody reads yet: each can be handed to another process. */
export async function socketPair(): Promise<[Socket, Socket]> {
  last += 1;
  const path = join(tmpdir(), `standin-${process.pid}-${last}.sock`);
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  const accepted = new Promise<Socket>((resolve, reject) => {
    server.once('connection', resolve);
    server.once('error', reject);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const own = createConnection({ path, allowHalfOpen: true });
  own.pause();
  const far = await accepted;
  if (own.connecting) await new Promise((resolve) => own.once('connect', resolve));
  server.close();
  rmSync(path, { force: true });
  return [own, far];
}
