import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPrinted } from '../testing/run-printed.ts';
import { makeDatabase } from '../workbench/files/testing/make-file.ts';
import { startOtherProgram } from '../workbench/files/testing/other-program.ts';
import {
  makeTemporaryFolder,
  pictureOf,
  type TemporaryFolder,
} from '../workbench/files/testing/temporary-folder.ts';
import { runStats } from './run-stats.ts';

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await makeTemporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const run = (...args: string[]) => runPrinted(() => runStats(args));

const CONTENT = `CREATE TABLE t (a); CREATE INDEX by_a ON t(a);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000) INSERT INTO t SELECT 'row ' || i FROM n;`;

test('the figures are those of dbstat, as JSON and as lines, and nothing on the disk changes', async () => {
  for (const path of [
    makeDatabase(folder.at('a.db'), CONTENT),
    makeDatabase(folder.at('b.db'), `PRAGMA journal_mode = WAL; ${CONTENT}`),
  ]) {
    const before = pictureOf(folder.path);
    const { code, out } = await run(path, '--json');
    expect(code).toBe(0);
    const told = JSON.parse(out);
    const lines = await run(path);
    expect(pictureOf(folder.path)).toEqual(before);
    const db = new BetterSqlite3(path, { readonly: true });
    const pages = db
      .prepare(
        "SELECT name, pageno AS pages, pgsize AS bytes FROM dbstat('main', 1) ORDER BY pgsize DESC, name",
      )
      .all();
    expect(told).toMatchObject({
      file: path,
      pages: db.pragma('page_count', { simple: true }),
      objects: pages,
    });
    db.close();
    expect(told.objects.find(({ name }: { name: string }) => name === 't')).toMatchObject({ rows: 2000 });
    expect(lines.out).toMatch(/\nt +table +2,000 +\d+ +[\d,]+ +\d+%\n/);
  }
});

test.runIf(process.platform === 'linux')(
  'who keeps the WAL from shrinking is told, the oldest read first',
  async () => {
    const path = makeDatabase(folder.at('a.db'), `PRAGMA journal_mode = WAL; ${CONTENT}`);
    await using older = await startOtherProgram(path);
    await using newer = await startOtherProgram(path);
    await newer.run("INSERT INTO t VALUES ('one more')");
    expect(JSON.parse((await run(path, '--json')).out)).toMatchObject({ walReaders: [] });
    for (const program of [older, newer]) {
      await newer.run("INSERT INTO t VALUES ('one more')");
      await program.run('BEGIN');
      await program.run('SELECT count(*) FROM t');
    }
    const { walReaders } = JSON.parse((await run(path, '--json')).out);
    expect(walReaders.map(({ pid }: { readonly pid: number }) => pid)).toEqual([older.pid, newer.pid]);
    expect(walReaders[0]).toMatchObject({ program: `node (process ${older.pid})` });
    expect((await run(path)).out).toContain(` bytes read by node (process ${older.pid}), node`);
  },
);

test('what is no database and what cannot be understood is said', async () => {
  expect(await run(folder.at('none.db'))).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/none\.db/),
  });
  expect(await run()).toMatchObject({ code: 2, err: expect.stringMatching(/^No file is named\./) });
  expect(await run('a', 'b')).toMatchObject({ code: 2 });
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage: cairn stats/) });
});
