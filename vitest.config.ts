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
    ],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
