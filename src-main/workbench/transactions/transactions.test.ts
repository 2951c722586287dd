import { expect, test } from 'vitest';
import { openTransactions, run } from './testing/open-transactions.ts';

const TABLE = `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, n INTEGER);
  INSERT INTO t VALUES (1, 'one', 10), (2, 'two', 20), (3, 'three', 30);`;

test('A transaction is seen by its connection alone until it is committed', async () => {
  const under = await openTransactions(TABLE);
  const transaction = await under.begin();
  await under.run('UPDATE t SET n = n + 1 WHERE id < 3');
  expect(await under.run('SELECT sum(n) FROM t')).toEqual([[62]]);
  expect(under.rows('SELECT sum(n) FROM t')).toEqual([[60]]);
  expect(await transaction.counted(1)).toMatchObject({
    isMine: true,
    counts: { inserted: 0, updated: 2, deleted: 0 },
    objects: [{ object: 't', counts: { inserted: 0, updated: 2, deleted: 0 } }],
  });
  const end = await transaction.commit();
  expect(end).toMatchObject({ outcome: 'committed', tables: ['t'], counts: { updated: 2 } });
  expect(under.rows('SELECT sum(n) FROM t')).toEqual([[62]]);
  expect(under.open.of(under.file)).toBeUndefined();
  expect(under.committed[0]?.images).toHaveLength(2);
});

test('Savepoints are returned to with everything behind them struck through', async () => {
  const under = await openTransactions(TABLE);
  const transaction = await under.begin();
  await under.run("INSERT INTO t VALUES (4, 'four', 40)");
  await under.run('SAVEPOINT "before the deletion"');
  await under.run('DELETE FROM t WHERE id < 3');
  await under.run('SAVEPOINT inner');
  await under.run('UPDATE t SET n = 0');
  const { nodes } = transaction.state(1);
  const savepoint = nodes.find(({ name }) => name === 'before the deletion');
  await transaction.rollbackTo(savepoint?.id ?? '');
  const after = await transaction.counted(1);
  expect(after.nodes.map(({ kind, isUndone }) => [kind, isUndone])).toEqual([
    ['begin', false],
    ['statement', false],
    ['savepoint', false],
    ['statement', true],
    ['savepoint', true],
    ['statement', true],
  ]);
  expect(after.counts).toEqual({ inserted: 1, updated: 0, deleted: 0 });
  await expect(under.run('ROLLBACK TO inner')).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  await under.run('RELEASE "BEFORE the deletion"');
  await expect(under.run('RELEASE "before the deletion"')).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  await transaction.rollbackTo('1');
  expect((await transaction.counted(1)).counts).toEqual({ inserted: 0, updated: 0, deleted: 0 });
  await transaction.rollback(null);
  expect(under.rows('SELECT count(*), sum(n) FROM t')).toEqual([[3, 60]]);
});

test('A statement that ends the transaction by itself is told at once, and nothing of it was written', async () => {
  const endings = [
    "INSERT OR ROLLBACK INTO t VALUES (1, 'again', 0)",
    "INSERT INTO t VALUES (9, 'nine', NULL)",
  ];
  for (const sql of endings) {
    const under = await openTransactions(
      `${TABLE} CREATE TRIGGER refuse BEFORE INSERT ON t WHEN new.n IS NULL BEGIN SELECT RAISE(ROLLBACK, 'no n'); END;`,
    );
    await under.begin();
    await under.run('UPDATE t SET n = 0');
    await expect(under.run(sql)).rejects.toMatchObject({ code: 'TRANSACTION_LOST' });
    expect(under.open.of(under.file)).toBeUndefined();
    expect(under.events.findLast(({ name }) => name === 'transactions.changed')?.value).toMatchObject({
      state: null,
      reason: expect.stringContaining('rolled the whole transaction back'),
    });
    expect(under.rows('SELECT sum(n) FROM t')).toEqual([[60]]);
    await expect(under.run('SELECT 1')).rejects.toMatchObject({ code: 'TRANSACTION_NONE' });
    // The writer is free again.
    await (await under.begin()).rollback(null);
  }
});

test('A statement that fails leaves the transaction as it was', async () => {
  const under = await openTransactions(TABLE);
  const transaction = await under.begin();
  await under.run('UPDATE t SET n = 5 WHERE id = 1');
  await expect(under.run("INSERT INTO t VALUES (7, 'seven', 7), (1, 'one', 1)")).rejects.toMatchObject({
    code: 'CONSTRAINT_PRIMARY_KEY',
  });
  await expect(under.run('SELEC 1')).rejects.toMatchObject({ code: 'SQL_ERROR' });
  for (const sql of ['BEGIN', 'VACUUM', "ATTACH 'x' AS y", 'DETACH main'])
    await expect(under.run(sql)).rejects.toMatchObject({ code: 'QUERY_INVALID' });
  expect(await transaction.counted(1)).toMatchObject({ counts: { inserted: 0, updated: 1, deleted: 0 } });
  expect(transaction.state(1).nodes.filter(({ error }) => error !== null)).toHaveLength(2);
  await under.run('COMMIT');
  expect(under.rows('SELECT n FROM t WHERE id = 1')).toEqual([[5]]);
  expect(under.rows('SELECT count(*) FROM t')).toEqual([[3]]);
});

test('A foreign key that is broken at COMMIT leaves the transaction open', async () => {
  const under = await openTransactions(
    `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY,
      p REFERENCES p DEFERRABLE INITIALLY DEFERRED);`,
  );
  const transaction = await under.begin();
  await under.run('INSERT INTO c VALUES (1, 7)');
  await expect(under.run('COMMIT')).rejects.toMatchObject({ code: 'CONSTRAINT_FOREIGN_KEY' });
  expect(under.open.of(under.file)).toBe(transaction);
  await under.run('INSERT INTO p VALUES (7)');
  expect((await transaction.counted(1)).counts).toEqual({ inserted: 2, updated: 0, deleted: 0 });
  await under.run('END TRANSACTION');
  expect(under.rows('SELECT * FROM c')).toEqual([[1, 7]]);
});

test('Others wait for nobody: they are told whose transaction is open', async () => {
  const under = await openTransactions(TABLE);
  const transaction = await under.begin();
  under.open.know(under.file, 2);
  const open = { code: 'TRANSACTION_OPEN', message: expect.stringContaining('Console 1') };
  await expect(under.begin(2)).rejects.toMatchObject(open);
  expect(() => under.open.own(under.file, 2)).toThrow(expect.objectContaining(open));
  await under.stage({ kind: 'set', object: 't', row: { key: [1] }, column: 'n', value: 5 });
  await expect(under.commit()).rejects.toMatchObject(open);
  await transaction.rollback(null);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
});

test('Rows that nobody asks for give way to what is run next', async () => {
  const under = await openTransactions(TABLE);
  const transaction = await under.begin();
  const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000) SELECT i FROM n';
  const rows = transaction.run(sql, (connection) => connection.stream(sql, [], { chunkRows: 10 }));
  await rows.next();
  expect(await run(transaction, 'SELECT count(*) FROM t')).toEqual([[3]]);
  await expect(rows.next()).rejects.toMatchObject({ code: 'RESULT_CLOSED' });
  await transaction.rollback(null);
});
