import { expect, test } from 'vitest';
import { limitsInForce, putLimits } from '../limits.ts';
import { type CommitsUnderTest, context, openCommits } from './testing/open-commits.ts';

const TABLES = `
  CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v); INSERT INTO t (v) VALUES ('one'), ('two'), (x'00ff');
  CREATE TABLE loose (a TEXT COLLATE NOCASE, b); INSERT INTO loose VALUES ('abc', 1), ('abc', 1), (NULL, 2.5);
  CREATE TABLE keyed (k TEXT, n, PRIMARY KEY (k)) WITHOUT ROWID; INSERT INTO keyed VALUES ('a', 1), ('b', 2);
  CREATE TABLE child (t INTEGER NOT NULL REFERENCES t (id)); INSERT INTO child VALUES (2);
  CREATE TABLE log (what); CREATE TRIGGER noted AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.id); END;
  CREATE VIRTUAL TABLE found USING fts5 (words); INSERT INTO found VALUES ('ham and eggs');`;

const TABLE_NAMES = ['t', 'loose', 'keyed', 'child', 'log', 'found', 'sqlite_sequence'];
const everything = (under: CommitsUnderTest) =>
  TABLE_NAMES.map((table) => under.rows(`SELECT * FROM ${table}`));

async function copies(under: CommitsUnderTest) {
  const history = await under.commits.history({ file: under.file }, context);
  return (history as { copies: { id: string; bytes: number; reason: string | null }[] }).copies;
}

async function commitOne(under: CommitsUnderTest, value: string): Promise<void> {
  await under.stage({ kind: 'set', object: 't', row: { key: [1] }, column: 'v', value });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
}

test.for(['DELETE', 'WAL'])(
  'the file is copied before the first commit of a session, compared and put back: %s',
  async (mode) => {
    const under = await openCommits(`PRAGMA journal_mode = ${mode}; ${TABLES}`);
    const before = everything(under);
    await commitOne(under, 'first');
    await commitOne(under, 'second');
    const [copy, ...others] = await copies(under);
    expect(others).toEqual([]);
    expect(copy).toMatchObject({ reason: null });
    under.writer.execSync(`PRAGMA foreign_keys = OFF; DELETE FROM t WHERE id = 2; INSERT INTO t (v) VALUES ('new');
    UPDATE loose SET a = 'ABC' WHERE rowid = 1; DELETE FROM keyed WHERE k = 'b'; INSERT INTO found VALUES ('spam')`);
    const id = copy?.id ?? '';
    expect(await under.commits.compareCopy({ file: under.file, copy: id }, context)).toEqual({
      tables: [
        { object: 'found', onlyInCopy: 0, onlyInFile: 1, different: 0 },
        { object: 'keyed', onlyInCopy: 1, onlyInFile: 0, different: 0 },
        { object: 'log', onlyInCopy: 0, onlyInFile: 1, different: 0 },
        { object: 'loose', onlyInCopy: 0, onlyInFile: 0, different: 1 },
        { object: 't', onlyInCopy: 1, onlyInFile: 1, different: 1 },
      ],
    });
    await under.commits.restoreCopy({ file: under.file, copy: id }, context);
    expect(everything(under)).toEqual(before);
    expect(under.rows(`SELECT rowid FROM found WHERE found MATCH 'eggs'`)).toEqual([[1]]);
    expect(under.rows(`SELECT rowid FROM found WHERE found MATCH 'spam'`)).toEqual([]);
    expect(under.rows('PRAGMA integrity_check')).toEqual([['ok']]);
    expect(await copies(under)).toHaveLength(2);
  },
);

test('a copy is not put back over other tables, and what is not kept says so', async () => {
  const under = await openCommits(TABLES);
  await commitOne(under, 'first');
  const [copy] = await copies(under);
  under.writer.execSync('ALTER TABLE t ADD COLUMN more');
  await expect(
    under.commits.restoreCopy({ file: under.file, copy: copy?.id ?? '' }, context),
  ).rejects.toMatchObject({ code: 'COPY_DIFFERS' });
  expect(under.rows('SELECT v FROM t WHERE id = 1')).toEqual([['first']]);
  await expect(under.commits.compareCopy({ file: under.file, copy: 'none' }, context)).rejects.toMatchObject({
    code: 'COPY_NOT_KEPT',
  });
});

test('where none can be made, the commit goes on and the history says why', async () => {
  const usual = limitsInForce();
  putLimits({ ...usual, safetyCopyMegabytes: 0 });
  try {
    const under = await openCommits(TABLES);
    await commitOne(under, 'first');
    expect(await copies(under)).toMatchObject([{ bytes: 0, reason: 'The setting says that none is made.' }]);
  } finally {
    putLimits(usual);
  }
});
