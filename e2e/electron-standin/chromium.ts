import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_PATHS } from '../../scripts/chromium.mjs';
import { UNUSED_FEATURES } from '../shells/unused-features.ts';
import { CdpPipe } from './cdp-pipe.ts';
import { PRIMARY_SCREEN } from './screen.ts';

/** `CAIRN_CHROMIUM`, else the system's. Throws when there is none. */
export function findChromium(): string {
  const named = process.env.CAIRN_CHROMIUM;
  const found = named ?? SYSTEM_PATHS.find((path) => existsSync(path));
  if (found === undefined || !existsSync(found)) {
    throw new Error('[electron-standin] needs a Chromium: install one or name it in CAIRN_CHROMIUM.');
  }
  return found;
}

/** Switches that the stand-in needs; frames of all sites share one process, so that one session sees them all. */
function ownSwitches(profile: string): ReadonlyMap<string, string> {
  return new Map([
    ['headless', ''],
    ['disable-gpu', ''],
    ['remote-debugging-pipe', ''],
    ['no-startup-window', ''],
    ['no-first-run', ''],
    ['user-data-dir', profile],
    ['screen-info', `{${PRIMARY_SCREEN.width}x${PRIMARY_SCREEN.height}}`],
    ['disable-site-isolation-trials', ''],
    ['disable-background-networking', ''],
    ['disable-component-update', ''],
    ['disable-sync', ''],
    ['disable-quic', ''],
    ['disable-popup-blocking', ''],
    // Tests reach nobody.
    ['host-resolver-rules', 'MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost'],
  ]);
}

/** Starts Chromium without a window. What the app and Playwright want of it comes as switches. */
export function startChromium(userData: string, switches: ReadonlyMap<string, string>): CdpPipe {
  const all = new Map(switches);
  all.delete('inspect');
  for (const [name, value] of ownSwitches(join(userData, 'chromium-profile'))) all.set(name, value);
  const disabled = [
    all.get('disable-features'),
    'IsolateOrigins',
    'site-per-process',
    ...UNUSED_FEATURES,
  ].filter(Boolean);
  all.set('disable-features', disabled.join(','));
  const args = [...all].map(([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
  return new CdpPipe(findChromium(), args, (line) => {
    // Playwright waits for this line; all else is Chromium's chatter.
    if (line.startsWith('DevTools listening')) process.stderr.write(`${line}\n`);
    else if (process.env.STANDIN_VERBOSE) process.stderr.write(`${line}\n`);
  });
}
