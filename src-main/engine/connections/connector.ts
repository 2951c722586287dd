import type { DriverName, DriverOptions, StatementFigures } from '../types.ts';
import type { Connection, ConnectionRole } from './connection.ts';

/** A file as the pool knows it. */
export interface FileTarget {
  /** The key of its pool: the real path for a plain file. Connections are never handed out under another key. */
  readonly file: string;
  readonly driver: DriverName;
  readonly options: DriverOptions;
}

/** A connection that a connector opened, and how to end it. */
export interface ConnectorResult {
  readonly connection: Connection;
  /** Resolves when the connection has ended, whoever ended it. Never rejects. */
  readonly closed: Promise<void>;
  /** Whether it has ended; then it must not be lent again. */
  readonly isGone: boolean;
  /** Of its prepared statements, as its last answer told. */
  readonly statements: StatementFigures;
  /** Resolves when nothing runs any more on the connection, what was cancelled included, or when it has ended. */
  settled(): Promise<void>;
  /** Ends it in order: closes the file, waits. Never rejects. */
  close(): Promise<void>;
  /** Ends it now, also inside a running statement. Never throws. */
  kill(): void;
}

/** Opens connections: in this process (`LocalConnector`) or in processes of their own (`ProcessConnector`). */
export interface Connector {
  /** Rejects with a `DatabaseError` that tells why the file cannot be opened. */
  connect(target: FileTarget, role: ConnectionRole, signal?: AbortSignal): Promise<ConnectorResult>;
  /** Gets ready for the next `connect`, where that helps. Returns at once. */
  warm?(): void;
  /** Ends what `warm` made ready. */
  dispose?(): Promise<void>;
}
