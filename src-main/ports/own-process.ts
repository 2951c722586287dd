import { enterUtilityProcess, type ParentPortLike, shellPidOf } from './electron-child.ts';
import { parentPort } from './node-process-port.ts';
import { createNodeSpawner } from './node-spawner.ts';
import type { Port, Spawner } from './port.ts';
import { startWatchdog } from './watchdog.ts';

/** What a child process of Cairn has from its surroundings, whatever shell started it. */
export interface OwnProcess {
  /** The channel to whoever started this process. */
  readonly parent: Port;
  readonly spawner: Spawner;
}

/**
 * To be called once, first, in the entry of a child process. The only place that asks what the process runs in;
 * from here on everything goes through `Port` and `Spawner`.
 *
 * @param entry `import.meta.url` of the entry.
 */
export async function enterChildProcess(entry: string): Promise<OwnProcess> {
  // Only Electron's utility processes have it.
  const { parentPort: electronPort } = process as { readonly parentPort?: ParentPortLike };
  startWatchdog(electronPort === undefined ? {} : { shellPid: shellPidOf(process.argv) });
  // Ctrl+C reaches every process of the terminal: the shell decides, and ends its children in order.
  process.on('SIGINT', () => {});
  if (electronPort !== undefined) return enterUtilityProcess(electronPort);
  return { parent: parentPort(), spawner: createNodeSpawner(entry) };
}
