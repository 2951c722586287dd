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
  const { client, file } = await startConsoleApp(SCHEMA);
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
    { object: 'people', message: expect.stringContaining('age'), documents: 2 },
  ]);
  expect(tables.find(({ object }) => object === 'people')?.kind).toBe('collection');
  expect(isUnchanged).toBe(true);
});
