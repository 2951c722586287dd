import { expect, test } from 'vitest';
import type { EditStep } from '../../../src-preload/contract/index.ts';
import { rowKeyOf } from '../edits/row-key.ts';
import { CommitHistory } from './history.ts';
import { type CommitsUnderTest, context, openCommits } from './testing/open-commits.ts';

const CUSTOMERS = `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, balance REAL);
  INSERT INTO customers VALUES (1, 'Ada', 'London', 1.5), (2, 'Bob', NULL, 2), (3, 'Cy', 'Rome', -0.0);`;

const customer = (id: number) => ({ object: 'customers', row: { key: [id] } });

test('what is staged is written in one transaction, and is no longer staged', async () => {
  const under = await openCommits(CUSTOMERS);
  await under.stage({ kind: 'set', ...customer(1), column: 'city', value: 'Paris' });
  await under.stage({ kind: 'set', ...customer(2), column: 'balance', value: [1, 7] });
  await under.stage({ kind: 'delete', ...customer(3) });
  await under.stage({
    kind: 'insert',
    object: 'customers',
    id: 'new1',
    values: [{ column: 'name', value: 'Dora' }],
  });
  expect(await under.commit()).toMatchObject({
    kind: 'committed',
    counts: { inserted: 1, updated: 2, deleted: 1 },
    tables: ['customers'],
    merged: 0,
  });
  expect(under.rows('SELECT *, typeof(balance) FROM customers ORDER BY id')).toEqual([
    [1, 'Ada', 'Paris', 1.5, 'real'],
    [2, 'Bob', null, 7, 'real'],
    [3, 'Dora', null, null, 'null'],
  ]);
  expect(await under.list()).toEqual([]);
  expect(under.events.filter(({ name }) => name === 'files.changed')).toMatchObject([
    { value: { what: 'content' } },
  ]);
});

test('a commit of nothing says so', async () => {
  const under = await openCommits(CUSTOMERS);
  await expect(under.commit()).rejects.toMatchObject({ code: 'NOTHING_STAGED' });
});

test('another column that others changed stays; the same column is a conflict, and writes nothing', async () => {
  const under = await openCommits(CUSTOMERS);
  await under.stage(
    { kind: 'set', ...customer(1), column: 'city', value: 'Paris' },
    { kind: 'set', ...customer(2), column: 'city', value: 'Bern' },
  );
  under.writer.execSync(`UPDATE customers SET name = 'Ada L.' WHERE id = 1`);
  under.writer.execSync(`UPDATE customers SET city = 'Oslo' WHERE id = 2`);
  const result = await under.commit();
  expect(result).toMatchObject({
    kind: 'conflict',
    total: 1,
    rows: [
      {
        ...customer(2),
        kind: 'update',
        what: 'changed',
        fields: [{ column: 'city', path: null, before: null, mine: 'Bern', theirs: 'Oslo', merge: 'decide' }],
      },
    ],
  });
  expect(under.rows('SELECT name, city FROM customers WHERE id < 3')).toEqual([
    ['Ada L.', 'London'],
    ['Bob', 'Oslo'],
  ]);
  expect(await under.list()).toHaveLength(2);
  const decision = { ...customer(2), column: 'city', path: null };
  expect(await under.commit({ ...decision, take: 'mine' })).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT name, city FROM customers WHERE id < 3')).toEqual([
    ['Ada L.', 'Paris'],
    ['Bob', 'Bern'],
  ]);
});

test('a row that others deleted is a conflict: it can be inserted again, or the change dropped', async () => {
  const under = await openCommits(CUSTOMERS);
  await under.stage({ kind: 'set', ...customer(1), column: 'name', value: 'Eve' });
  under.writer.execSync('DELETE FROM customers WHERE id = 1');
  expect(await under.commit()).toMatchObject({
    kind: 'conflict',
    rows: [{ what: 'deleted', fields: [{ column: 'name', before: 'Ada', mine: 'Eve', theirs: [11] }] }],
  });
  expect(await under.commit({ ...customer(1), column: null, path: null, take: 'mine' })).toMatchObject({
    kind: 'committed',
  });
  expect(under.rows('SELECT id, name FROM customers WHERE id = 1')).toEqual([[1, 'Eve']]);
  await under.stage({ kind: 'set', ...customer(2), column: 'name', value: 'Eve' });
  under.writer.execSync('DELETE FROM customers WHERE id = 2');
  expect(await under.commit({ ...customer(2), column: null, path: null, take: 'theirs' })).toMatchObject({
    kind: 'committed',
  });
  expect(under.rows('SELECT id FROM customers')).toEqual([[1], [3]]);
  expect(await under.list()).toEqual([]);
});

test('a new row whose key others have taken is a conflict', async () => {
  const under = await openCommits(CUSTOMERS);
  const values = [
    { column: 'id', value: 9 },
    { column: 'name', value: 'Mine' },
  ];
  await under.stage({ kind: 'insert', object: 'customers', id: 'n', values });
  under.writer.execSync(`INSERT INTO customers (id, name) VALUES (9, 'Theirs')`);
  const row = { object: 'customers', row: { inserted: 'n' } };
  expect(await under.commit()).toMatchObject({
    kind: 'conflict',
    rows: [
      {
        ...row,
        what: 'exists',
        fields: [{ column: 'id' }, { column: 'name', mine: 'Mine', theirs: 'Theirs' }],
      },
    ],
  });
  expect(await under.commit({ ...row, column: null, path: null, take: 'mine' })).toMatchObject({
    kind: 'committed',
  });
  expect(under.rows('SELECT name FROM customers WHERE id = 9')).toEqual([['Mine']]);
});

test('a deletion of a row that others changed is a conflict; one of a row that is gone is done', async () => {
  const under = await openCommits(CUSTOMERS);
  await under.stage({ kind: 'delete', ...customer(1) }, { kind: 'delete', ...customer(2) });
  under.writer.execSync(
    `UPDATE customers SET city = 'Oslo' WHERE id = 1; DELETE FROM customers WHERE id = 2`,
  );
  expect(await under.commit()).toMatchObject({
    kind: 'conflict',
    total: 1,
    rows: [
      {
        ...customer(1),
        what: 'changed',
        fields: [{ column: 'city', before: 'London', mine: [11], theirs: 'Oslo' }],
      },
    ],
  });
  expect(await under.commit({ ...customer(1), column: null, path: null, take: 'mine' })).toMatchObject({
    kind: 'committed',
  });
  expect(under.rows('SELECT id FROM customers')).toEqual([[3]]);
});

test.for([
  ['NOT NULL', `name TEXT NOT NULL`, null, 'CONSTRAINT_NOT_NULL', 'name must not be NULL'],
  ['CHECK', `name TEXT CHECK (length(name) < 9)`, 'much too long', 'CONSTRAINT_CHECK', 'length(name)'],
  ['UNIQUE', `name TEXT UNIQUE`, 'taken', 'CONSTRAINT_UNIQUE', 'Another row of t has this name already'],
  ['STRICT', `name INTEGER) STRICT --`, 'text', 'CONSTRAINT_TYPE', 'cannot store TEXT value in INTEGER'],
] as const)(
  'a %s that is broken names row and column, and everything stays staged',
  async ([, ddl, value, code, words]) => {
    const isStrict = ddl.includes('STRICT');
    const under = await openCommits(
      `CREATE TABLE t (id INTEGER PRIMARY KEY, other INTEGER, ${ddl}\n${isStrict ? '' : ')'};
     INSERT INTO t VALUES (1, 1, ${isStrict ? 1 : "'one'"}), (2, 2, ${isStrict ? 2 : "'taken'"});`,
    );
    const row = { object: 't', row: { key: [1] } };
    await under.stage(
      { kind: 'set', object: 't', row: { key: [2] }, column: 'other', value: 5 },
      { kind: 'set', ...row, column: 'name', value },
    );
    expect(await under.commit()).toMatchObject({
      kind: 'refused',
      total: 1,
      rows: [{ ...row, problem: { code, column: 'name', message: expect.stringContaining(words) } }],
    });
    expect(under.rows('SELECT other FROM t')).toEqual([[1], [2]]);
    expect(await under.list()).toMatchObject([{ problems: [] }, { ...row, problems: [{ code }] }]);
  },
);

test('a trigger that raises names the row', async () => {
  const under = await openCommits(
    `${CUSTOMERS} CREATE TRIGGER guard BEFORE UPDATE ON customers WHEN new.city = 'Nowhere'
     BEGIN SELECT RAISE(ABORT, 'there is no such city'); END;`,
  );
  await under.stage({ kind: 'set', ...customer(1), column: 'city', value: 'Nowhere' });
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ ...customer(1), problem: { message: expect.stringContaining('there is no such city') } }],
  });
});

test('a foreign key that refers to nothing, or to a row that is deleted, names the row', async () => {
  const under = await openCommits(
    `${CUSTOMERS} CREATE TABLE invoices (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL REFERENCES customers (id));
     INSERT INTO invoices VALUES (10, 1);`,
  );
  const invoice = { object: 'invoices', row: { key: [10] } };
  await under.stage({ kind: 'set', ...invoice, column: 'customer', value: 77 });
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [
      {
        ...invoice,
        problem: {
          code: 'CONSTRAINT_FOREIGN_KEY',
          column: 'customer',
          message: 'customers has no row whose id is 77.',
        },
      },
    ],
  });
  await under.handlers.discard(
    { file: under.file, object: null },
    { client: 1, signal: new AbortController().signal },
  );
  await under.stage({ kind: 'delete', ...customer(1) });
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [
      {
        ...customer(1),
        problem: {
          code: 'CONSTRAINT_FOREIGN_KEY',
          message: 'Rows of invoices still refer to it by customer.',
        },
      },
    ],
  });
  await under.stage({ kind: 'delete', ...invoice });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT count(*) FROM invoices')).toEqual([[0]]);
});

test('rows are written in an order in which the keys fit', async () => {
  const under = await openCommits(
    `CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
     CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE RESTRICT);
     INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c'); INSERT INTO c VALUES (1, 1);`,
  );
  const p = (id: number) => ({ object: 'p', row: { key: [id] } });
  await under.stage(
    { kind: 'insert', object: 'c', id: 'n1', values: [{ column: 'p', value: 50 }] },
    {
      kind: 'insert',
      object: 'p',
      id: 'n2',
      values: [
        { column: 'id', value: 50 },
        { column: 'code', value: 'c' },
      ],
    },
    { kind: 'set', ...p(2), column: 'code', value: 'a' },
    { kind: 'set', ...p(3), column: 'code', value: 'd' },
    { kind: 'delete', ...p(1) },
    { kind: 'delete', object: 'c', row: { key: [1] } },
  );
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT * FROM p ORDER BY id')).toEqual([
    [2, 'a'],
    [3, 'd'],
    [50, 'c'],
  ]);
  expect(under.rows('SELECT p FROM c')).toEqual([[50]]);
});

test('rows swap unique values', async () => {
  const under = await openCommits(
    `CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, place INTEGER UNIQUE);
     INSERT INTO p VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', 3);`,
  );
  const set = (id: number, column: string, value: string | number): EditStep => ({
    kind: 'set',
    object: 'p',
    row: { key: [id] },
    column,
    value,
  });
  await under.stage(
    set(1, 'code', 'b'),
    set(2, 'code', 'a'),
    set(1, 'place', 2),
    set(2, 'place', 3),
    set(3, 'place', 1),
  );
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT * FROM p')).toEqual([
    [1, 'b', 2],
    [2, 'a', 3],
    [3, 'c', 1],
  ]);
  await under.stage(set(1, 'code', 'c'));
  expect(await under.commit()).toMatchObject({ kind: 'refused', rows: [{ problem: { column: 'code' } }] });
  expect(under.rows('SELECT code FROM p ORDER BY id').flat()).toEqual(['b', 'a', 'c']);
});

test('a new row that a commit with an unknown end may have written is not inserted twice', async () => {
  const under = await openCommits(CUSTOMERS);
  const values = [
    { column: 'name', value: 'New' },
    { column: 'city', value: 'Bern' },
  ];
  await under.stage({ kind: 'insert', object: 'customers', id: 'n', values });
  // What an engine leaves that died between its COMMIT and its note.
  const entry = { object: 'customers', row: { inserted: 'n' } };
  const history = new CommitHistory(under.services.dataFolder, under.path);
  await history.setUnsure([rowKeyOf(entry.object, entry.row)]);
  under.writer.execSync(`INSERT INTO customers (name, city) VALUES ('New', 'Bern')`);
  expect(await under.commit()).toMatchObject({ kind: 'conflict', rows: [{ ...entry, what: 'exists' }] });
  expect(await under.commit({ ...entry, column: null, path: null, take: 'theirs' })).toMatchObject({
    kind: 'committed',
  });
  expect(under.rows(`SELECT count(*) FROM customers WHERE name = 'New'`)).toEqual([[1]]);
  expect(await history.unsure()).toEqual([]);
  await under.stage({ kind: 'insert', object: 'customers', id: 'm', values });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows(`SELECT count(*) FROM customers WHERE name = 'New'`)).toEqual([[2]]);
});

test('a decision holds for what was seen: a third value is asked about again', async () => {
  const under = await openCommits(CUSTOMERS);
  await under.stage(
    { kind: 'set', ...customer(1), column: 'city', value: 'Paris' },
    { kind: 'delete', ...customer(2) },
  );
  under.writer.execSync(
    `UPDATE customers SET city = 'Oslo' WHERE id = 1; UPDATE customers SET balance = 9 WHERE id = 2`,
  );
  const met = await under.commit();
  if (met.kind !== 'conflict') throw new Error('It is no conflict.');
  const decisions = met.rows.map(({ object, row, kind, fields }) => ({
    object,
    row,
    column: kind === 'delete' ? null : 'city',
    path: null,
    take: 'mine' as const,
    seen: fields.map(({ theirs }) => theirs),
  }));
  under.writer.execSync(
    `UPDATE customers SET city = 'Bergen' WHERE id = 1; UPDATE customers SET balance = 10 WHERE id = 2`,
  );
  const again = await under.commit(...decisions);
  expect(again).toMatchObject({
    kind: 'conflict',
    rows: [
      { ...customer(1), fields: [{ theirs: 'Bergen', merge: 'decide' }] },
      { ...customer(2), fields: [{ column: 'balance', theirs: [1, '10.0'] }] },
    ],
  });
  expect(under.rows('SELECT city, balance FROM customers WHERE id < 3')).toEqual([
    ['Bergen', 1.5],
    [null, 10],
  ]);
  under.writer.execSync(
    `UPDATE customers SET city = 'Oslo' WHERE id = 1; UPDATE customers SET balance = 9 WHERE id = 2`,
  );
  expect(await under.commit(...decisions)).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT id, city FROM customers')).toEqual([
    [1, 'Paris'],
    [3, 'Rome'],
  ]);
});

test('why rows were refused is said after a restart too, until they are edited', async () => {
  const restarted = (before: CommitsUnderTest) =>
    openCommits({ path: before.path, dataFolder: before.services.dataFolder });
  const under = await openCommits(CUSTOMERS);
  await under.stage({ kind: 'set', ...customer(1), column: 'name', value: null });
  await under.stage({ kind: 'set', ...customer(2), column: 'city', value: 'Bern' });
  expect(await under.commit()).toMatchObject({ kind: 'refused' });
  const refused = [
    { ...customer(1), problems: [{ code: 'CONSTRAINT_NOT_NULL', column: 'name' }] },
    { ...customer(2), problems: [] },
  ];
  expect(await under.list()).toMatchObject(refused);
  await under.end();
  const again = await restarted(under);
  expect(await again.list()).toMatchObject(refused);
  expect(await again.handlers.state({ file: again.file }, context)).toMatchObject({ blocking: 1 });
  await again.stage({ kind: 'set', ...customer(1), column: 'name', value: 'Ada L.' });
  await again.end();
  const last = await restarted(again);
  expect(await last.list()).toMatchObject([{ problems: [] }, { problems: [] }]);
  expect(await last.handlers.state({ file: last.file }, context)).toMatchObject({ blocking: 0 });
  expect(await last.commit()).toMatchObject({ kind: 'committed' });
});
