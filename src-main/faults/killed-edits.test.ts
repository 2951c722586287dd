import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BridgeFailure } from '../../src-preload/client.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { enginePid, isLong, startCheckedApp } from './testing/checked-app.ts';
import { EditingScript, makeEdited, numberOf, stagedRows } from './testing/editing-script.ts';
import { outcomeOf } from './testing/failures.ts';
import { randomNumbers } from './testing/random-numbers.ts';

const KILLS = isLong ? 200 : 2;

let app: RunningApp;
let file: string;
let path: string;
beforeEach(async () => {
  app = await startCheckedApp();
  path = makeEdited(join(app.folder, 'edited.db'));
  ({ id: file } = await app.client.files.open({ path }));
});
afterEach(() => app.stop());

const hash = () => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The shell may hear of the end of an engine only by this call. */
async function staged() {
  const outcome = await outcomeOf(stagedRows(app.client, file));
  return 'value' in outcome ? outcome.value : await stagedRows(app.client, file);
}

test(
  'an engine that is killed at any moment has every edit again that it confirmed, in order, and wrote none',
  async () => {
    const before = hash();
    const random = randomNumbers(20);
    const script = new EditingScript();
    for (let kill = 1; kill <= KILLS; kill += 1) {
      let isKilled = false;
      // The file is opened again first: a kill before that has nothing to do with edits.
      await app.client.edits.rules({ file, object: 't' });
      // By the count of answers, not by the clock: a slow machine is killed as far into the script as a quick one.
      let answersLeft = 1 + Math.floor(random() * 20);
      const answered = Promise.withResolvers<void>();
      const killing = answered.promise
        .then(() => delay(random() * 20))
        .then(() => {
          isKilled = true;
          process.kill(enginePid(app), 'SIGKILL');
        });
      const running = script.run(
        async (step) => {
          await app.client.edits.stage({ file, steps: [step] });
          answersLeft -= 1;
          if (answersLeft === 0) answered.resolve();
        },
        () => isKilled,
        (error) => expect(error instanceof BridgeFailure ? error.code : error).toBe('ENGINE_GONE'),
      );
      const [underWay] = await Promise.all([running, killing]);
      script.check((await staged()).map(numberOf), underWay);
      // Five deaths in half a minute are a loop; a user would have gone on for longer between two of these.
      if (kill % 4 === 0) await app.client.shell.restartEngine({});
    }
    expect(script.confirmed.length).toBeGreaterThan(2 * KILLS);
    const rows = await staged();
    expect(rows.find((row) => numberOf(row) % 5 === 2)?.cells[0]).toMatchObject({ before: '{"n":1.10}' });
    // Undo was kept as well: nobody owns the steps any more.
    while ((await app.client.edits.undo({ file })) !== null);
    expect(await staged()).toEqual(rows.length > 500 ? expect.anything() : []);
    expect(hash()).toBe(before);
  },
  isLong ? 1_800_000 : 120_000,
);
