/**
 * What connections need of a channel between two processes. Messages are structured clones and arrive in order;
 * a post to a closed port does nothing; `onClose` also calls when the port is closed already.
 */
export interface ConnectionPort {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  onClose(listener: () => void): () => void;
  close(): void;
}

/** A process that runs `serveConnection` at the other end of its port. */
export interface ConnectionProcess {
  readonly pid: number;
  readonly port: ConnectionPort;
  readonly exited: Promise<unknown>;
  /** SIGKILL. Never throws. */
  kill(): void;
}
