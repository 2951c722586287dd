import { expect, test } from 'vitest';
import { transactions as contract } from '../../../src-preload/contract/transactions.ts';
import { KeptWrites } from '../commits/index.ts';
import { context, openCommits } from '../commits/testing/open-commits.ts';
import { createTransactions, OpenTransactions, transactionEnds } from './index.ts';
import { run } from './testing/open-transactions.ts';

async function openHandlers(schema: string) {
  const under = await openCommits(schema);
  const ends = transactionEnds(new KeptWrites(under.services.dataFolder), under.staged);
  const open = new OpenTransactions(under.services, ends);
  const consoles = async () => ({ consoles: [{ console: 'c1', name: 'Console 1', bytes: 0 }] });
  const handlers = createTransactions(open, under.staged, { consoles });
  const { file } = under;
  await handlers.begin({ file, console: 'c1' }, context);
  const rows = async (object: string) =>
    contract.rows.output.parse(await handlers.rows({ file, object, node: null, limit: 50 }, context)).rows;
  return {
    ...under,
    ...{ handlers, rows },
    run: (text: string) => run(open.own(file, context.client), text),
    tables: async () => {
      const { tables } = contract.changes.output.parse(await handlers.changes({ file, node: null }, context));
      return tables.map(({ object }) => object);
    },
    revert: async (object: string, at = 0) => {
      const row = (await rows(object))[at]?.row;
      if (row === undefined || !('key' in row)) throw new Error(`${object} has no such row.`);
      await handlers.revert({ file, object, key: row.key }, context);
    },
    script: async () => contract.sql.output.parse(await handlers.sql({ file }, context)).sql,
  };
}

const KINDS: Readonly<Record<string, readonly [schema: string, ...changes: string[]]>> = {
  'a composite key with NULL in it': [
    `CREATE TABLE t (a, b TEXT COLLATE NOCASE, n, PRIMARY KEY (a, b)); INSERT INTO t VALUES (1,'x',1),(1,'y',2),(NULL,'z',3),('1','x',4)`,
    ...['UPDATE t SET n = n + 10', `DELETE FROM t WHERE b = 'Y'`, `INSERT INTO t VALUES (9,'q',0)`],
  ],
  'WITHOUT ROWID': [
    `CREATE TABLE t (a, b TEXT COLLATE NOCASE, n, PRIMARY KEY (a, b)) WITHOUT ROWID; INSERT INTO t VALUES (1,'x',1),(1,'y',2),('1','x',4),(x'00','é',5)`,
    ...['UPDATE t SET n = n + 10', `DELETE FROM t WHERE b = 'y'`, `UPDATE t SET b = 'w' WHERE a = '1'`],
  ],
  'no key at all': [
    `CREATE TABLE t (a, b); INSERT INTO t VALUES (1,'x'),(1,'x'),(NULL,NULL)`,
    ...[
      `UPDATE t SET b = 'z' WHERE rowid = 2`,
      'DELETE FROM t WHERE rowid = 1',
      'INSERT INTO t VALUES (5,5)',
    ],
  ],
  'a trigger that changes the row again': [
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v, at DEFAULT 'old'); INSERT INTO t VALUES (1,'x','old'),(2,'y','old');
     CREATE TRIGGER tr AFTER UPDATE ON t WHEN new.at IS NOT 'now' BEGIN UPDATE t SET at = 'now' WHERE id = new.id; END`,
    `UPDATE t SET v = 'z'`,
  ],
  'a trigger that notes': [
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v); CREATE TABLE l (w); INSERT INTO t VALUES (1,'x'),(2,'y');
     CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO l VALUES (old.v); END`,
    `UPDATE t SET v = 'z' WHERE id = 1`,
  ],
  'a cascade': [
    `CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE CASCADE);
     INSERT INTO p VALUES (1),(2); INSERT INTO t VALUES (10,1),(11,2)`,
    'DELETE FROM p WHERE id = 1',
  ],
  'generated columns and another key': [
    `CREATE TABLE t (id INTEGER PRIMARY KEY, a, g AS (a || '!'), s AS (a || '?') STORED); INSERT INTO t (id, a) VALUES (1,'a'),(2,'b')`,
    ...[`UPDATE t SET a = 'z', id = 7 WHERE id = 1`, 'DELETE FROM t WHERE id = 2'],
  ],
  'values of all types': [
    `CREATE TABLE t (k TEXT PRIMARY KEY, doc, r REAL, b BLOB); INSERT INTO t VALUES ('it''s', '{"a":1}', 1e300, x'0001'), ('b', jsonb('{"x":1}'), 0.1, 'text')`,
    `UPDATE t SET doc = jsonb('{"x":2}'), r = -1, b = 9007199254740993`,
  ],
  'a full-text table': [
    `CREATE VIRTUAL TABLE t USING fts5(a, b); INSERT INTO t VALUES ('one','two'),('three','four')`,
    ...[`UPDATE t SET a = 'uno' WHERE rowid = 1`, 'DELETE FROM t WHERE rowid = 2'],
  ],
};

test.for(Object.entries(KINDS))('Rows are reverted one by one: %s', async ([, [schema, ...changes]]) => {
  const under = await openHandlers(schema);
  for (const change of changes) await under.run(change);
  // Parents come before their children, as in the changes.
  for (const object of await under.tables()) {
    const { length } = await under.rows(object);
    expect(length).toBeGreaterThan(0);
    for (let left = length; left > 0; left -= 1) {
      await under.revert(object);
      expect(await under.rows(object).catch(() => [])).toHaveLength(left - 1);
    }
  }
  expect(await under.tables()).toEqual([]);
});

test('A row that another one is in the way of is not reverted, and that is said', async () => {
  const under = await openHandlers(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, u UNIQUE); INSERT INTO t VALUES (1,'a'),(2,'b');
     CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET u = u WHERE id = new.id; END`,
  );
  await under.run(`REPLACE INTO t VALUES (3,'a')`);
  await expect(under.revert('t')).rejects.toMatchObject({
    code: 'EDIT_REFUSED',
    message: expect.stringMatching(/another row .*t\.u.*Revert that row first/),
  });
  // The triggers of the file are there as before.
  expect(await under.run(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)).toEqual([['tr']]);
  await under.revert('t', 1);
  await under.revert('t');
  expect(await under.tables()).toEqual([]);
});

test('The changes as SQL name rows as people do, and tell what triggers did', async () => {
  const under = await openHandlers(
    `CREATE TABLE t (id INTEGER PRIMARY KEY, v); CREATE TABLE l (w); CREATE TABLE k (a TEXT, n, PRIMARY KEY (a, n)) WITHOUT ROWID;
     CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO l VALUES (old.v); END;
     INSERT INTO t VALUES (1,'x'); INSERT INTO k VALUES ('a', 1)`,
  );
  await under.run(`UPDATE t SET v = 'z'`);
  await under.run(`INSERT INTO t VALUES (5, 'five')`);
  await under.run('DELETE FROM k');
  expect(await under.script()).toBe(
    `BEGIN IMMEDIATE;
UPDATE main."t" SET "v" = 'z' WHERE "id" = 1;
INSERT INTO main."t" ("id", "v") VALUES (5, 'five');
-- What the trigger tr did to l, and does by itself when this is run:
-- INSERT INTO main."l" (rowid, "w") VALUES (1, 'x');
DELETE FROM main."k" WHERE "a" = 'a' AND +"a" = 'a' COLLATE BINARY AND "n" = 1;
COMMIT;
`,
  );
});
