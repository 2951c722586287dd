import { expect, test } from 'vitest';
import { commits as commitsContract } from '../../../src-preload/contract/commits.ts';
import { transactions as contract } from '../../../src-preload/contract/transactions.ts';
import { KeptWrites } from '../commits/index.ts';
import { context, openCommits } from '../commits/testing/open-commits.ts';
import { createTransactions, OpenTransactions, transactionEnds } from './index.ts';
import { run } from './testing/open-transactions.ts';

const DOCUMENTS = `CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL, doc TEXT, blob BLOB);
  INSERT INTO t VALUES (1, 'one', '{"a": 1.10, "b": [1, 2]}', jsonb('{"x": 1}')), (2, 'two', NULL, NULL), (3, 'three', NULL, NULL);
  CREATE TABLE log (id INTEGER PRIMARY KEY, what TEXT);
  CREATE TRIGGER noted AFTER DELETE ON t BEGIN INSERT INTO log (what) VALUES ('deleted ' || old.name); END;`;

async function openHandlers(sql: string) {
  const under = await openCommits(sql);
  const open = new OpenTransactions(
    under.services,
    transactionEnds(new KeptWrites(under.services.dataFolder), under.staged),
  );
  const consoles = async () => ({ consoles: [{ console: 'c1', name: 'Console 1', bytes: 0 }] });
  const handlers = createTransactions(open, under.staged, { consoles });
  const { file } = under;
  return {
    ...under,
    open,
    handlers,
    begin: () => handlers.begin({ file, console: 'c1' }, context),
    run: async (text: string) => await run(open.own(file, context.client), text),
    state: async () => contract.state.output.parse(await handlers.state({ file }, context)),
    changes: async (node: string | null = null) =>
      contract.changes.output.parse(await handlers.changes({ file, node }, context)).tables,
    history: async () => commitsContract.history.output.parse(await under.commits.history({ file }, context)),
    changed: async (object: string, node: string | null = null) =>
      contract.rows.output.parse(await handlers.rows({ file, object, node, limit: 50 }, context)),
  };
}

test('Changes are told by table and by statement, columns and paths of documents before and after', async () => {
  const under = await openHandlers(DOCUMENTS);
  expect(await under.state()).toBeNull();
  expect(await under.begin()).toMatchObject({ consoleName: 'Console 1', isMine: true });
  await under.run(`UPDATE t SET doc = '{"a": 1.20, "b": [1, 2]}', blob = jsonb('{"x": 2}') WHERE id = 1`);
  await under.run('DELETE FROM t WHERE id = 2');
  await under.run(`UPDATE t SET name = 'uno' WHERE id = 1`);
  expect(await under.changes()).toEqual([
    {
      object: 't',
      kind: 'table',
      counts: { inserted: 0, updated: 1, deleted: 1 },
      byTrigger: null,
      reason: null,
    },
    {
      object: 'log',
      kind: 'table',
      counts: { inserted: 1, updated: 0, deleted: 0 },
      byTrigger: 'noted',
      reason: null,
    },
  ]);
  const { rows, total } = await under.changed('t');
  expect(total).toBe(2);
  expect(rows[0]?.cells.map(({ column }) => column)).toEqual(['name', 'doc', 'blob']);
  expect(rows[0]?.cells[1]?.changes).toEqual([{ path: ['a'], before: '1.10', after: '1.20' }]);
  expect(rows[0]?.cells[2]?.changes).toEqual([{ path: ['x'], before: '1', after: '2' }]);
  const nodes = (await under.state())?.nodes ?? [];
  expect(nodes.map(({ counts }) => counts)).toEqual([
    null,
    { inserted: 0, updated: 1, deleted: 0 },
    { inserted: 1, updated: 0, deleted: 1 },
    { inserted: 0, updated: 1, deleted: 0 },
  ]);
  const first = await under.changed('t', nodes[1]?.id);
  expect(first.rows.map(({ cells }) => cells.map(({ column }) => column))).toEqual([['doc', 'blob']]);
  expect((await under.changes(nodes[2]?.id)).map(({ object }) => object)).toEqual(['t', 'log']);
  await under.handlers.rollback({ file: under.file }, context);
});

test('One row is made what it was, by a statement that is part of the transaction', async () => {
  const under = await openHandlers(DOCUMENTS);
  await under.begin();
  await under.run(`UPDATE t SET name = name || '!'`);
  await under.run('DELETE FROM t WHERE id = 2');
  await under.run(`INSERT INTO t (name) VALUES ('four')`);
  const { file } = under;
  const told = (await under.changed('t')).rows.map(({ kind, row }) => [kind, row]);
  expect(told).toContainEqual(['insert', { key: [4] }]);
  await under.handlers.revert({ file, object: 't', key: [1] }, context);
  await under.handlers.revert({ file, object: 't', key: [2] }, context);
  await under.handlers.revert({ file, object: 't', key: [4] }, context);
  const state = await under.state();
  expect(state?.nodes.slice(-3).map(({ kind, sql }) => [kind, sql.split(' ')[0]])).toEqual([
    ['revert', 'UPDATE'],
    ['revert', 'INSERT'],
    ['revert', 'DELETE'],
  ]);
  await expect(under.handlers.revert({ file, object: 't', key: [1] }, context)).rejects.toMatchObject({
    message: expect.stringContaining('as it was'),
  });
  expect((await under.changes())[0]).toMatchObject({
    object: 't',
    counts: { inserted: 0, updated: 1, deleted: 0 },
  });
  const { sql } = contract.sql.output.parse(await under.handlers.sql({ file }, context));
  await under.handlers.rollback({ file }, context);
  expect(under.rows('SELECT name FROM t ORDER BY id')).toEqual([['one'], ['two'], ['three']]);
  // The script does the same.
  under.writer.execSync(sql);
  expect(under.rows('SELECT name FROM t ORDER BY id')).toEqual([['one'], ['two'], ['three!']]);
});

test('Staged edits are applied all or none, and staged no more when the transaction is committed', async () => {
  const under = await openHandlers(DOCUMENTS);
  const { file } = under;
  await under.stage(
    { kind: 'set', object: 't', row: { key: [1] }, column: 'name', value: 'uno' },
    { kind: 'delete', object: 't', row: { key: [3] } },
  );
  await under.begin();
  await under.run(`UPDATE t SET name = 'two!' WHERE id = 2`);
  await expect(under.commit()).rejects.toMatchObject({ code: 'TRANSACTION_OPEN' });
  await under.handlers.applyStaged({ file }, context);
  const applied = await under.state();
  expect(applied?.nodes.at(-1)).toMatchObject({
    kind: 'staged',
    counts: { inserted: 1, updated: 1, deleted: 1 },
  });
  await expect(under.handlers.applyStaged({ file }, context)).rejects.toMatchObject({
    code: 'NOTHING_STAGED',
  });
  await under.handlers.rollbackTo({ file, node: '1' }, context);
  expect(await under.list()).toHaveLength(2);
  await under.handlers.applyStaged({ file }, context);
  expect(await under.list()).toHaveLength(2);
  expect(await under.handlers.commit({ file }, context)).toMatchObject({
    outcome: 'committed',
    tables: ['t', 'log'],
  });
  expect(await under.list()).toHaveLength(0);
  expect(under.rows('SELECT id, name FROM t ORDER BY id')).toEqual([
    [1, 'uno'],
    [2, 'two'],
  ]);
});

test('Staged edits that do not fit what the transaction has made of their rows are refused as a whole', async () => {
  const under = await openHandlers(DOCUMENTS);
  const { file } = under;
  await under.stage(
    { kind: 'set', object: 't', row: { key: [1] }, column: 'name', value: 'uno' },
    { kind: 'set', object: 't', row: { key: [2] }, column: 'name', value: 'dos' },
  );
  await under.begin();
  await under.run(`UPDATE t SET name = 'other' WHERE id = 2`);
  await expect(under.handlers.applyStaged({ file }, context)).rejects.toMatchObject({ code: 'EDIT_REFUSED' });
  expect(await under.run('SELECT name FROM t WHERE id = 1')).toEqual([['one']]);
  expect((await under.state())?.nodes.map(({ kind }) => kind)).toEqual(['begin', 'statement', 'statement']);
  await under.handlers.rollback({ file }, context);
  expect(await under.list()).toHaveLength(2);
});

test('A commit of a transaction is in the history and is taken back row by row, triggers and all', async () => {
  const under = await openHandlers(DOCUMENTS);
  const { file } = under;
  await under.begin();
  await under.run('DELETE FROM t WHERE id > 1');
  await under.run(`INSERT INTO t (id, name) VALUES (9, 'nine')`);
  const end = await under.handlers.commit({ file }, context);
  expect(under.rows('SELECT what FROM log')).toEqual([['deleted two'], ['deleted three']]);
  const { commits, copies } = await under.history();
  expect(end).toMatchObject({ commit: commits[0]?.id, undoReason: null });
  expect(under.events.findLast(({ name }) => name === 'transactions.committed')).toEqual({
    ...{ name: 'transactions.committed', value: { file, end } },
    client: context.client,
  });
  expect(commits).toMatchObject([
    { source: 'transaction', undoReason: null, counts: { inserted: 3, deleted: 2 } },
  ]);
  expect(copies).toMatchObject([{ reason: null }]);
  await under.commits.undo({ file, commit: commits[0]?.id ?? '' }, context);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT id, name FROM t ORDER BY id')).toEqual([
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ]);
  expect(under.rows('SELECT count(*) FROM log')).toEqual([[0]]);
});

test('A commit that changed the schema says why it cannot be taken back', async () => {
  const under = await openHandlers(DOCUMENTS);
  await under.begin();
  await under.run('ALTER TABLE t ADD COLUMN more');
  expect(await under.changes()).toMatchObject([{ object: 'sqlite_schema', kind: 'system' }]);
  await under.run('COMMIT');
  const { commits } = await under.history();
  expect(commits[0]?.undoReason).toContain('schema');
  const { id: commit, undoReason } = commits[0] ?? {};
  expect(under.events.findLast(({ name }) => name === 'transactions.committed')?.value).toMatchObject({
    end: { outcome: 'committed', commit, undoReason },
  });
});
