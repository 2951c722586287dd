import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Where systems have a Chromium. */
export const SYSTEM_PATHS = [
  // Chromium without its own interface: a spec takes a fifth less time in it.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @returns {string | undefined} a Chromium that is here: the one named by CAIRN_CHROMIUM, Playwright's own, or the system's. */
export function findChromium() {
  const named = process.env.CAIRN_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`CAIRN_CHROMIUM names ${named}, and there is no such file.`);
    return named;
  }
  const own = createRequire(import.meta.url)('playwright-core').chromium.executablePath();
  if (own && existsSync(own)) return own;
  return SYSTEM_PATHS.find((path) => existsSync(path));
}

/**
 * Finds a Chromium or installs one: by Playwright's download, else as root on Debian by apt-get.
 * @returns {string} path of the browser. Throws with what to install when nothing worked.
 */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  console.log('No Chromium here: trying to install one.');
  run('npx', ['playwright', 'install', 'chromium']);
  const downloaded = findChromium();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium-headless-shell']);
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'The end-to-end tests need Chromium. Install it (Debian: apt-get install chromium-headless-shell) or name one in CAIRN_CHROMIUM.',
  );
}

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
}
