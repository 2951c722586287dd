import { cancelledError, toDatabaseError } from '../errors.ts';
import type { ConnectionRole } from './connection.ts';
import type { ConnectionProcess } from './connection-port.ts';
import type { Connector, ConnectorResult, FileTarget } from './connector.ts';
import { RemoteConnection } from './remote-connection.ts';
import { optionsForRole } from './role-options.ts';
import { SpareProcess } from './spare-process.ts';

export interface ProcessConnectorOptions {
  /** Starts a process whose entry calls `serveConnection`. */
  readonly spawn: () => Promise<ConnectionProcess>;
  /** Keeps one process forked ahead, without a file, after the first `warm` or `connect`. Default true. */
  readonly keepsSpare?: boolean | undefined;
  /** Milliseconds that cancelled work gets to end by itself before its process is killed. Default 50. */
  readonly killAfter?: number | undefined;
}

const DEFAULT_KILL_AFTER = 50;
/** Milliseconds for closing a file, which may have to write a WAL back, before its process is killed. */
const CLOSE_TIMEOUT = 5_000;

/** Connections in processes of their own, which can be killed in the middle of a statement. */
export function createProcessConnector(options: ProcessConnectorOptions): Connector {
  const { spawn, keepsSpare = true, killAfter = DEFAULT_KILL_AFTER } = options;
  const spare = new SpareProcess(spawn);
  return {
    async connect(target, role, signal) {
      if (signal?.aborted) throw cancelledError(signal);
      try {
        return await open(await spare.take(), target, role, killAfter, signal);
      } finally {
        if (keepsSpare) spare.fill();
      }
    },
    warm() {
      if (keepsSpare) spare.fill();
    },
    dispose: () => spare.dispose(),
  };
}

async function open(
  process: ConnectionProcess,
  target: FileTarget,
  role: ConnectionRole,
  killAfter: number,
  signal: AbortSignal | undefined,
): Promise<ConnectorResult> {
  const connection = new RemoteConnection(process, role, killAfter);
  try {
    const options = optionsForRole(target.options, role, true);
    await connection.open({ driver: target.driver, options }, signal);
  } catch (error) {
    process.kill();
    throw toDatabaseError(error);
  }
  return {
    connection,
    closed: connection.closed,
    get isGone() {
      return connection.isGone;
    },
    get statements() {
      return connection.statements;
    },
    settled: () => connection.settled(),
    close: () => close(connection, process, killAfter),
    kill: () => process.kill(),
  };
}

async function close(
  connection: RemoteConnection,
  process: ConnectionProcess,
  killAfter: number,
): Promise<void> {
  const timer = setTimeout(() => process.kill(), connection.isSettled ? CLOSE_TIMEOUT : killAfter);
  // A process that has gone already is closed.
  await connection.close().catch(() => {});
  process.port.close();
  await process.exited.catch(() => {});
  clearTimeout(timer);
}
