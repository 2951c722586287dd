import { onTestFinished } from 'vitest';
import { anyDriver } from '../../testing/each-driver.ts';
import type { DriverName } from '../../types.ts';
import type { ConnectionProcess } from '../connection-port.ts';
import type { Connector, FileTarget } from '../connector.ts';
import { createProcessConnector } from '../process-connector.ts';
import { forkConnection } from './fork-connection.ts';

/** A connector whose processes are known to the test, and killed when it has finished. */
export interface ProcessesUnderTest {
  readonly connector: Connector;
  readonly processes: readonly ConnectionProcess[];
}

/** Forks real connection processes; `keepsSpare` is off unless asked for. */
export function connectProcesses(
  options: { keepsSpare?: boolean; killAfter?: number } = {},
): ProcessesUnderTest {
  const processes: ConnectionProcess[] = [];
  const spawn = async () => {
    const process = await forkConnection();
    processes.push(process);
    return process;
  };
  onTestFinished(async () => {
    for (const process of processes) process.kill();
    await Promise.all(processes.map((process) => process.exited));
  });
  return { connector: createProcessConnector({ spawn, keepsSpare: false, ...options }), processes };
}

export function targetOf(filename: string, driver: DriverName = anyDriver): FileTarget {
  return { file: filename, driver, options: { filename } };
}

/** Whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
