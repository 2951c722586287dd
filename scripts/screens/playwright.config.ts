import { defineConfig } from '@playwright/test';
import suite from '../../playwright.config.ts';

/** The browser shell of the suite, with pictures instead of specs. */
export default defineConfig({
  ...suite,
  testDir: '.',
  testMatch: 'take-pictures.ts',
  outputDir: '../../test-results/screens',
  timeout: 600_000,
  retries: 0,
  projects: [{ name: 'browser' }],
});
