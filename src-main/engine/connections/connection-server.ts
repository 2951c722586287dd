import type { Operation } from './connection.ts';
import type { ConnectionPort } from './connection-port.ts';

/**
 * Serves one SQLite handle over a port: the whole life of a connection process. Resolves when the port has
 * closed and the file with it; the entry then exits. `operations` are what `call` and `callStream` can name.
 */
export declare function serveConnection(
  port: ConnectionPort,
  operations: Readonly<Record<string, Operation>>,
): Promise<void>;
