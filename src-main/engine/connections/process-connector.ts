import type { ConnectionProcess } from './connection-port.ts';
import type { Connector } from './connector.ts';

export interface ProcessConnectorOptions {
  /** Starts a process whose entry calls `serveConnection`. */
  readonly spawn: () => Promise<ConnectionProcess>;
  /** Keeps one process forked ahead, without a file. Default true. */
  readonly keepsSpare?: boolean | undefined;
  /** Milliseconds that cancelled work gets to end by itself before its process is killed. Default 50. */
  readonly killAfter?: number | undefined;
}

/** Connections in processes of their own, which can be killed in the middle of a statement. */
export declare function createProcessConnector(options: ProcessConnectorOptions): Connector;
