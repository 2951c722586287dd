import type { z } from 'zod';
import type { contract } from '../../src-preload/contract/index.ts';
import type { Spawner } from '../ports/port.ts';
import type { EngineFacts } from './engine-messages.ts';
import { RelayingHost } from './relaying-host.ts';

/** What a handler of the shell knows about its caller. */
export interface ShellCallContext {
  readonly client: number;
  /** Aborted when the caller cancels or leaves. */
  readonly signal: AbortSignal;
}

type ShellContract = typeof contract.shell;

/** Handlers of the `shell` slice. `restartEngine` is not among them: the host answers it itself. */
export type ShellHandlers = {
  readonly [V in Exclude<keyof ShellContract, 'restartEngine'>]: (
    input: z.output<ShellContract[V]['input']>,
    context: ShellCallContext,
  ) => Promise<z.output<ShellContract[V]['output']>>;
};

/** How often the engine is asked whether it still answers. */
export interface HeartbeatOptions {
  /** Milliseconds between two questions. Default 1,000. */
  readonly interval?: number | undefined;
  /** Questions without an answer after which the engine counts as hung. Default 5. */
  readonly missed?: number | undefined;
}

/** When the host stops starting an engine that dies again and again. */
export interface CrashLoopOptions {
  /** Default 5. */
  readonly deaths?: number | undefined;
  /** Milliseconds in which so many deaths count as a loop. Default 30,000. */
  readonly within?: number | undefined;
}

export interface EngineHostOptions {
  readonly spawner: Spawner;
  readonly facts: Omit<EngineFacts, 'granted' | 'restarts'>;
  readonly shell: ShellHandlers;
  readonly heartbeat?: HeartbeatOptions | undefined;
  readonly crashLoop?: CrashLoopOptions | undefined;
  /** Called whenever a file of the user's has been opened. Must not throw. */
  readonly onOpened?: ((path: string) => void) | undefined;
}

/** One window or tab. */
export interface ClientLink {
  readonly id: number;
  /** Takes a frame from the client. Never throws, whatever the bytes are. */
  receive(frame: Uint8Array): void;
  /** The client has left for good: its calls are aborted, its views and streams go. */
  detach(): void;
}

/** Starts, watches and restarts the engine process, and relays frames between it and the clients. */
export interface EngineHost {
  /** `send` must not throw; frames are the client's own from then on. */
  attach(send: (frame: Uint8Array) => void): ClientLink;
  /**
   * Lets these paths be opened from now on, by the engines to come as well: the user has named them, in a dialog, by
   * a drop or to the system. A frame that is received later finds them allowed.
   */
  allow(paths: readonly string[]): void;
  /** Lets what lies in these folders be looked into and opened, as that of folders which a start names. */
  allowFolders(folders: readonly string[]): void;
  /** SIGKILLs the engine. Resolves when the next one is ready; rejects when it cannot be started. */
  restart(): Promise<void>;
  /** Resolves when the first engine is ready; rejects when none could be started. */
  readonly ready: Promise<void>;
  /** Process id of the running engine. */
  readonly pid: number | undefined;
  /** Ends the engine and its connection processes. */
  dispose(): Promise<void>;
}

/** Starts the first engine at once. */
export function createEngineHost(options: EngineHostOptions): EngineHost {
  return new RelayingHost(options);
}
