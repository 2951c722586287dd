import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

// Every spec starts Cairn with a cache folder of its own; what Node has compiled is the same for all.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules', '.cache', 'cairn-code');

/**
 * One suite for every shell. The project's name is the shell that ran; the real Electron and its stand-in join
 * with the desktop shell. Specs tagged `@any` need only the page and the contract.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  // A second try tells a slow machine from a fault; what needed one is printed as flaky.
  retries: 1,
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.CAIRN_CHROMIUM === undefined ? {} : { executablePath: process.env.CAIRN_CHROMIUM }),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    },
  },
  projects: [{ name: 'browser', grep: /@any|@browser/ }],
});
