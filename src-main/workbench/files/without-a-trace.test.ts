import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenFile } from '../open-file.ts';
import {
  makeCopiedWal,
  makeDatabase,
  makeHotJournal,
  makeQuietWal,
  SMALL_TABLE,
} from './testing/make-file.ts';
import { makeOpenBase } from './testing/open-base.ts';
import { type OtherProgram, startOtherProgram } from './testing/other-program.ts';
import { makeTemporaryFolder, pictureOf, type TemporaryFolder } from './testing/temporary-folder.ts';

let folder: TemporaryFolder;
let run: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
  run = await makeTemporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
  await run[Symbol.asyncDispose]();
});

interface Case {
  readonly name: string;
  readonly mode: OpenFile['info']['readMode'];
  readonly rows: readonly unknown[];
  /** Gives what must be ended after the test. */
  readonly make: (path: string) => Promise<OtherProgram | null>;
}

const ONE_TWO = ['one', 'two'];

const CASES: readonly Case[] = [
  {
    name: 'rollback',
    mode: 'normal',
    rows: ONE_TWO,
    make: async (path) => done(makeDatabase(path, SMALL_TABLE)),
  },
  { name: 'quiet WAL', mode: 'immutable', rows: ONE_TWO, make: async (path) => done(makeQuietWal(path)) },
  {
    name: 'empty -wal beside a rollback file',
    mode: 'immutable',
    rows: ONE_TWO,
    make: async (path) => {
      makeDatabase(path, SMALL_TABLE);
      await writeFile(`${path}-wal`, '');
      return null;
    },
  },
  {
    name: 'copied WAL set',
    mode: 'private-copy',
    rows: ONE_TWO,
    make: async (path) => done(await makeCopiedWal(path)),
  },
  {
    name: 'hot journal',
    mode: 'private-copy',
    rows: ONE_TWO,
    make: async (path) => done(await makeHotJournal(path)),
  },
  {
    name: 'WAL of a running program',
    mode: 'normal',
    rows: ONE_TWO,
    make: async (path) => {
      const program = await startOtherProgram(path);
      await program.run('PRAGMA journal_mode = WAL');
      await program.run(SMALL_TABLE);
      return program;
    },
  },
  {
    name: 'WAL of a crashed program with its -shm',
    mode: 'normal',
    rows: ONE_TWO,
    make: async (path) => {
      const program = await startOtherProgram(path);
      await program.run('PRAGMA journal_mode = WAL');
      await program.run(SMALL_TABLE);
      await program.crash();
      return null;
    },
  },
];

test.for(CASES)(
  '$name: nothing changes on the disk while it is read and after',
  async ({ mode, rows, make }) => {
    const path = folder.at('a.db');
    const program = await make(path);
    try {
      const before = await traceOf(folder.path);
      {
        await using opened = await makeOpenBase(run.path);
        const { id } = await opened.openFiles.open(path);
        const file = opened.openFiles.get(id);
        expect(file.info.readMode).toBe(mode);
        expect(await valuesOf(file)).toEqual(rows);
        expect(await namesOf(folder.path)).toEqual(Object.keys(before.content));
      }
      expect(await traceOf(folder.path)).toEqual(before);
      expect(
        await readdir(join(run.path, 'cache')).then((names) => names.filter((name) => name !== 'copies')),
      ).toEqual([]);
    } finally {
      await program?.quit();
    }
  },
);

test('a private copy is gone after the file is closed', async () => {
  const path = await makeCopiedWal(folder.at('a.db'));
  await using opened = await makeOpenBase(run.path);
  const { id, readModeReason, readOnlyReason } = await opened.openFiles.open(path);
  expect(readModeReason).toContain('private copy');
  expect(readOnlyReason).not.toBeNull();
  const copies = join(run.path, 'cache', 'copies');
  expect(await readdir(copies)).toHaveLength(1);
  await opened.openFiles.close(id);
  expect(await readdir(copies)).toEqual([]);
});

test('a quiet WAL file that a program begins to write is read anew: the newest rows, never a mixture', async () => {
  const path = makeQuietWal(folder.at('a.db'));
  await using opened = await makeOpenBase(run.path);
  const { id } = await opened.openFiles.open(path);
  const file = opened.openFiles.get(id);
  expect(await valuesOf(file)).toEqual(ONE_TWO);
  await using program = await startOtherProgram(path);
  await program.run(`INSERT INTO t VALUES (3, 'three')`);
  expect(await valuesOf(file)).toEqual([...ONE_TWO, 'three']);
  expect(file.info.readMode).toBe('normal');
  await program.quit();
  // It has taken its -wal along: reading on in the normal way would make a new one.
  expect(await valuesOf(file)).toEqual([...ONE_TWO, 'three']);
});

test('a reply over a change is dropped and the work done again', async () => {
  const path = makeQuietWal(folder.at('a.db'));
  await using opened = await makeOpenBase(run.path);
  const file = opened.openFiles.get((await opened.openFiles.open(path)).id);
  let runs = 0;
  const values = await file.use('reader', { holder: 'test' }, async (connection) => {
    runs += 1;
    const { rows } = await connection.query('SELECT v FROM t ORDER BY id');
    if (runs === 1) makeDatabase(path, `UPDATE t SET v = 'new'`);
    return rows.map(([value]) => value);
  });
  expect(runs).toBeGreaterThan(1);
  expect(values).toEqual(['new', 'new']);
});

test('a stream without locks ends with FILE_REPLACED when the file changes', async () => {
  const path = makeQuietWal(folder.at('a.db'));
  await using opened = await makeOpenBase(run.path);
  const file = opened.openFiles.get((await opened.openFiles.open(path)).id);
  const read = async () => {
    const stream = file.useStream('worker', { holder: 'test' }, (connection) =>
      connection.stream('SELECT v FROM t', [], { chunkRows: 1 }),
    );
    for await (const _chunk of stream) makeDatabase(path, `INSERT INTO t(v) VALUES ('more')`);
  };
  await expect(read()).rejects.toMatchObject({ code: 'FILE_REPLACED' });
});

test('the folder itself keeps its time of modification', async () => {
  const inner = folder.at('inner');
  await mkdir(inner);
  const path = makeQuietWal(join(inner, 'a.db'));
  const before = await stat(inner, { bigint: true });
  {
    await using opened = await makeOpenBase(run.path);
    await valuesOf(opened.openFiles.get((await opened.openFiles.open(path)).id));
  }
  const after = await stat(inner, { bigint: true });
  expect(after.mtimeNs).toBe(before.mtimeNs);
  expect(after.ctimeNs).toBe(before.ctimeNs);
});

function done(_path: string): null {
  return null;
}

async function valuesOf(file: OpenFile): Promise<readonly unknown[]> {
  const { rows } = await file.use('reader', { holder: 'test' }, (connection) =>
    connection.query('SELECT v FROM t WHERE id < 10 ORDER BY id'),
  );
  return rows.map(([value]) => value);
}

async function namesOf(path: string): Promise<readonly string[]> {
  return (await readdir(path)).sort();
}

/** Content and times of each file but the shared memory, and those of the folder. */
async function traceOf(path: string) {
  const content = await pictureOf(path);
  const times: Record<string, bigint> = { '.': (await stat(path, { bigint: true })).mtimeNs };
  for (const name of Object.keys(content)) {
    if (name.endsWith('-shm')) continue;
    times[name] = (await stat(join(path, name), { bigint: true })).mtimeNs;
  }
  return { content, times };
}
