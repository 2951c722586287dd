import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createDB } from '../../engine/index.ts';
import { startConsoleApp } from './testing/console-app.ts';

const SCHEMA = `CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
  CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p ON DELETE CASCADE);
  CREATE TABLE log (what TEXT);
  CREATE TRIGGER noted AFTER UPDATE ON p BEGIN INSERT INTO log VALUES (old.name); END;
  INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c'); INSERT INTO c VALUES (10, 1), (11, 1), (12, 2);`;

function hashOf(path: string): string {
  // No connection of this process is open then.
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

test.for(['WAL', 'DELETE'])(
  'A dry run tells everything and changes nothing, journal mode %s',
  async (journal) => {
    const { client, file, path, other } = await startConsoleApp(
      `PRAGMA journal_mode = ${journal}; ${SCHEMA}`,
    );
    const version = () => other.pragma('data_version', { simple: true });
    const before = version();
    // What stands in the WAL would be brought into the file by whoever closes it last.
    other.pragma('wal_checkpoint(TRUNCATE)');
    other.close();
    const hash = hashOf(path);
    const sql = `UPDATE p SET name = upper(name) WHERE id < 3; -- two
    DELETE FROM p WHERE id = 1;
    INSERT INTO p VALUES (2, 'twice');
    BEGIN; COMMIT; VACUUM; ATTACH 'x' AS y;
    SELECT count(*) FROM log;
    INSERT INTO c VALUES (20, 99);`;
    const result = await client.queries.dryRun({ file, sql });
    expect(before).toEqual(expect.any(Number));
    expect(result.isUnchanged).toBe(true);
    expect(result.statements.map((one) => [one.outcome, one.rows, one.counts])).toEqual([
      ['ran', 0, { inserted: 2, updated: 2, deleted: 0 }],
      ['ran', 0, { inserted: 0, updated: 0, deleted: 3 }],
      ['failed', null, null],
      ['left-out', null, null],
      ['left-out', null, null],
      ['left-out', null, null],
      ['left-out', null, null],
      ['ran', 1, { inserted: 0, updated: 0, deleted: 0 }],
      ['failed', null, null],
    ]);
    expect(result.statements[2]?.problem).toContain('UNIQUE');
    expect(result.statements.at(-1)?.problem).toContain('FOREIGN KEY');
    expect(sql.slice(result.statements[1]?.from, result.statements[1]?.to)).toBe(
      'DELETE FROM p WHERE id = 1',
    );
    expect(result.tables.map((table) => [table.object, table.counts, table.byTrigger])).toEqual([
      ['p', { inserted: 0, updated: 1, deleted: 1 }, null],
      ['log', { inserted: 2, updated: 0, deleted: 0 }, 'noted'],
      ['c', { inserted: 0, updated: 0, deleted: 2 }, 'foreign key'],
    ]);
    expect(result.byTriggers).toBe(4);
    expect(result.tables[0]?.rows).toHaveLength(2);
    await client.files.close({ file });
    expect(hashOf(path)).toBe(hash);
  },
);

test('A dry run stops at the first failure where that is wanted, and after a roll back by a statement', async () => {
  const { client, file, run } = await startConsoleApp(SCHEMA);
  const stopped = await client.queries.dryRun({
    file,
    sql: `INSERT INTO p VALUES (1, 'x'); DELETE FROM p`,
    afterFailure: 'stop',
  });
  expect(stopped.statements.map(({ outcome }) => outcome)).toEqual(['failed', 'left-out']);
  const ended = await client.queries.dryRun({
    file,
    sql: `DELETE FROM c; INSERT OR ROLLBACK INTO p VALUES (1, 'x'); DELETE FROM p`,
  });
  expect(ended.statements.map(({ outcome }) => outcome)).toEqual(['ran', 'failed', 'left-out']);
  expect(ended).toMatchObject({ tables: [], isUnchanged: true });
  expect((await run('SELECT count(*) FROM c')).rows).toEqual([[3]]);
});

test('Savepoints of the script are followed; a transaction that is open is in the way', async () => {
  const { app, client, file } = await startConsoleApp(SCHEMA);
  const { statements, tables, isUnchanged } = await client.queries.dryRun({
    file,
    sql: 'SAVEPOINT a; DELETE FROM c; ROLLBACK TO a; UPDATE c SET p = 3 WHERE id = :id; RELEASE a; RELEASE a',
    parameters: [{ name: ':id', value: 12 }],
  });
  expect(statements.map(({ outcome }) => outcome)).toEqual(['ran', 'ran', 'ran', 'ran', 'ran', 'failed']);
  expect(tables.map(({ object, counts }) => [object, counts.updated])).toEqual([['c', 1]]);
  expect(isUnchanged).toBe(true);
  await client.transactions.begin({ file, console: 'c1' });
  await expect(client.queries.dryRun({ file, sql: 'DELETE FROM c' })).rejects.toMatchObject({
    code: 'TRANSACTION_OPEN',
  });
  const { client: second, disconnect } = app.connect();
  await expect(second.queries.dryRun({ file, sql: 'DELETE FROM c' })).rejects.toThrow(/in another window/);
  disconnect();
});

test('Rules that the file keeps for documents are asked about those that a script writes', async () => {
  const { client, file, path, other } = await startConsoleApp(SCHEMA);
  const db = createDB({ filename: path });
  const people = db.collection('people', z.object({ _id: z.string(), age: z.number().min(18) }));
  await people.insert({ _id: 'ada', age: 36 });
  await db.close();
  const encoding = other.prepare('SELECT typeof(doc) FROM people').pluck().get();
  const json = (text: string) => (encoding === 'blob' ? `jsonb('${text}')` : `'${text}'`);
  const sql = `UPDATE people SET doc = ${json('{"_id":"ada","age":37}')};
    INSERT INTO people (_id, doc) VALUES ('bob', ${json('{"_id":"bob","age":3}')}), ('cy', ${json('{"_id":"cy","age":4}')})`;
  const { statements, isUnchanged, tables } = await client.queries.dryRun({ file, sql });
  expect(statements.map(({ problem }) => problem)).toEqual([null, null]);
  expect(statements[0]?.broken).toEqual([]);
  expect(statements[1]?.broken).toEqual([
    {
      ...{ object: 'people', message: expect.stringMatching(/^age: /), documents: 2 },
      rows: [
        { key: expect.any(Array), label: '_id bob', isInFile: false },
        { key: expect.any(Array), label: '_id cy', isInFile: false },
      ],
    },
  ]);
  expect(tables.find(({ object }) => object === 'people')?.kind).toBe('collection');
  expect(isUnchanged).toBe(true);
});

const RULES = `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, mail TEXT UNIQUE, age INTEGER CHECK (age > 17));
  CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers, total REAL);
  CREATE TABLE pairs (a INTEGER, b TEXT COLLATE NOCASE, note TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TABLE bare (v UNIQUE);
  CREATE TABLE audit (what TEXT CHECK (what <> 'no'));
  CREATE TRIGGER noted AFTER UPDATE OF note ON pairs BEGIN INSERT INTO audit VALUES (new.note); END;
  CREATE TRIGGER kept BEFORE DELETE ON bare BEGIN SELECT RAISE(ABORT, 'bare rows stay'); END;
  INSERT INTO customers VALUES (6, 'six', 'a@x', 30), (7, 'seven', 'b@x', 40), (11, 'eleven', NULL, 50);
  INSERT INTO invoices VALUES (1, 6, 1.5), (2, 11, 2), (3, 7, 3);
  INSERT INTO pairs VALUES (1, 'x', ''), (1, 'y', ''), (2, 'x', ''); INSERT INTO bare VALUES ('one'), ('two');
  CREATE TABLE keys (id INTEGER PRIMARY KEY, customer REFERENCES customers ON DELETE RESTRICT ON UPDATE CASCADE); INSERT INTO keys VALUES (1, 7);`;

test('A statement that fails names the rows by which it does, and whether the file has them', async () => {
  const { client, file, other } = await startConsoleApp(RULES);
  const before = other.serialize();
  const told = async (sql: string, parameters: { name: string; value: string }[] = []) => {
    const { statements, isUnchanged } = await client.queries.dryRun({ file, sql, parameters });
    expect(isUnchanged).toBe(true);
    const last = statements.at(-1);
    expect([sql, last?.outcome]).toEqual([sql, 'failed']);
    return [
      last?.refused,
      ...(last?.causes ?? []).map(({ role, object, key, isInFile, values, parent }) => {
        const shown = values.map(({ column, value }) => `${column} ${String(value)}`);
        return [role, object, key, isInFile, shown.join(', '), ...(parent === null ? [] : [parent])];
      }),
    ];
  };
  expect(await told('DELETE FROM customers WHERE id <> 7')).toEqual([
    2,
    ['orphan', 'invoices', [1], true, 'customer 6', 'customers'],
    ['orphan', 'invoices', [2], true, 'customer 11', 'customers'],
  ]);
  expect(await told('DELETE FROM invoices; DELETE FROM customers')).toEqual([
    1,
    ['orphan', 'keys', [1], true, 'customer 7', 'customers'],
  ]);
  expect(await told('INSERT INTO invoices VALUES (9, 99, 0), (10, 7, 0)')).toEqual([
    1,
    ['orphan', 'invoices', [9], false, 'customer 99', 'customers'],
  ]);
  expect(await told('UPDATE customers SET age = age - 25 WHERE id > 1')).toEqual([
    2,
    ['refused', 'customers', [6], true, ''],
    ['refused', 'customers', [7], true, ''],
  ]);
  expect(await told('UPDATE customers SET name = NULL WHERE id = 7')).toEqual([
    1,
    ['refused', 'customers', [7], true, 'name null'],
  ]);
  expect(
    await told("INSERT INTO customers (name, mail) SELECT 'new', :mail", [{ name: ':mail', value: 'b@x' }]),
  ).toEqual([
    1,
    ['refused', 'customers', null, false, 'mail b@x'],
    ['taken', 'customers', [7], true, 'mail b@x'],
  ]);
  // A row of the script is in the way, which the file does not have.
  expect(
    await told(
      "INSERT INTO customers VALUES (20, 'n', 'c@x', 20); UPDATE customers SET mail = 'c@x' WHERE id = 6",
    ),
  ).toEqual([
    1,
    ['refused', 'customers', [6], true, 'mail c@x'],
    ['taken', 'customers', [20], false, 'mail c@x'],
  ]);
  expect(
    await told("WITH n AS (SELECT 1 AS a, 'X' AS b) INSERT OR FAIL INTO pairs SELECT a, b, 'again' FROM n"),
  ).toEqual([
    1,
    ['refused', 'pairs', null, false, 'a 1, b X'],
    ['taken', 'pairs', [1, 'x'], true, 'a 1, b x'],
  ]);
  expect(await told("UPDATE bare SET v = 'two'")).toEqual([
    1,
    ['refused', 'bare', [1], true, 'v two'],
    ['taken', 'bare', [2], true, 'v two'],
  ]);
  // The rule of another table, which a trigger breaks.
  expect(await told("UPDATE pairs SET note = 'no' WHERE a = 2")).toEqual([
    1,
    ['refused', 'audit', null, false, 'what no'],
  ]);
  expect(await told('DELETE FROM bare')).toEqual([0]);
  expect(await told('INSERT INTO nowhere VALUES (1)')).toEqual([0]);
  expect(other.serialize().equals(before)).toBe(true);
});

test('A foreign key that waits for COMMIT is told, with the rows by which that would fail', async () => {
  const { client, file } = await startConsoleApp(
    `CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2);
     CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p DEFERRABLE INITIALLY DEFERRED);
     PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (1, 1), (2, 2), (3, 77);`,
  );
  const dry = async (sql: string) => await client.queries.dryRun({ file, sql });
  const { statements, atCommit } = await dry('DELETE FROM p WHERE id = 1; INSERT INTO c VALUES (9, 5)');
  expect(statements.map(({ outcome }) => outcome)).toEqual(['ran', 'ran']);
  expect(atCommit).toMatchObject({
    refused: 2,
    causes: [
      { object: 'c', key: [1], role: 'orphan', parent: 'p', isInFile: true },
      { object: 'c', key: [9], role: 'orphan', parent: 'p', isInFile: false },
    ],
  });
  expect((await dry('DELETE FROM p WHERE id = 1; INSERT INTO p VALUES (1)')).atCommit).toBeNull();
});
