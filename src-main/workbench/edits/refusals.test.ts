import { expect, test } from 'vitest';
import type { EditStep } from '../../../src-preload/contract/edits.ts';
import { Encoded } from '../handlers.ts';
import { context, openEdits } from './testing/open-edits.ts';

const TABLES = `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b, c AS (a || '!'));
  INSERT INTO t (id, a, b) VALUES (1, 'one', 1), (2, 'two', 2.5), (3, 'three', x'00ff');
  CREATE VIEW v AS SELECT * FROM t;
  CREATE TABLE hidden (rowid, _rowid_, oid);
  INSERT INTO hidden VALUES (1, 2, 3);
  CREATE TABLE pairs (x TEXT, y INTEGER, z, PRIMARY KEY (x, y)) WITHOUT ROWID;
  INSERT INTO pairs VALUES ('k', 1, 'v');
  CREATE VIRTUAL TABLE notes USING fts5(body);
  INSERT INTO notes VALUES ('hello');
  CREATE VIRTUAL TABLE outside USING fts5(a, content='t', content_rowid='id');
  CREATE VIRTUAL TABLE bare USING fts5(a, content='');
  CREATE VIRTUAL TABLE boxes USING rtree(id, lo, hi);
  CREATE TABLE typed (
    id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'it''s', 'old')),
    flag INTEGER CHECK (flag IN (0, 1)), born DATE, price DECIMAL(9, 2), share REAL, pic BLOB,
    more TEXT CHECK (json_valid(more)), owner INTEGER REFERENCES t (id)
  ) STRICT;`.replace('born DATE, price DECIMAL(9, 2)', 'born TEXT, price ANY');

const place = (id: number) => ({ object: 't', row: { key: [id] } });
const refusal = (message: string) => ({ code: 'EDIT_REFUSED', message: expect.stringContaining(message) });

test('rules say how each column is edited, and why it is not', async () => {
  const under = await openEdits(TABLES);
  const rules = async (object: string) => {
    const answer = await under.handlers.rules({ file: under.file, object }, context);
    if (answer instanceof Encoded) throw new Error('Rules are not encoded.');
    return answer;
  };
  const typed = await rules('typed');
  expect(typed.reason).toBeNull();
  expect(typed.columns.map(({ column, editor }) => [column, editor])).toEqual([
    ['id', 'integer'],
    ['state', 'enum'],
    ['flag', 'boolean'],
    ['born', 'text'],
    ['price', 'text'],
    ['share', 'real'],
    ['pic', 'blob'],
    ['more', 'json'],
    ['owner', 'integer'],
  ]);
  expect(typed.columns[1]).toMatchObject({
    options: ['new', 'it’s'.replace('’', "'"), 'old'],
    isRequired: true,
    isStrict: true,
    defaultText: "'new'",
  });
  expect(typed.columns[0]?.isGeneratedKey).toBe(true);
  expect(typed.columns[8]?.references).toEqual({ table: 't', column: 'id' });
  expect((await rules('t')).columns.at(-1)?.reason).toBe('It is computed from other columns.');
  const reasons = await Promise.all(
    ['v', 'hidden', 'pairs', 'notes', 'outside', 'bare', 'boxes', 'notes_data', 'sqlite_schema'].map(
      async (object) => [object, (await rules(object)).reason],
    ),
  );
  expect(Object.fromEntries(reasons)).toEqual({
    v: 'A view shows rows of other tables. Edit them there.',
    hidden: 'Its rows cannot be told apart: columns hide the rowid, and there is no other key without NULL.',
    pairs: null,
    notes: null,
    outside: 'This full-text index shows the rows of t. Edit them there.',
    bare: 'This full-text index does not keep the texts that it was made of.',
    boxes: null,
    notes_data: 'This table is the inside of a virtual table. Edit the virtual table instead.',
    sqlite_schema: 'SQLite keeps this table by itself.',
  });
});

test('steps are staged all or none, each with its reason', async () => {
  const under = await openEdits(TABLES);
  const good: EditStep = { kind: 'set', ...place(1), column: 'a', value: 'x' };
  await expect(
    under.stage(good, { kind: 'set', ...place(1), column: 'c', value: 'x' }),
  ).rejects.toMatchObject(refusal('c cannot be edited. It is computed'));
  await expect(under.stage(good, { kind: 'delete', ...place(9) })).rejects.toMatchObject({
    code: 'ROW_NOT_FOUND',
  });
  await expect(under.stage({ kind: 'set', ...place(1), column: 'gone', value: 1 })).rejects.toMatchObject({
    code: 'COLUMN_NOT_FOUND',
  });
  await expect(
    under.stage({ kind: 'set', object: 'hidden', row: { key: [1] }, column: 'oid', value: 1 }),
  ).rejects.toMatchObject(refusal('cannot be told apart'));
  await expect(
    under.stage({ kind: 'set', object: 't', row: { key: [1, 2] }, column: 'a', value: 1 }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(
    under.stage({ kind: 'set', object: 'pairs', row: { key: ['k', null] }, column: 'z', value: 1 }),
  ).rejects.toMatchObject(refusal('NULL'));
  await expect(
    under.stage({ kind: 'set', ...place(1), column: 'b', value: 2n ** 63n }),
  ).rejects.toMatchObject(refusal('64 bits'));
  await expect(under.stage({ kind: 'set', ...place(1), column: 'b' })).rejects.toMatchObject(
    refusal('default'),
  );
  expect(await under.list()).toEqual([]);
  await under.stage({ kind: 'delete', ...place(1) });
  await expect(under.stage(good)).rejects.toMatchObject(refusal('staged to be deleted'));
});

test('what was seen stands as "before" where the file has another value, if it is complete', async () => {
  const under = await openEdits(TABLES);
  under.writer.execSync(`UPDATE t SET a = 'other', b = 7`);
  const set = (id: number, column: string, seen: unknown) =>
    under.stage({ kind: 'set', ...place(id), column, seen, value: 'mine' } as EditStep);
  expect((await set(1, 'a', 'one')).rows?.[0]?.cells[0]).toMatchObject({ before: 'one', after: 'mine' });
  expect((await set(2, 'b', 2.5)).rows?.[0]?.cells[0]).toMatchObject({ before: 2.5 });
  expect((await set(3, 'b', [4, 2, new Uint8Array([0, 255])])).rows?.[0]?.cells[0]).toMatchObject({
    before: [4, 2, new Uint8Array([0, 255])],
  });
  await expect(set(3, 'a', [2, 9_000, 'thr'])).rejects.toMatchObject({ code: 'VALUE_CHANGED' });
  // Seen as it is.
  expect((await set(2, 'a', 'other')).rows?.[0]?.cells[1]).toMatchObject({ before: 'other' });
});

test('rows by other keys, and what a column makes of a value', async () => {
  const under = await openEdits(TABLES);
  const { rows } = await under.stage({
    kind: 'set',
    object: 'pairs',
    row: { key: ['k', 1] },
    column: 'y',
    value: '12',
  });
  expect(rows?.[0]?.cells).toMatchObject([{ column: 'y', before: 1, after: 12 }]);
  await expect(
    under.stage({ kind: 'set', object: 'pairs', row: { key: ['K', 1] }, column: 'y', value: 3 }),
  ).rejects.toMatchObject({ code: 'ROW_NOT_FOUND' });
  const note = { object: 'notes', row: { key: [1] } };
  await under.stage({ kind: 'set', ...note, column: 'body', value: 'bye' });
  const text = await under.stage({ kind: 'set', ...place(1), column: 'a', value: 5 });
  expect(text.rows?.[0]?.cells[0]?.after).toBe('5');
});

test('large values are known by their hash, and set back to it they are not staged', async () => {
  const under = await openEdits(
    `${TABLES} UPDATE t SET a = printf('%.100000c', 'x'), b = zeroblob(70000000) WHERE id = 1`,
  );
  const { rows } = await under.stage(
    { kind: 'set', ...place(1), column: 'a', value: 'short' },
    { kind: 'set', ...place(1), column: 'b', value: null },
  );
  expect(rows?.[0]?.cells).toMatchObject([
    { before: [2, 100_000, 'x'.repeat(1024)], after: 'short' },
    { before: [4, 70_000_000, expect.any(Uint8Array)], after: null },
  ]);
  const [entry] = await under.staged.entries(under.file);
  expect(entry?.columns.get('a')?.before).toMatchObject({
    kind: 'hashed',
    type: 'text',
    byteLength: 100_000,
  });
  expect(entry?.columns.get('b')?.before).toMatchObject({ kind: 'hashed', sha256: null });
  expect([...(entry?.image?.keys() ?? [])]).toEqual(['id', 'a', 'b']);
  const back = await under.stage({ kind: 'set', ...place(1), column: 'a', value: 'x'.repeat(100_000) });
  expect(back.rows?.[0]?.cells.map(({ column }) => column)).toEqual(['b']);
  await under.stage({ kind: 'delete', ...place(1) });
  const [deleted] = await under.staged.entries(under.file);
  expect(deleted?.image?.get('a')).toMatchObject({ kind: 'hashed', byteLength: 100_000 });
  expect([...(deleted?.image?.keys() ?? [])]).toEqual(['id', 'a', 'b']);
});

test('a file that was opened read-only says so', async () => {
  const under = await openEdits(TABLES);
  const { openFiles } = under.services;
  await openFiles.close(under.file);
  const { id: file } = await openFiles.open(under.path, { readOnly: true });
  const steps: EditStep[] = [{ kind: 'set', ...place(1), column: 'a', value: 'x' }];
  await expect(under.handlers.stage({ file, steps }, context)).rejects.toMatchObject(
    refusal('This file is read-only. It was opened read-only.'),
  );
});
