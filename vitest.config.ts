import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const TESTS = [
  'src-*/**/*.test.ts',
  'src-*/**/*.test.tsx',
  '*.test.ts',
  'scripts/**/*.test.ts',
  'bench/**/*.test.ts',
  'e2e/**/*.test.ts',
];

/**
 * Tests that leave their process as they found it: one process runs many files, and loads each module once. To start
 * one and load the engine into it takes half a second of a processor.
 */
const SHARING = [
  'src-preload/**/*.test.ts',
  'src-renderer/**/*.test.ts',
  'src-renderer/**/*.test.tsx',
  'src-main/engine/**/*.test.ts',
  'src-main/operations/**/*.test.ts',
  'src-main/{desktop,faults,file-stats,host,inspect,loopback,page,query}/**/*.test.ts',
  // Those of consoles keep an app for all tests of a file.
  'src-main/workbench/!(queries|transactions)/**/*.test.ts',
];

/** Tests of how soon something is over: they have the processors for themselves, after all others. */
const TIMED = [
  'src-main/engine/connections/connection-manager.test.ts',
  'src-main/engine/connections/remote-connection.test.ts',
  'src-main/faults/killed-processes.test.ts',
  'src-main/faults/runaway-statements.test.ts',
  'src-main/faults/runaways.test.ts',
  'src-main/host/engine-host.test.ts',
  'src-main/ports/node-spawner.test.ts',
];
const NOT_TESTS = ['**/node_modules/**'];

// Node keeps what it has compiled, also for the processes that the tests start.
process.env.NODE_COMPILE_CACHE ??= resolve(import.meta.dirname, 'node_modules/.cache/compiled-code');

export default defineConfig({
  // Importing `electron` in plain Node starts a download: unit tests never see the real module.
  resolve: { alias: { electron: resolve(import.meta.dirname, 'scripts/no-electron.mjs') } },
  test: {
    pool: 'forks',
    globalSetup: 'scripts/bundle-test-processes.ts',
    // One more than there are processors: many tests wait for a lock or a clock, which needs none.
    maxWorkers: availableParallelism() + 1,
    // Many tests start real processes: a second try tells a slow machine from a fault. What needed one is printed.
    retry: 1,
    // Starting processes takes a second, and many times that where other work has the processors.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'own', include: TESTS, exclude: [...NOT_TESTS, ...SHARING, ...TIMED] } },
      {
        extends: true,
        test: { name: 'shared', include: SHARING, exclude: [...NOT_TESTS, ...TIMED], isolate: false },
      },
      {
        extends: true,
        test: { name: 'timed', include: TIMED, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
