import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Importing `electron` in plain Node starts a download: unit tests never see the real module.
  resolve: { alias: { electron: resolve(import.meta.dirname, 'scripts/no-electron.mjs') } },
  test: {
    include: [
      'src-*/**/*.test.ts',
      'src-*/**/*.test.tsx',
      '*.test.ts',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'e2e/**/*.test.ts',
    ],
    pool: 'forks',
    // Many tests start real processes: a second try tells a slow machine from a fault. What needed one is printed.
    retry: 1,
    testTimeout: 30_000,
    hookTimeout: 20_000,
  },
});
