/**
 * Takes a picture of every screen from the running app and writes the page about them, `docs/screens/README.md`:
 * `node scripts/screens.ts`, after a build.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { status } = spawnSync(
  process.execPath,
  ['node_modules/@playwright/test/cli.js', 'test', '--config', 'scripts/screens/playwright.config.ts'],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
