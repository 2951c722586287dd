import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { EditStep } from '../../src-preload/contract/index.ts';
import { createDB } from '../engine/index.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { makeDatabase, SMALL_TABLE } from '../workbench/files/testing/make-file.ts';
import { browse } from './testing/browse.ts';
import { startCheckedApp } from './testing/checked-app.ts';
import { openEdited, setStep } from './testing/edited-file.ts';
import { failureOf } from './testing/failures.ts';
import { leasedPids } from './testing/processes.ts';

let app: RunningApp;
let unmount = (): void => undefined;
beforeEach(async () => {
  app = await startCheckedApp();
});
afterEach(async () => {
  unmount();
  unmount = () => undefined;
  await app.stop();
});

test('a pattern that never ends stops the commit in time, and is named; nothing is written', async () => {
  const path = join(app.folder, 'orders.db');
  await using db = createDB({ filename: path });
  const orders = db.collection('orders', z.object({ code: z.string().regex(/^(a+)+$/u), n: z.int() }));
  await orders.insert({ code: 'aa', n: 1 });
  await orders.insert({ code: 'a', n: 2 });
  const edited = await openEdited(app.client, path);
  const field = (row: number, name: string, raw: string): EditStep => ({
    ...{ kind: 'field', object: 'orders', row: { key: [row] }, column: 'doc' },
    ...{ path: [name], raw },
  });
  await edited.stage(field(1, 'n', '10'), field(2, 'code', JSON.stringify(`${'a'.repeat(40)}!`)));
  const begun = performance.now();
  const committing = edited.commit();
  // Others are served meanwhile.
  expect((await browse(app.client, edited.file, 'orders')).rows).toHaveLength(2);
  const result = await committing;
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(result).toMatchObject({
    kind: 'refused',
    total: 1,
    rows: [
      {
        row: { key: [2] },
        problem: {
          code: 'DOCUMENT_INVALID',
          column: 'doc',
          path: ['code'],
          message: expect.stringContaining('^(a+)+$'),
        },
      },
    ],
  });
  expect(await leasedPids(app.client)).toEqual([]);
  expect(await edited.staged()).toHaveLength(2);
  await edited.stage(field(2, 'code', '"aaa"'));
  expect(await edited.commit()).toMatchObject({ kind: 'committed' });
});

test.runIf(process.platform === 'linux' && process.getuid?.() === 0).for(['DELETE', 'WAL'])(
  'a disk that is full in a commit: said so, nothing written, all kept, and written when there is room (%s)',
  async (mode) => {
    const folder = join(app.folder, 'small');
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder]);
    unmount = () => void execFileSync('umount', ['-l', folder]);
    const path = makeDatabase(join(folder, 'a.db'), `PRAGMA journal_mode = ${mode}; ${SMALL_TABLE}`);
    const edited = await openEdited(app.client, path);
    await edited.stage(setStep('t', 1, 'v', 'x'.repeat(900_000)), setStep('t', 2, 'v', 'mine'));
    const filler = join(folder, 'filler');
    writeFileSync(filler, Buffer.alloc(1_500_000));
    const failure = await failureOf(edited.commit());
    expect(failure.message).toMatch(/full/iu);
    expect(failure.code).not.toBe('INTERNAL');
    expect((await browse(app.client, edited.file, 't')).rows).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
    expect(await edited.staged()).toHaveLength(2);
    rmSync(filler);
    expect(await edited.commit()).toMatchObject({ kind: 'committed' });
    expect((await browse(app.client, edited.file, 't')).rows[1]).toEqual([2, 'mine']);
  },
);
