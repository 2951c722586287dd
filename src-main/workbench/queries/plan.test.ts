import { expect, test } from 'vitest';
import { startConsoleApp } from './testing/console-app.ts';

const SCHEMA = `
  CREATE TABLE invoices (invoice_id INTEGER PRIMARY KEY, customer INTEGER, "due date" TEXT, total REAL);
  CREATE TABLE items (id INTEGER PRIMARY KEY, invoice_id INTEGER, qty INTEGER);
  CREATE INDEX ix_items_invoice ON items (invoice_id);
  CREATE TABLE docs (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
  CREATE TABLE log (at TEXT, word TEXT);
  CREATE INDEX ix_log_word ON log (at);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
    INSERT INTO invoices SELECT i, i % 100, date('2024-01-01', i || ' days'), i * 1.5 FROM n;
  INSERT INTO items SELECT invoice_id, invoice_id, 1 FROM invoices WHERE invoice_id < 20;
  INSERT INTO docs VALUES ('a', '{"total": 5}'), ('b', '{"total": 7}')`;

test('a plan is a tree with the tables behind the aliases, their rows and the indexes', async () => {
  const { client, file } = await startConsoleApp(SCHEMA);
  const { nodes, advice } = await client.queries.plan({
    file,
    sql: 'SELECT * FROM invoices AS i JOIN items ii ON ii.invoice_id = i.invoice_id ORDER BY i.total',
  });
  expect(nodes.map(({ kind, object, index, rows }) => [kind, object, index, rows?.value])).toEqual([
    ['scan', 'items', null, 19],
    ['search', 'invoices', 'primary key', 1500],
    ['sort', null, null, undefined],
  ]);
  expect(advice).toEqual([]);
});

const advised = [
  [
    'an equality',
    'SELECT * FROM invoices WHERE customer = :who',
    'CREATE INDEX ix_invoices_customer ON invoices (customer);',
  ],
  [
    'the other way round',
    'SELECT * FROM invoices i WHERE 7 = i.customer',
    'CREATE INDEX ix_invoices_customer ON invoices (customer);',
  ],
  [
    'a range',
    `SELECT * FROM invoices WHERE "due date" >= '2026-01-01'`,
    'CREATE INDEX ix_invoices_due_date ON invoices ("due date");',
  ],
  [
    'an equality and a range',
    'SELECT count(*) FROM invoices WHERE total > 5 AND customer = 1',
    'CREATE INDEX ix_invoices_customer_total ON invoices (customer, total);',
  ],
  [
    'a value in a document',
    `SELECT _id FROM docs AS d WHERE d.doc ->> '$.total' > 5`,
    `CREATE INDEX ix_docs_total ON docs (doc ->> '$.total');`,
  ],
  [
    'json_extract',
    `SELECT _id FROM docs WHERE json_extract(doc, '$.total') = 5`,
    `CREATE INDEX ix_docs_total ON docs (json_extract(doc, '$.total'));`,
  ],
  [
    'a name that is taken',
    `SELECT * FROM log WHERE word IN ('a')`,
    'CREATE INDEX ix_log_word_2 ON log (word);',
  ],
  [
    'an update',
    'UPDATE invoices SET total = 1 WHERE customer = 3',
    'CREATE INDEX ix_invoices_customer ON invoices (customer);',
  ],
  [
    'an index that SQLite makes itself',
    'SELECT * FROM items JOIN invoices ON invoices.customer = items.qty',
    'CREATE INDEX ix_invoices_customer ON invoices (customer);',
  ],
] as const;

test('the advised index is one that the statement then uses', async () => {
  const { client, file, other } = await startConsoleApp(SCHEMA);
  for (const [what, sql, statement] of advised) {
    const before = await client.queries.plan({ file, sql });
    expect([what, before.advice.map((advice) => advice.statement)]).toEqual([what, [statement]]);
    expect(other.prepare('SELECT count(*) AS n FROM sqlite_schema').get()).toEqual({ n: 7 });
    other.exec(statement);
    const after = await client.queries.plan({ file, sql });
    expect([what, after.advice]).toEqual([what, []]);
    expect(after.nodes.some(({ kind }) => kind === 'search')).toBe(true);
    other.exec(`DROP INDEX ${/INDEX (\w+)/.exec(statement)?.[1]}`);
  }
});

test('no advice where an index would not be used; few rows cost little; what is wrong has its place', async () => {
  const { client, file } = await startConsoleApp(SCHEMA);
  for (const sql of [
    'SELECT * FROM invoices',
    'SELECT * FROM invoices WHERE total + 1 > 5',
    'SELECT * FROM invoices WHERE customer <> 5',
    `SELECT * FROM invoices WHERE "due date" LIKE '%x'`,
    'WITH c AS (SELECT 1 AS customer) SELECT * FROM c WHERE customer = 1',
    'PRAGMA table_info(invoices)',
    'INSERT INTO log VALUES (1, 2)',
  ])
    expect([sql, (await client.queries.plan({ file, sql })).advice]).toEqual([sql, []]);
  const { advice } = await client.queries.plan({ file, sql: 'SELECT * FROM items WHERE qty = 2' });
  expect(advice).toEqual([
    {
      node: expect.any(Number),
      title: 'Reads every row of items',
      text: 'No index covers qty, so all 19 rows are read each time. On a table this small that costs little.',
      statement: 'CREATE INDEX ix_items_qty ON items (qty);',
      isSmall: true,
    },
  ]);
  await expect(client.queries.plan({ file, sql: 'SELECT totl FROM invoices' })).rejects.toMatchObject({
    code: 'SQL_ERROR',
    details: { offset: 7, nearest: 'total' },
  });
  await expect(client.queries.plan({ file, sql: 'SELECT 1; SELECT 2' })).rejects.toMatchObject({
    code: 'QUERY_INVALID',
  });
  const explained = await client.queries.plan({
    file,
    sql: 'EXPLAIN QUERY PLAN SELECT * FROM items WHERE qty = 2',
  });
  expect(explained.advice).toHaveLength(1);
});

test('a PRAGMA has no plan, and asking for it sets nothing', async () => {
  const { client, file, run } = await startConsoleApp(SCHEMA);
  await run('BEGIN');
  for (const sql of ['PRAGMA ignore_check_constraints = ON', 'EXPLAIN PRAGMA ignore_check_constraints = ON'])
    expect(await client.queries.plan({ file, sql })).toEqual({ nodes: [], advice: [] });
  expect((await run('PRAGMA ignore_check_constraints')).rows).toEqual([[0]]);
  await run('ROLLBACK');
});
