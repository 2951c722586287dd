import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openDriver } from '../../engine/index.ts';
import { limitsInForce, putLimits } from '../limits.ts';
import { type CommitsUnderTest, context, openCommits } from './testing/open-commits.ts';

const TABLE = `CREATE TABLE t (id INTEGER PRIMARY KEY, v, doc BLOB);
  INSERT INTO t VALUES (1, 'it''s', jsonb('{"a":1}')), (2, x'00ff', NULL), (3, 1.0, NULL);`;
const t = (id: number) => ({ object: 't', row: { key: [id] } });

async function commits(under: CommitsUnderTest) {
  const history = await under.commits.history({ file: under.file }, context);
  return (history as { commits: { id: string; bytes: number; undoReason: string | null }[] }).commits;
}

test('the script of what is staged makes the same rows, run by somebody else', async () => {
  const under = await openCommits(TABLE);
  await under.stage(
    { kind: 'set', ...t(1), column: 'v', value: 'a\0b' },
    { kind: 'set', ...t(2), column: 'v', value: [1, 5] },
    { kind: 'delete', ...t(3) },
    { kind: 'insert', object: 't', id: 'n', values: [{ column: 'v', value: 'ne"w' }] },
  );
  const { sql } = (await under.commits.sql({ file: under.file }, context)) as { sql: string };
  const copy = `${under.path}.copy`;
  copyFileSync(under.path, copy);
  const other = openDriver('better-sqlite3', { filename: copy });
  other.execSync(sql);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  const all = 'SELECT id, typeof(v), hex(CAST(v AS BLOB)) FROM t ORDER BY id';
  expect(other.rowsSync(all)).toEqual(under.rows(all));
  expect(other.rowsSync(all)).toHaveLength(3);
  other.closeSync();
});

test('the rows of the oldest commits are forgotten above the limit, and the list says so', async () => {
  const usual = limitsInForce();
  putLimits({ ...usual, undoLogMegabytes: 1 });
  try {
    const under = await openCommits(TABLE);
    for (const letter of ['a', 'b', 'c']) {
      await under.stage({ kind: 'set', ...t(1), column: 'v', value: letter.repeat(250_000) });
      expect(await under.commit()).toMatchObject({ kind: 'committed' });
    }
    const kept = await commits(under);
    expect(kept.map(({ undoReason }) => undoReason === null)).toEqual([true, true, false]);
    expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(1024 * 1024);
    await expect(
      under.commits.undo({ file: under.file, commit: kept[2]?.id ?? '' }, context),
    ).rejects.toMatchObject({ code: 'COMMIT_NOT_KEPT' });
  } finally {
    putLimits(usual);
  }
});

test('what cannot be captured is written, and the history says why it cannot be taken back', async () => {
  const under = await openCommits(
    `${TABLE} CREATE TABLE latest (k TEXT PRIMARY KEY, v);
     CREATE TRIGGER keep AFTER UPDATE ON t BEGIN INSERT OR REPLACE INTO latest VALUES ('t', new.v); END;`,
  );
  await under.stage({ kind: 'set', ...t(1), column: 'v', value: 'x' });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT * FROM latest')).toEqual([['t', 'x']]);
  expect(await commits(under)).toMatchObject([
    { bytes: 0, undoReason: expect.stringContaining('keep replaces rows') },
  ]);
});
