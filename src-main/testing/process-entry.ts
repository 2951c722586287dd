import { createNodeSpawner } from '../ports/node-spawner.ts';
import type { Spawner } from '../ports/port.ts';

const SOURCES = new URL('../', import.meta.url).href;

/**
 * A module below `src-main` that a test starts as a process: one file where the run has bundled it
 * (`scripts/bundle-test-processes.ts`), else its source.
 *
 * @param name Its path without the ending.
 */
export function processEntry(name: string): URL {
  const bundles = process.env.CAIRN_TEST_PROCESSES;
  return bundles === undefined ? new URL(`${name}.ts`, SOURCES) : new URL(`${name}.js`, bundles);
}

/** Starts the engine and connections as the app does. */
export function createTestSpawner(): Spawner {
  return createNodeSpawner(processEntry('engine-process').href);
}
