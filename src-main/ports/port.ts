/**
 * A two-way message channel between two processes, whatever carries it (Node's IPC, an Electron MessagePort).
 *
 * Messages are structured clones; bytes travel as `Uint8Array`. There is no back-pressure: streams must be
 * pulled chunk by chunk. A post to a closed port is a no-op, never an error.
 */
export interface Port {
  post(message: unknown): void;
  /** Messages arrive in order. Returns the function that stops listening. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called once, also when the port is already closed at the time of the call. */
  onClose(listener: () => void): () => void;
  close(): void;
}

/** How a child process ended. Exactly one of the two is set. */
export interface ProcessExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A running child process and the port to it. */
export interface ChildProcess {
  readonly pid: number;
  readonly port: Port;
  readonly exited: Promise<ProcessExit>;
  /** SIGKILL by process id: the only thing that stops a running SQLite statement. Never throws. */
  kill(): void;
}

/** The entry points that may be started as processes of their own. */
export type ProcessEntry = 'engine-process' | 'connection-process' | 'plugin-process';

/**
 * Starts processes. Under Node the caller forks directly; under Electron only the main process can, so the
 * engine's spawner asks the shell. Callers cannot tell the difference.
 */
export interface Spawner {
  spawn(entry: ProcessEntry): Promise<ChildProcess>;
}
