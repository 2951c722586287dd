import { existsSync, mkdtempSync } from 'node:fs';
import { readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../ports/testing/living-processes.ts';
import type { RunningApp } from '../testing/start-app.ts';
import {
  makeCopiedWal,
  makeDatabase,
  makeHotJournal,
  SMALL_TABLE,
} from '../workbench/files/testing/make-file.ts';
import { startOtherProgram } from '../workbench/files/testing/other-program.ts';
import { pictureOf } from '../workbench/files/testing/temporary-folder.ts';
import { browse } from './testing/browse.ts';
import { startCheckedApp } from './testing/checked-app.ts';
import { type EditedFile, openEdited, setStep } from './testing/edited-file.ts';
import { failureOf, outcomeOf } from './testing/failures.ts';

let app: RunningApp;
/** Of one test. */
let folder: string;
beforeAll(async () => {
  app = await startCheckedApp();
});
beforeEach(() => {
  folder = mkdtempSync(join(app.folder, 'test-'));
});
afterEach(async () => {
  for (const { id } of await app.client.files.opened({})) await app.client.files.close({ file: id });
});
afterAll(() => app.stop());

const at = (name: string) => join(folder, name);
const make = (mode: string, name = 'a.db') =>
  makeDatabase(at(name), `PRAGMA journal_mode = ${mode}; ${SMALL_TABLE}`);
const mine = setStep('t', 1, 'v', 'mine');

async function removeSides(path: string): Promise<void> {
  for (const side of ['-wal', '-shm', '-journal']) await rm(path + side, { force: true });
}

/** Events of a file from here on. */
function changes({ file }: EditedFile): { what: string; message: string | null; at: number }[] {
  const seen: { what: string; message: string | null; at: number }[] = [];
  app.client.on('files.changed', ({ file: of, what, message }) => {
    if (of === file) seen.push({ what, message, at: performance.now() });
  });
  return seen;
}

describe.each(['DELETE', 'WAL'])('the file under staged edits is another one (%s)', (mode) => {
  test('deleted: not written, not made again, and the edit is kept', async () => {
    const path = make(mode);
    const edited = await openEdited(app.client, path);
    await edited.stage(mine);
    await rm(path);
    await removeSides(path);
    expect(await failureOf(edited.commit())).toMatchObject({ code: 'FILE_MISSING' });
    expect(existsSync(path)).toBe(false);
    expect((await app.client.edits.state({ file: edited.file })).counts.updated).toBe(1);
  });

  test('replaced by a rename: refused once, then compared with what stands there', async () => {
    const path = make(mode);
    const edited = await openEdited(app.client, path);
    await edited.stage(mine);
    const other = makeDatabase(at('b.db'), `${SMALL_TABLE} UPDATE t SET v = 'other' WHERE id = 1;`);
    const bytes = await readFile(other);
    await removeSides(path);
    await rename(other, path);
    expect(await failureOf(edited.commit())).toMatchObject({ code: 'FILE_REPLACED' });
    expect((await readFile(path)).equals(bytes)).toBe(true);
    expect(await edited.commit()).toMatchObject({
      kind: 'conflict',
      rows: [{ fields: [{ before: 'one', mine: 'mine', theirs: 'other' }] }],
    });
    expect(await edited.staged()).toHaveLength(1);
    expect((await browse(app.client, edited.file, 't')).rows).toEqual([
      [1, 'other'],
      [2, 'two'],
    ]);
  });

  test('cut, or overwritten by something else: no success without a write, and the app goes on', async () => {
    for (const spoil of ['cut', 'overwritten']) {
      const path = make(mode, `${spoil}.db`);
      const edited = await openEdited(app.client, path);
      await edited.stage(mine);
      await removeSides(path);
      if (spoil === 'cut') await truncate(path, 100);
      else await writeFile(path, 'This is no database any more. '.repeat(1000));
      const bytes = await readFile(path);
      expect(await failureOf(edited.commit())).not.toMatchObject({ code: 'INTERNAL' });
      expect((await readFile(path)).equals(bytes)).toBe(true);
      expect((await app.client.edits.state({ file: edited.file })).counts.updated).toBe(1);
    }
    const calm = await openEdited(app.client, make(mode, 'calm.db'));
    await calm.stage(mine);
    expect(await calm.commit()).toMatchObject({ kind: 'committed' });
  });
});

describe('another program holds the file', () => {
  test.each([
    ['DELETE', 'BEGIN EXCLUSIVE'],
    ['DELETE', 'BEGIN IMMEDIATE'],
    ['WAL', 'BEGIN IMMEDIATE'],
  ])('%s, %s: said who, waited for, and written when it is free', async (mode, begin) => {
    const path = make(mode);
    const edited = await openEdited(app.client, path);
    // The writer's process runs from here on.
    await edited.stage(setStep('t', 2, 'v', 'first'));
    await edited.commit();
    await edited.stage(mine);
    await using other = await startOtherProgram(path);
    await other.run(begin);
    await other.run(`INSERT INTO t VALUES (3, 'theirs')`);
    const seen = changes(edited);
    const committing = edited.commit();
    await until(() => seen.some(({ what }) => what === 'busy'));
    const [busy] = seen.filter(({ what }) => what === 'busy');
    if (process.platform === 'linux') expect(busy?.message).toContain(`process ${other.pid}`);
    await other.run('COMMIT');
    expect(await committing).toMatchObject({ kind: 'committed' });
    await until(() => seen.some(({ what }) => what === 'free'));
    expect(await edited.staged()).toEqual([]);
    expect(await other.run('SELECT v FROM t ORDER BY id')).toEqual([['mine'], ['first'], ['theirs']]);
  });

  test('it is said within 300 ms', async () => {
    const path = make('WAL');
    const edited = await openEdited(app.client, path);
    // The writer's process runs from here on.
    await edited.stage(setStep('t', 2, 'v', 'first'));
    await edited.commit();
    await using other = await startOtherProgram(path);
    let quickest = Number.POSITIVE_INFINITY;
    // The quickest of several: other work on the machine only adds to it.
    for (let round = 0; round < 5 && quickest >= 300; round += 1) {
      await edited.stage(setStep('t', 1, 'v', round));
      await other.run('BEGIN IMMEDIATE');
      const seen = changes(edited);
      const begun = performance.now();
      const committing = edited.commit();
      await until(() => seen.some(({ what }) => what === 'busy'));
      quickest = Math.min(quickest, (seen.find(({ what }) => what === 'busy')?.at ?? Number.NaN) - begun);
      await other.run('ROLLBACK');
      expect(await committing).toMatchObject({ kind: 'committed' });
    }
    expect(quickest).toBeLessThan(300);
  });

  test('for longer than the setting: refused with the holder, kept, and written by the next try', async () => {
    await app.client.preferences.change({ changes: { busySeconds: 0 } });
    const path = make('DELETE');
    const edited = await openEdited(app.client, path);
    await edited.stage(mine);
    await using other = await startOtherProgram(path);
    await other.run('BEGIN IMMEDIATE');
    const failure = await failureOf(edited.commit());
    expect(failure).toMatchObject({ code: 'FILE_LOCKED' });
    expect(await edited.staged()).toHaveLength(1);
    await other.run('ROLLBACK');
    expect(await edited.commit()).toMatchObject({ kind: 'committed' });
    await app.client.preferences.change({ changes: { busySeconds: 5 } });
  });
});

describe('another program changes what is edited', () => {
  const cases = [
    ['renames the column', 'ALTER TABLE t RENAME COLUMN v TO other', 'COLUMN_NOT_FOUND'],
    ['drops the column', 'ALTER TABLE t DROP COLUMN v', 'COLUMN_NOT_FOUND'],
    [
      'swaps two columns',
      'ALTER TABLE t RENAME COLUMN v TO x; ALTER TABLE t RENAME COLUMN w TO v; ALTER TABLE t RENAME COLUMN x TO w',
      null,
    ],
    ['drops the table', 'DROP TABLE t', 'OBJECT_NOT_FOUND'],
    ['renames the table', 'ALTER TABLE t RENAME TO u', 'OBJECT_NOT_FOUND'],
  ] as const;
  test.each(cases)('%s: nothing is written into a wrong place', async (_what, sql, code) => {
    const path = makeDatabase(
      at('a.db'),
      `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT); INSERT INTO t VALUES (1, 'one', 'w');`,
    );
    const edited = await openEdited(app.client, path);
    await edited.stage(mine);
    const seen = changes(edited);
    await using other = await startOtherProgram(path);
    await other.run(sql);
    await until(() => seen.some(({ what }) => what === 'schema'));
    const before = await pictureOf(folder);
    const result = await edited.commit();
    if (code === null) {
      expect(result).toMatchObject({
        kind: 'conflict',
        rows: [
          {
            fields: [
              { before: 'one', theirs: 'w' },
              { mine: 'w', merge: 'theirs' },
            ],
          },
        ],
      });
    } else expect(result).toMatchObject({ kind: 'refused', rows: [{ problem: { code } }] });
    expect(await pictureOf(folder)).toEqual(before);
    expect((await app.client.edits.state({ file: edited.file })).counts.updated).toBe(1);
  });

  test('drops another column: the value is written', async () => {
    const path = makeDatabase(
      at('a.db'),
      `CREATE TABLE t (id INTEGER PRIMARY KEY, w TEXT, v TEXT); INSERT INTO t VALUES (1, 'w', 'one');`,
    );
    const edited = await openEdited(app.client, path);
    await edited.stage(mine);
    await using other = await startOtherProgram(path);
    await other.run('ALTER TABLE t DROP COLUMN w');
    expect(await edited.commit()).toMatchObject({ kind: 'committed' });
    expect(await other.run('SELECT * FROM t')).toEqual([[1, 'mine']]);
  });

  test('adds a column before it: the value goes where it was meant to', async () => {
    const path = make('WAL');
    const edited = await openEdited(app.client, path);
    await edited.stage(mine);
    await using other = await startOtherProgram(path);
    await other.run(
      `CREATE TABLE n (id INTEGER PRIMARY KEY, extra TEXT DEFAULT 'e', v TEXT); INSERT INTO n (id, v) SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t`,
    );
    expect(await edited.commit()).toMatchObject({ kind: 'committed' });
    expect(await other.run('SELECT * FROM t')).toEqual([
      [1, 'e', 'mine'],
      [2, 'e', 'two'],
    ]);
  });

  test('changes or deletes the row: a conflict is told, and the file keeps what they wrote', async () => {
    const path = make('DELETE');
    const edited = await openEdited(app.client, path);
    await edited.stage(mine, setStep('t', 2, 'v', 'mine too'));
    await using other = await startOtherProgram(path);
    await other.run(`UPDATE t SET v = 'theirs' WHERE id = 1; DELETE FROM t WHERE id = 2`);
    expect(await edited.commit()).toMatchObject({
      kind: 'conflict',
      total: 2,
      rows: [
        { what: 'changed', fields: [{ before: 'one', mine: 'mine', theirs: 'theirs', merge: 'decide' }] },
        { what: 'deleted' },
      ],
    });
    expect(await other.run('SELECT * FROM t')).toEqual([[1, 'theirs']]);
    expect(await edited.staged()).toHaveLength(2);
  });
});

describe('files that cannot be written', () => {
  test.each([
    ['a copied WAL set', makeCopiedWal],
    ['a hot journal', makeHotJournal],
  ])('%s: what is committed is shown, no edit is taken, and the reason is said', async (_what, makeIt) => {
    const path = await makeIt(at('a.db'));
    const before = await pictureOf(folder);
    const edited = await openEdited(app.client, path);
    expect((await browse(app.client, edited.file, 't')).rows).toEqual([
      [1, 'one'],
      [2, 'two'],
    ]);
    const rules = await app.client.edits.rules({ file: edited.file, object: 't' });
    expect(JSON.stringify(rules)).toContain('private copy');
    expect(await failureOf(edited.stage(mine))).toMatchObject({ code: 'EDIT_REFUSED' });
    expect(await failureOf(edited.commit())).toMatchObject({ code: 'NOTHING_STAGED' });
    await app.client.files.close({ file: edited.file });
    expect(await pictureOf(folder)).toEqual(before);
  });

  test('opened read-only: the first edit says so', async () => {
    const { id: file } = await app.client.files.open({ path: make('DELETE'), readOnly: true });
    const outcome = await outcomeOf(app.client.edits.stage({ file, steps: [mine] }));
    expect(outcome).toMatchObject({ code: 'EDIT_REFUSED', message: expect.stringContaining('read-only') });
  });
});
