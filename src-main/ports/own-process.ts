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
export function enterChildProcess(entry: string): OwnProcess {
  startWatchdog();
  // Ctrl+C reaches every process of the terminal: the shell decides, and ends its children in order.
  process.on('SIGINT', () => {});
  return { parent: parentPort(), spawner: createNodeSpawner(entry) };
}
