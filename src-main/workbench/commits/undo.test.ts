import { expect, test } from 'vitest';
import type { EditStep } from '../../../src-preload/contract/index.ts';
import { type CommitsUnderTest, context, openCommits } from './testing/open-commits.ts';

/** The long form is that of 200. */
const COMMITS = process.env.CAIRN_FAULTS === 'long' ? 200 : 40;

const CUSTOMERS = `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, balance REAL);
  INSERT INTO customers VALUES (1, 'Ada', 'London', 1.5), (2, 'Bob', NULL, 2), (3, 'Cy', 'Rome', -0.0);`;
const customer = (id: number) => ({ object: 'customers', row: { key: [id] } });

async function commit(under: CommitsUnderTest, ...steps: EditStep[]): Promise<string> {
  await under.stage(...steps);
  const result = await under.commit();
  if (result.kind !== 'committed') throw new Error(JSON.stringify(result));
  return result.commit;
}

function undo(under: CommitsUnderTest, id: string) {
  return under.commits.undo({ file: under.file, commit: id }, context);
}

function history(under: CommitsUnderTest) {
  return under.commits.history({ file: under.file }, context) as Promise<{
    commits: {
      id: string;
      source: string;
      undoes: string | null;
      undoneAt: number | null;
      undoReason: string | null;
    }[];
  }>;
}

test('a commit is taken back by a change set that is staged, also after a restart', async () => {
  const under = await openCommits(CUSTOMERS);
  const before = under.rows('SELECT * FROM customers');
  const id = await commit(
    under,
    { kind: 'set', ...customer(1), column: 'city', value: 'Paris' },
    { kind: 'delete', ...customer(2) },
    { kind: 'insert', object: 'customers', id: 'n', values: [{ column: 'name', value: 'New' }] },
  );
  expect(await history(under)).toMatchObject({ commits: [{ id, source: 'staged', undoneAt: null }] });
  await under.end();
  const again = await openCommits({ path: under.path, dataFolder: under.services.dataFolder });
  await undo(again, id);
  expect(again.rows('SELECT city FROM customers WHERE id = 1')).toEqual([['Paris']]);
  expect(await again.list()).toHaveLength(3);
  expect(await again.commit()).toMatchObject({ kind: 'committed' });
  expect(again.rows('SELECT * FROM customers')).toEqual(before);
  const [undone, first] = (await history(again)).commits;
  expect(undone).toMatchObject({ source: 'undo', undoes: id });
  expect(first?.undoneAt).toBeGreaterThan(0);
});

test('rows that were changed since are met as conflicts, and counted', async () => {
  const under = await openCommits(CUSTOMERS);
  const id = await commit(under, { kind: 'set', ...customer(1), column: 'city', value: 'Paris' });
  under.writer.execSync(`UPDATE customers SET city = 'Oslo' WHERE id = 1`);
  expect(await under.commits.rows({ file: under.file, commit: id, limit: 10 }, context)).toMatchObject({
    rows: [{ ...customer(1), cells: [{ column: 'city', before: 'London', after: 'Paris' }] }],
    total: 1,
    changedSince: 1,
  });
  await undo(under, id);
  expect(await under.commit()).toMatchObject({
    kind: 'conflict',
    rows: [{ fields: [{ before: 'Paris', mine: 'London', theirs: 'Oslo' }] }],
  });
});

test('an unknown commit, and one whose rows are not kept, say so', async () => {
  const under = await openCommits(CUSTOMERS);
  await expect(undo(under, 'unknown')).rejects.toMatchObject({ code: 'COMMIT_NOT_KEPT' });
});

test('a document is taken back by path: what others changed beside it stays', async () => {
  const under = await openCommits(
    `CREATE TABLE notes (_id TEXT PRIMARY KEY NOT NULL, doc TEXT NOT NULL); INSERT INTO notes VALUES ('n', '{"a":1.10,"b":2}');`,
  );
  const note = { object: 'notes', row: { key: [1] }, column: 'doc' };
  const id = await commit(under, { kind: 'field', ...note, path: ['a'], raw: '5' });
  expect(await under.commits.rows({ file: under.file, commit: id, limit: 10 }, context)).toMatchObject({
    rows: [{ label: '_id n' }],
  });
  under.writer.execSync(`UPDATE notes SET doc = json_set(doc, '$.b', 20)`);
  await undo(under, id);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT doc FROM notes')).toEqual([['{"a":1.10,"b":20}']]);
});

const TRIGGERS = `
  CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE, n INTEGER);
  CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE CASCADE ON UPDATE CASCADE, v BLOB);
  CREATE TABLE d (a, b, c INTEGER REFERENCES c (id) ON DELETE SET NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
  CREATE TABLE log (at INTEGER PRIMARY KEY, what TEXT);
  CREATE TRIGGER t1 AFTER UPDATE ON p BEGIN UPDATE p SET n = n + 1 WHERE id = new.id; INSERT INTO log (what) VALUES (old.code || new.code); END;
  CREATE TRIGGER t2 BEFORE DELETE ON c BEGIN INSERT INTO log (what) VALUES ('gone ' || old.id); END;
  CREATE TRIGGER t3 AFTER INSERT ON c BEGIN UPDATE p SET n = coalesce(n, 0) + 10 WHERE id = new.p; DELETE FROM log WHERE at < (SELECT max(at) - 6 FROM log); END;
  INSERT INTO p SELECT value, 'code' || value, value FROM json_each('[1,2,3,4,5,6]');
  INSERT INTO c SELECT value, value % 6 + 1, x'ff00' FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12]');
  INSERT INTO d SELECT value, 'd', value FROM json_each('[1,2,3,4,5,6]');`;

const everything = (under: CommitsUnderTest) =>
  ['p', 'c', 'd', 'log'].map((table) => under.rows(`SELECT * FROM ${table} ORDER BY 1, 2`));

test('what triggers and foreign keys have done is taken back too, and they do nothing meanwhile', async () => {
  const under = await openCommits(TRIGGERS);
  const before = everything(under);
  const ids = [
    await commit(under, { kind: 'set', object: 'p', row: { key: [1] }, column: 'id', value: 100 }),
    await commit(under, { kind: 'delete', object: 'p', row: { key: [100] } }),
    await commit(under, { kind: 'insert', object: 'c', id: 'n', values: [{ column: 'p', value: 2 }] }),
  ];
  const triggers = under.rows(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`);
  for (const id of ids.toReversed()) {
    await undo(under, id);
    expect(await under.commit()).toMatchObject({ kind: 'committed' });
  }
  expect(everything(under)).toEqual(before);
  expect(under.rows(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)).toEqual(triggers);
});

test('other edits are not written together with such an undo', async () => {
  const under = await openCommits(TRIGGERS);
  const id = await commit(under, { kind: 'set', object: 'p', row: { key: [1] }, column: 'code', value: 'x' });
  await under.stage({ kind: 'set', object: 'p', row: { key: [5] }, column: 'code', value: 'y' });
  await undo(under, id);
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ problem: { code: 'UNDO_MIXED' } }],
  });
});

test('undoing random commits with triggers and cascades, the last first, restores the same rows', async () => {
  const under = await openCommits(TRIGGERS);
  const before = everything(under);
  let seed = 20;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const some = (table: string): number | undefined => {
    const ids = under.rows(`SELECT id FROM ${table}`).flat();
    return ids[random(ids.length)] as number | undefined;
  };
  const ids: string[] = [];
  for (let count = 0; count < COMMITS; count += 1) {
    const [p, c] = [some('p'), some('c')];
    const steps: EditStep[] = [
      { kind: 'insert', object: 'c', id: `c${count}`, values: [{ column: 'p', value: p ?? null }] },
      { kind: 'insert', object: 'p', id: `p${count}`, values: [{ column: 'code', value: `new${count}` }] },
    ];
    if (p !== undefined && c !== undefined) {
      steps.push(
        { kind: 'set', object: 'p', row: { key: [p] }, column: 'code', value: `u${count}` },
        { kind: 'set', object: 'c', row: { key: [c] }, column: 'p', value: p },
        { kind: 'delete', object: 'c', row: { key: [c] } },
        { kind: 'delete', object: 'p', row: { key: [p] } },
        { kind: 'set', object: 'p', row: { key: [p] }, column: 'id', value: 1000 + count },
      );
    }
    await under.stage(steps[random(steps.length)] as EditStep);
    // Set to what it is already.
    if ((await under.list()).length === 0) continue;
    const result = await under.commit();
    if (result.kind === 'committed') ids.push(result.commit);
    else await under.handlers.discard({ file: under.file, object: null }, context);
  }
  expect(ids.length).toBeGreaterThan(COMMITS * 0.7);
  for (const id of ids.toReversed()) {
    await undo(under, id);
    if ((await under.list()).length === 0) continue;
    expect(await under.commit()).toMatchObject({ kind: 'committed' });
  }
  expect(everything(under)).toEqual(before);
}, 300_000);

test.for(['', 'CREATE TRIGGER noted AFTER DELETE ON loose BEGIN INSERT INTO log VALUES (old.a); END;'])(
  'rows without a key come back under the rowid that they had, where it is free: %s',
  async (trigger) => {
    const under = await openCommits(`CREATE TABLE loose (a, b); CREATE TABLE log (a); ${trigger}
      INSERT INTO loose VALUES ('one', 1), ('two', 2), ('three', 3), ('four', 4);`);
    const loose = (rowid: number) => ({ object: 'loose', row: { key: [rowid] } });
    const id = await commit(under, { kind: 'delete', ...loose(2) }, { kind: 'delete', ...loose(3) });
    under.writer.execSync(`INSERT INTO loose (rowid, a, b) VALUES (3, 'other', 0)`);
    await undo(under, id);
    expect(await under.commit()).toMatchObject({ kind: 'committed' });
    expect(under.rows('SELECT rowid, a FROM loose ORDER BY rowid')).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'other'],
      [4, 'four'],
      [5, 'three'],
    ]);
  },
);
