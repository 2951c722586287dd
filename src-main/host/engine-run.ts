import { killProcess } from '../ports/node-spawner.ts';
import type { ChildProcess, Spawner } from '../ports/port.ts';
import type { EngineFacts, FromEngine, ToEngine } from './engine-messages.ts';

/** What the host wants to hear of one engine process. */
export interface EngineRunListener {
  onFrame(client: number | undefined, bytes: Uint8Array): void;
  onSnapshot(snapshot: unknown): void;
  onOpened(path: string): void;
  onReady(): void;
  onHung(): void;
  onAwake(): void;
  /** Once, however it ended; also when it could not be started. */
  onEnd(reason: string): void;
}

export interface EngineRunOptions {
  readonly spawner: Spawner;
  /** Asked when the process is there: what was granted until then is among them. */
  readonly facts: () => EngineFacts;
  readonly snapshot: unknown;
  /** Milliseconds. */
  readonly heartbeat: number;
  readonly missedBeats: number;
  readonly listener: EngineRunListener;
}

/** Longer than a connection may take to close its file. */
const END_TIMEOUT = 7_000;

/** A start on a busy machine takes long: so many times more questions may stay unanswered before it. */
const START_PATIENCE = 4;

/** One life of the engine process. */
export class EngineRun {
  readonly #options: EngineRunOptions;
  readonly #connections = new Set<number>();
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #isHung = false;
  #isReady = false;
  #hasEnded = false;
  #isKilled = false;
  readonly #started: Promise<void>;

  constructor(options: EngineRunOptions) {
    this.#options = options;
    this.#started = this.#start();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  post(message: ToEngine): void {
    this.#child?.port.post(message);
  }

  /** SIGKILL; `onEnd` follows. */
  kill(): void {
    this.#isKilled = true;
    this.#child?.kill();
  }

  /** Lets it close its files; kills it when that takes too long. */
  async end(): Promise<void> {
    const wasStarting = this.#child === undefined;
    this.#isKilled = true;
    await this.#started;
    const child = this.#child;
    if (child === undefined) return;
    // One that does not answer does not hear that it should end either; one that was starting is killed already.
    const timer = setTimeout(() => child.kill(), this.#isHung || wasStarting ? 0 : END_TIMEOUT);
    child.port.close();
    await child.exited;
    clearTimeout(timer);
    this.#ended('It was ended.');
  }

  async #start(): Promise<void> {
    const { spawner, facts, snapshot, heartbeat } = this.#options;
    try {
      const child = await spawner.spawn('engine-process');
      this.#child = child;
      if (this.#isKilled) child.kill();
      child.port.onMessage((message) => this.#hear(message as FromEngine));
      void this.#watch(child);
      this.post({ type: 'start', facts: facts(), snapshot });
      this.#timer = setInterval(() => this.#beat(), heartbeat);
    } catch (error) {
      // Not inside the constructor of whoever listens.
      await Promise.resolve();
      this.#ended(error instanceof Error ? error.message : String(error));
    }
  }

  /** The process is gone before its last words have been read: it counts as ended when its port has closed too. */
  async #watch(child: ChildProcess): Promise<void> {
    const closed = new Promise<void>((resolve) => child.port.onClose(resolve));
    const { code, signal } = await child.exited;
    await closed;
    this.#ended(signal === null ? `It ended with code ${code}.` : `It was ended by ${signal}.`);
  }

  #hear(message: FromEngine): void {
    const { listener } = this.#options;
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#unanswered = 0;
        return listener.onReady();
      case 'frame':
        return listener.onFrame(message.client, message.bytes);
      case 'snapshot':
        return listener.onSnapshot(message.snapshot);
      case 'opened':
        return listener.onOpened(message.path);
      case 'process':
        if (message.runs) this.#connections.add(message.pid);
        else this.#connections.delete(message.pid);
        return;
      case 'pong':
        this.#unanswered = 0;
        if (this.#isHung) listener.onAwake();
        this.#isHung = false;
        return;
    }
  }

  #beat(): void {
    const most = this.#options.missedBeats * (this.#isReady ? 1 : START_PATIENCE);
    if (this.#unanswered >= most && !this.#isHung) {
      this.#isHung = true;
      this.#options.listener.onHung();
    }
    this.#unanswered += 1;
    this.post({ type: 'ping' });
  }

  /** Its connection processes end by their watchdogs as well; here they end at once. */
  #ended(reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearInterval(this.#timer);
    for (const pid of this.#connections) killProcess(pid);
    this.#connections.clear();
    this.#options.listener.onEnd(reason);
  }
}
