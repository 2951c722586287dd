import { defineConfig } from '@playwright/test';
import { chooseShells, type ShellName } from './e2e/shells/choose-shells.ts';
import { UNUSED_FEATURES } from './e2e/shells/unused-features.ts';

const { shells, why } = chooseShells();
// Workers read this file as well, and have a place among them.
if (process.env.TEST_WORKER_INDEX === undefined) console.error(`shells: ${shells.join(' and ')} (${why})`);

/** Long runs: what needs the page alone runs in the stand-in too. */
const RUNS_ALL = process.env.E2E_ALL === '1';

/**
 * What runs where: `@any` everywhere, `@conformance` in what calls itself Electron. `@page` needs nothing of a shell but
 * that it shows the page and relays its calls, which every slice has an `@any` spec for: not in the stand-in by default.
 * `@long`, by default nowhere: what takes long and has unit tests of the same.
 */
const SPECS = {
  browser: RUNS_ALL ? /@any|@page|@browser|@long/ : /@any|@page|@browser/,
  electron: RUNS_ALL
    ? /@any|@page|@long|@desktop|@seeded|@conformance/
    : /@any|@page|@desktop|@seeded|@conformance/,
  standin: RUNS_ALL ? /@any|@page|@long|@desktop|@seeded|@conformance/ : /@any|@desktop|@seeded|@conformance/,
} satisfies Record<ShellName, RegExp>;

/** One suite for every shell. The project's name is the shell that ran; a desktop spec checks that it did. */
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
    // A click on what never comes is told before the whole test has run out.
    actionTimeout: 40_000,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    // A trace costs two fifths of the time: only what failed once is traced.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.CAIRN_CHROMIUM === undefined ? {} : { executablePath: process.env.CAIRN_CHROMIUM }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        // One process less for each spec to wait for.
        '--in-process-gpu',
        '--disable-background-networking',
        '--no-first-run',
        // The last such switch counts: the first three are Playwright's own that matter here.
        `--disable-features=${['HttpsUpgrades', 'PaintHolding', 'OptimizationHints', ...UNUSED_FEATURES].join(',')}`,
      ],
    },
  },
  projects: shells.map((name) => ({ name, grep: SPECS[name] })),
});
