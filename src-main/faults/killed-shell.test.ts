import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeRunaways, runawayViews } from '../../e2e/fixtures/runaways.ts';
import { isAlive, untilGone } from '../ports/testing/living-processes.ts';
import { connectPage } from './testing/connect-page.ts';
import { descendantsOf, untilStuck } from './testing/processes.ts';
import { startShell } from './testing/start-shell.ts';

/** With the engine gone at the same moment, nobody is left who could end its connections. */
const cases = [
  ...runawayViews.map((object) => [object, 'alone'] as const),
  ['cross_join', 'with its engine'] as const,
];

test.runIf(process.platform === 'linux').each(cases)(
  'no process is left when, in the middle of %s, the shell is killed %s',
  async (object, how) => {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-killed-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = makeRunaways(join(folder, 'runaways.db'));
    const shell = await startShell(folder);
    onTestFinished(() => void shell.process.kill('SIGKILL'));
    const { client, socket } = await connectPage(shell.address);
    onTestFinished(() => socket.terminate());
    const { id: file } = await client.files.open({ path });
    const { view } = await client.rows.open({ file, object });
    void client.rows.page({ view, anchor: { kind: 'first' }, limit: 10 }).catch(() => {});
    void client.catalog.count({ file, object, accuracy: 'exact' }).catch(() => {});
    const stuck = await untilStuck(client, 2);
    const all = descendantsOf(shell.pid);
    expect(all).toEqual(expect.arrayContaining([...stuck]));
    expect(all.filter(isAlive).length).toBeGreaterThanOrEqual(3);
    const { pid: engine } = await client.stats.engine({});
    process.kill(shell.pid, 'SIGKILL');
    if (how === 'with its engine') process.kill(engine, 'SIGKILL');
    await untilGone([shell.pid, ...all], 3_000);
  },
  60_000,
);
