import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nobodyIsMissing, runAsNobody } from '../workbench/files/testing/as-nobody.ts';
import {
  makeCopiedWal,
  makeDatabase,
  makeHotJournal,
  makeQuietWal,
  SMALL_TABLE,
} from '../workbench/files/testing/make-file.ts';
import { startOtherProgram } from '../workbench/files/testing/other-program.ts';
import { pictureOf } from '../workbench/files/testing/temporary-folder.ts';
import type { Touched } from './testing/touch-unwritable.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'cairn-unwritable-'));
  await chmod(root, 0o755);
});
afterEach(async () => {
  for (const name of await readdir(root)) await chmod(join(root, name), 0o755);
  rmSync(root, { recursive: true, force: true });
});

interface Case {
  readonly name: string;
  readonly make: (path: string) => string | Promise<string>;
  /** Of the files, and of their folder. */
  readonly modes: readonly [number, number];
  readonly readMode: string;
  /** What the reason says. */
  readonly words: string;
}

const plain = (path: string) => makeDatabase(path, SMALL_TABLE);
const READ_ONLY = 0o444;
const CLOSED = 0o555;
const ANYBODY = 0o666;
const OPEN = 0o777;

const COPY = { readMode: 'private-copy', words: 'private copy' };

const CASES: readonly Case[] = [
  {
    name: 'a read-only file',
    make: plain,
    modes: [READ_ONLY, OPEN],
    readMode: 'normal',
    words: 'write this file',
  },
  {
    name: 'a read-only WAL file',
    make: makeQuietWal,
    modes: [READ_ONLY, OPEN],
    readMode: 'immutable',
    words: 'write this file',
  },
  {
    name: 'a file in a read-only folder',
    make: plain,
    modes: [ANYBODY, CLOSED],
    readMode: 'normal',
    words: 'into its folder',
  },
  {
    name: 'a WAL file in one',
    make: makeQuietWal,
    modes: [ANYBODY, CLOSED],
    readMode: 'immutable',
    words: 'into its folder',
  },
  { name: 'a copied WAL set', make: makeCopiedWal, modes: [ANYBODY, OPEN], ...COPY },
  { name: 'a copied WAL set, all closed', make: makeCopiedWal, modes: [READ_ONLY, CLOSED], ...COPY },
  { name: 'a hot journal in a read-only folder', make: makeHotJournal, modes: [ANYBODY, CLOSED], ...COPY },
  { name: 'a hot journal, all closed', make: makeHotJournal, modes: [READ_ONLY, CLOSED], ...COPY },
];

test.skipIf(nobodyIsMissing !== null)(
  `what may not be written is shown as it was committed, edits are off before the first key, and nothing is touched${nobodyIsMissing === null ? '' : ` (${nobodyIsMissing})`}`,
  async () => {
    const places = CASES.map((_, index) => join(root, `case${index}`, 'a.db'));
    for (const [index, { make, modes }] of CASES.entries()) {
      const folder = join(root, `case${index}`);
      await mkdir(folder);
      await make(join(folder, 'a.db'));
      for (const name of await readdir(folder)) await chmod(join(folder, name), modes[0]);
      await chmod(folder, modes[1]);
    }
    const pictures = () => Promise.all(CASES.map((_, index) => pictureOf(join(root, `case${index}`))));
    const before = await pictures();
    const touched = (await touchAsNobody(places)).map((one, index) => ({ name: CASES[index]?.name, ...one }));
    expect(touched).toEqual(
      CASES.map(({ name, readMode, words }) => ({
        name,
        rows: [
          [1, 'one'],
          [2, 'two'],
        ],
        readMode,
        readOnlyReason: expect.stringContaining(words),
        editReason: expect.stringMatching(new RegExp(`^This file is read-only\\..*${words}`, 'u')),
        stage: 'EDIT_REFUSED',
        commit: 'NOTHING_STAGED',
      })),
    );
    expect(await pictures()).toEqual(before);
  },
);

test.skipIf(nobodyIsMissing !== null)(
  'a WAL file that another user’s program writes, in a folder that may not be written: its commits are shown',
  async () => {
    const folder = join(root, 'live');
    await mkdir(folder);
    const path = join(folder, 'a.db');
    await using program = await startOtherProgram(path);
    await program.run('PRAGMA journal_mode = WAL');
    await program.run(SMALL_TABLE);
    for (const name of await readdir(folder)) await chmod(join(folder, name), READ_ONLY);
    await chmod(folder, CLOSED);
    const before = await readdir(folder);
    expect(await touchAsNobody([path])).toMatchObject([
      {
        rows: [
          [1, 'one'],
          [2, 'two'],
        ],
        stage: 'EDIT_REFUSED',
        editReason: expect.stringContaining('read-only'),
      },
    ]);
    expect(await readdir(folder)).toEqual(before);
    await program.run(`UPDATE t SET v = 'still written' WHERE id = 1`);
  },
);

async function touchAsNobody(paths: readonly string[]): Promise<readonly Touched[]> {
  const module = new URL('./testing/touch-unwritable.ts', import.meta.url);
  // What `touchUnwritable` gives.
  return (await runAsNobody(module, 'touchUnwritable', [paths])) as readonly Touched[];
}
