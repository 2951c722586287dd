import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CellTag } from '../../../src-preload/contract/cell.ts';
import type { StagedRow } from '../../../src-preload/contract/index.ts';
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

test('the history shows documents in JSONB that were inserted, edited and deleted as JSON', async () => {
  const under = await openCommits(`${TABLE} INSERT INTO t VALUES (4, jsonb('{"b":[1.10]}'), x'0102');`);
  await under.stage(
    { kind: 'delete', ...t(1) },
    { kind: 'delete', ...t(4) },
    { kind: 'insert', object: 't', id: 'n', values: [{ column: 'id', value: 9 }] },
  );
  const first = await under.commit();
  under.writer.execSync(`INSERT INTO t VALUES (10, NULL, jsonb('{"c":3}'))`);
  const shown = async (commit: string) => {
    const told = await under.commits.rows({ file: under.file, commit, limit: 10 }, context);
    return (told as { rows: StagedRow[] }).rows.map(({ cells }) =>
      cells.map(({ column, before, after }) => [column, before, after]),
    );
  };
  const missing = [CellTag.missing];
  expect(await shown((first as { commit: string }).commit)).toEqual([
    [
      ['id', 1, missing],
      ['v', "it's", missing],
      ['doc', [CellTag.jsonb, 7, '{"a":1}', true], missing],
    ],
    [
      ['id', 4, missing],
      ['v', [CellTag.jsonb, 12, '{"b":[1.10]}', true], missing],
      ['doc', [CellTag.blob, 2, new Uint8Array([1, 2])], missing],
    ],
    [
      ['id', missing, 9],
      ['v', missing, null],
      ['doc', missing, null],
    ],
  ]);
  // Taken back, they are the very bytes again.
  const before = under.rows('SELECT id, hex(v), hex(doc) FROM t WHERE id = 10');
  await under.commits.undo({ file: under.file, commit: (first as { commit: string }).commit }, context);
  const back = await under.commit();
  expect(under.rows('SELECT id, hex(v), hex(doc) FROM t ORDER BY id')).toContainEqual([
    1,
    expect.any(String),
    under.rows(`SELECT hex(jsonb('{"a":1}'))`)[0]?.[0],
  ]);
  expect(under.rows('SELECT id, hex(v), hex(doc) FROM t WHERE id = 10')).toEqual(before);
  const inserted = (await shown((back as { commit: string }).commit)).flat();
  expect(inserted).toContainEqual(['doc', missing, [CellTag.jsonb, 7, '{"a":1}', true]]);
});
