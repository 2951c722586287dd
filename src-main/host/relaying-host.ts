import { eventEnvelope } from '../../src-preload/contract/envelope.ts';
import {
  type EventValue,
  encode,
  FrameKind,
  readFrame,
  writeFrame,
} from '../../src-preload/contract/index.ts';
import { CallTable } from './call-table.ts';
import type { ClientLink, EngineHost, EngineHostOptions } from './engine-host.ts';
import { EngineRun } from './engine-run.ts';
import { engineDown, engineGone, errorReply } from './replies.ts';
import { ShellCalls } from './shell-calls.ts';

type Send = (frame: Uint8Array) => void;

/** A frame that waits for the engine to be ready. */
interface Waiting {
  readonly client: number;
  readonly bytes: Uint8Array;
}

export class RelayingHost implements EngineHost {
  readonly ready: Promise<void>;
  readonly #options: EngineHostOptions;
  readonly #shell: ShellCalls;
  readonly #clients = new Map<number, Send>();
  readonly #calls = new CallTable();
  #first = Promise.withResolvers<void>();
  #next: PromiseWithResolvers<void> | undefined;
  #run: EngineRun | undefined;
  #isReady = false;
  #waiting: Waiting[] = [];
  #snapshot: unknown;
  /** Kept for the engines to come. */
  readonly #granted = new Set<string>();
  readonly #folders = new Set<string>();
  #starts = 0;
  #deaths: number[] = [];
  #wasAskedToRestart = false;
  #isDisposed = false;
  #lastClient = 0;
  /** What clients were told last, for those that come later. */
  #state: EventValue<'shell.engine'> = { state: 'ready', message: null };

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#shell = new ShellCalls(options.shell, () => this.restart());
    this.ready = this.#first.promise;
    // Whoever does not wait for it hears of it by the first call.
    this.ready.catch(() => {});
    this.#start();
  }

  get pid(): number | undefined {
    return this.#run?.pid;
  }

  attach(send: Send): ClientLink {
    this.#lastClient += 1;
    const id = this.#lastClient;
    this.#clients.set(id, send);
    if (this.#state.state === 'hung' || this.#state.state === 'restarting') send(engineEvent(this.#state));
    return {
      id,
      receive: (frame) => this.#receive(id, frame),
      detach: () => this.#detach(id),
    };
  }

  allow(paths: readonly string[]): void {
    for (const path of paths) this.#granted.add(path);
    this.#run?.post({ type: 'allow', paths });
  }

  allowFolders(folders: readonly string[]): void {
    for (const folder of folders) this.#folders.add(folder);
    this.#run?.post({ type: 'allow-folders', folders });
  }

  restart(): Promise<void> {
    if (this.#isDisposed) return Promise.reject(new Error('Cairn is ending.'));
    this.#next ??= Promise.withResolvers<void>();
    const { promise } = this.#next;
    this.#deaths = [];
    if (this.#run === undefined) this.#start();
    else {
      this.#wasAskedToRestart = true;
      this.#run.kill();
    }
    return promise;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#run?.end();
    this.#endCalls();
    const problem = new Error('Cairn is ending.');
    this.#first.reject(problem);
    this.#next?.reject(problem);
    this.#next = undefined;
  }

  #start(): void {
    const { spawner, facts, heartbeat, onOpened } = this.#options;
    const restarts = this.#starts;
    this.#isReady = false;
    const run = new EngineRun({
      spawner,
      facts: () => ({
        ...facts,
        allowedRoots: [...facts.allowedRoots, ...this.#folders],
        granted: [...this.#granted],
        restarts,
      }),
      snapshot: this.#snapshot,
      heartbeat: heartbeat?.interval ?? 1_000,
      missedBeats: heartbeat?.missed ?? 5,
      listener: {
        onFrame: (client, bytes) => this.#relayBack(client, bytes),
        onSnapshot: (snapshot) => {
          this.#snapshot = snapshot;
        },
        onOpened: (path) => onOpened?.(path),
        onReady: () => this.#becomeReady(),
        onHung: () =>
          this.#tell('hung', 'The engine of Cairn does not answer. Restart it, or wait a little longer.'),
        onAwake: () => this.#tell('ready', null),
        onEnd: (reason) => this.#engineEnded(reason),
      },
    });
    this.#run = run;
    this.#starts += 1;
  }

  #becomeReady(): void {
    this.#isReady = true;
    for (const { client, bytes } of this.#waiting.splice(0))
      this.#run?.post({ type: 'frame', client, bytes });
    this.#first.resolve();
    this.#next?.resolve();
    this.#next = undefined;
    if (this.#starts > 1) this.#tell('restarted', 'The engine of Cairn was started again.');
  }

  #engineEnded(reason: string): void {
    this.#run = undefined;
    this.#isReady = false;
    this.#endCalls();
    if (this.#isDisposed) return;
    if (!this.#wasAskedToRestart) {
      console.error(`The engine has ended. ${reason}`);
      this.#deaths.push(Date.now());
    }
    // Only the death that was asked for is no fault: the next one counts, or a start that always fails never ends.
    this.#wasAskedToRestart = false;
    if (this.#isCrashLoop()) this.#giveUp(reason);
    else {
      this.#tell('restarting', 'The engine of Cairn has ended and is being started again.');
      this.#start();
    }
  }

  #isCrashLoop(): boolean {
    const { deaths = 5, within = 30_000 } = this.#options.crashLoop ?? {};
    this.#deaths = this.#deaths.filter((time) => Date.now() - time < within);
    return this.#deaths.length >= deaths;
  }

  #giveUp(reason: string): void {
    const problem = new Error(`The engine could not be kept running. ${reason}`);
    this.#first.reject(problem);
    this.#next?.reject(problem);
    this.#next = undefined;
    this.#tell('hung', 'The engine of Cairn ended again and again. Restart it to try once more.');
  }

  #receive(client: number, bytes: Uint8Array): void {
    const send = this.#clients.get(client);
    const frame = readFrame(bytes);
    if (send === undefined || frame === undefined) return;
    const { kind, callId, payload } = frame;
    switch (kind) {
      case FrameKind.shellCall:
        void this.#shell.run(client, callId, payload, send);
        return;
      case FrameKind.call:
        return this.#call(client, callId, bytes, send);
      case FrameKind.cancel:
      case FrameKind.pull: {
        const reply = kind === FrameKind.cancel ? this.#shell.cancel(client, callId) : undefined;
        if (reply !== undefined) send(writeFrame(FrameKind.reply, callId, reply));
        const id = this.#calls.idOf(client, callId);
        if (id !== undefined) this.#relay(client, withCallId(bytes, id));
      }
    }
  }

  #call(client: number, callId: number, bytes: Uint8Array, send: Send): void {
    const refuse = (reply: Uint8Array) => send(writeFrame(FrameKind.reply, callId, reply));
    if (this.#run === undefined) return refuse(errorReply(engineDown()));
    const id = this.#calls.add(client, callId);
    if (id !== undefined) this.#relay(client, withCallId(bytes, id));
    else
      refuse(
        errorReply({
          code: 'BAD_REQUEST',
          message: 'A call with this id runs already; this one was not run.',
        }),
      );
  }

  #relay(client: number, bytes: Uint8Array): void {
    if (this.#isReady) this.#run?.post({ type: 'frame', client, bytes });
    else this.#waiting.push({ client, bytes });
  }

  /** Replies and chunks find their client by the number of the call; events by what the engine says. */
  #relayBack(client: number | undefined, bytes: Uint8Array): void {
    const frame = readFrame(bytes);
    if (frame === undefined) return;
    if (frame.kind === FrameKind.event) {
      for (const [id, send] of this.#clients) if (client === undefined || client === id) send(bytes);
      return;
    }
    const call = this.#calls.get(frame.callId);
    if (frame.kind === FrameKind.reply) this.#calls.remove(frame.callId);
    if (call !== undefined) this.#clients.get(call.client)?.(withCallId(bytes, call.callId));
  }

  #detach(client: number): void {
    this.#clients.delete(client);
    this.#calls.removeClient(client);
    this.#shell.leave(client);
    this.#waiting = this.#waiting.filter((waiting) => waiting.client !== client);
    this.#run?.post({ type: 'gone', client });
  }

  #endCalls(): void {
    this.#waiting = [];
    const gone = errorReply(engineGone());
    for (const { client, callId } of this.#calls.takeAll()) {
      this.#clients.get(client)?.(writeFrame(FrameKind.reply, callId, gone));
    }
  }

  #tell(state: EventValue<'shell.engine'>['state'], message: string | null): void {
    this.#state = { state, message };
    const frame = engineEvent(this.#state);
    for (const send of this.#clients.values()) send(frame);
  }
}

function engineEvent(value: EventValue<'shell.engine'>): Uint8Array {
  return writeFrame(FrameKind.event, 0, eventEnvelope('shell.engine', encode(value)));
}

/** The same bytes with another call id: frames are this process's own, so they need no copy. */
function withCallId(bytes: Uint8Array, callId: number): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).setUint32(1, callId, true);
  return bytes;
}
