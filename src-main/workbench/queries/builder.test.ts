import { expect, test } from 'vitest';
import { parseBuilder } from './builder-parser.ts';
import { builderSql } from './builder-sql.ts';
import { startConsoleApp } from './testing/console-app.ts';

const table = { name: 'orders', idColumn: '_id', documentColumn: 'doc' };
const sqlOf = (text: string) => builderSql(parseBuilder(text), table);
const problem = (text: string) => {
  try {
    sqlOf(text);
  } catch (error) {
    return error as { readonly message: string; readonly code: string; readonly details: unknown };
  }
  throw new Error(`“${text}” was read.`);
};

test('a chain becomes the SQL that a person would write', () => {
  expect(sqlOf("orders.where('status').eq('paid').orderBy('total', 'desc').limit(10)")).toBe(
    "SELECT _id, doc\nFROM orders\nWHERE doc ->> '$.status' = 'paid'\nORDER BY doc ->> '$.total' DESC\nLIMIT 10;",
  );
  expect(
    sqlOf(`await db.collection("orders") // the paid ones
      .where(\`ship.country\`).in(['IE', "DE"])
      .and('items[0].qty').gte(2)
      .select('_id', 'ship.country')
      .page(3, 20)
      .toArray();`),
  ).toBe(
    `SELECT _id AS _id, doc ->> '$.ship.country' AS "ship.country"\nFROM orders\nWHERE doc ->> '$.ship.country' IN ('IE', 'DE')\n  AND doc ->> '$.items[0].qty' >= 2\nLIMIT 20 OFFSET 40;`,
  );
  expect(sqlOf("orders.where('a b').eq(true).count()")).toBe(
    `SELECT count(*)\nFROM orders\nWHERE doc -> '$."a b"' = 'true';`,
  );
});

test('what cannot be read says why and where; nothing is evaluated', () => {
  for (const [text, words, offset] of [
    ["orders.where('a').eq(1 + 1)", 'expected', 23],
    ['orders.where(process.exit()).eq(1)', 'Nothing is evaluated', 13],
    ['orders.where(`$' + '{1}`).eq(1)', 'Nothing is evaluated', 14],
    ["orders.where('a').same(1)", 'no operator “same”', 18],
    ["orders.where('a')", 'comes an operator', 7],
    ["orders.drop('a')", 'no step “drop”', 7],
    ["orders.where('a", 'no end', 13],
    ['orders.limit(-1)', 'whole number', 7],
    ['orders.where', 'is called', 12],
    ['orders.limit(1) extra', 'does not belong', 16],
    ['', 'name of a collection', 0],
  ] as const) {
    const { code, message, details } = problem(text);
    expect([text, code, message, details]).toEqual([
      text,
      'QUERY_INVALID',
      expect.stringContaining(words),
      expect.objectContaining({ offset }),
    ]);
  }
});

test('the SQL finds the documents that are meant, whatever the operator and the values', async () => {
  const { client, file, app, run } = await startConsoleApp('CREATE TABLE plain (x)');
  void app;
  const documents = [
    { n: 1, s: "it's", ok: true, tags: ['a'], at: null },
    { n: 2, s: 'It*s', ok: false, tags: ['a', 'b'] },
    { n: 3, s: '50%', tags: [] },
    { n: 1.5, s: 'x', ok: 1, deep: { er: 'y' } },
  ];
  await run('BEGIN');
  await run('CREATE TABLE docs (_id TEXT PRIMARY KEY, doc BLOB NOT NULL)');
  for (const [index, document] of documents.entries())
    await run(
      `INSERT INTO docs VALUES ('d${index}', jsonb('${JSON.stringify(document).replaceAll("'", "''")}'))`,
    );
  await run('COMMIT');
  const found = async (chain: string): Promise<readonly string[]> => {
    const sql = builderSql(parseBuilder(`docs${chain}`), { ...table, name: 'docs' });
    const { rows } = await run(sql);
    return rows.map(([id]) => String(id));
  };
  for (const [chain, ids] of [
    [`.where('s').eq("it's")`, ['d0']],
    [".where('ok').eq(true)", ['d0']],
    [".where('ok').neq(true)", ['d1', 'd2', 'd3']],
    [".where('ok').eq(1)", ['d0', 'd3']],
    [".where('at').eq(null)", ['d0', 'd1', 'd2', 'd3']],
    [".where('at').exists()", ['d0']],
    [".where('deep.er').notExists().orderBy('n', 'desc')", ['d2', 'd1', 'd0']],
    [".where('n').between(1.5, 2)", ['d1', 'd3']],
    [".where('n').nin([1, 2])", ['d2', 'd3']],
    [".where('s').startsWith('It*')", ['d1']],
    [".where('s').like('_t%')", ['d0', 'd1']],
    [".where('s').contains('0%')", ['d2']],
    [".where('s').endsWith('*s')", ['d1']],
    [".where('tags').arrayContains('b')", ['d1']],
    [".where('tags').arrayLength(0)", ['d2']],
    [".where('_id').gt('d2')", ['d3']],
    [".orderBy('n').offset(3)", ['d2']],
    [".orderBy('n').first()", ['d0']],
  ] as const)
    expect([chain, (await found(chain)).toSorted()]).toEqual([chain, [...ids].toSorted()]);
  expect(await found(".where('deep.er').notExists().orderBy('n', 'desc')")).toEqual(['d2', 'd1', 'd0']);
  expect((await run(builderSql(parseBuilder("docs.max('n')"), { ...table, name: 'docs' }))).rows).toEqual([
    [3],
  ]);
  await expect(client.queries.builder({ file, text: 'nobody.count()' })).rejects.toMatchObject({
    code: 'OBJECT_NOT_FOUND',
  });
});
