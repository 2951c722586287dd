import { expect, test } from 'vitest';
import type { FilterTerm } from '../../../src-preload/contract/index.ts';
import { describeObject } from './describe-object.ts';
import { planView } from './plan-builder.ts';
import { openRows, type RowsUnderTest } from './testing/open-rows.ts';

/** First cells of the rows that pass. */
async function found(under: RowsUnderTest, object: string, filter: FilterTerm[]): Promise<unknown[]> {
  const { view } = await under.open(object, { filter });
  return (await under.page(view, { kind: 'first' }, 100)).rows.map(([first]) => first);
}

/** What SQLite says about the way to the rows. */
async function planOf(under: RowsUnderTest, object: string, filter: FilterTerm[]): Promise<string> {
  const file = under.services.openFiles.get(under.file);
  const shape = await describeObject(file, object, false);
  const select = planView(shape, [], filter).fill?.select;
  if (select === undefined) throw new Error('Nothing is searched for');
  const rows = under.writer.querySync(`EXPLAIN QUERY PLAN ${select.sql}`, select.params);
  return rows.map((row) => String(row.detail)).join('\n');
}

const ORDERS = `CREATE TABLE orders (_id TEXT PRIMARY KEY, doc BLOB NOT NULL, meta TEXT);
  INSERT INTO orders VALUES
   ('a', '{"ship":{"country":"IT"},"a.b":1,"a":{"b":2},"items":[{"qty":1},{"qty":3,"tags":["x"]}]}', '{"by":"me"}'),
   ('b', jsonb('{"ship":{"country":"FR"},"items":[]}'), NULL),
   ('c', jsonb('{"ship":{"country":null},"items":[{"qty":2},{"qty":2.5}]}'), '[1, 2]');`;

test('a collection is filtered by places that are no columns', async () => {
  const under = await openRows(ORDERS);
  const one = (column: string, text: string) => found(under, 'orders', [{ column, text }]);
  expect(await one('ship', '~ *IT*')).toEqual(['a']);
  expect(await one('items any qty', '> 2')).toEqual(['a', 'c']);
  expect(await one('items every qty', '>= 2')).toEqual(['b', 'c']);
  expect(await one('items any tags any', "= 'x'")).toEqual(['a']);
  expect(await one('items[1].qty', '= 2.5')).toEqual(['c']);
  expect(await one('ship.country', 'in (IT, "FR")')).toEqual(['a', 'b']);
  expect(await one('ship.country', 'null')).toEqual(['c']);
  expect(await one('ship.country', 'missing')).toEqual([]);
  expect(await one('ship.street', 'missing')).toEqual(['a', 'b', 'c']);
  // The view has columns for both: the text names the first one, brackets the other.
  expect(await one('["a"]["b"]', '= 2')).toEqual(['a']);
  // Another column with JSON beside the documents.
  expect(await one('meta.by', '= me')).toEqual(['a']);
  expect(await one('meta[1]', '2')).toEqual(['c']);
  expect(
    await found(under, 'orders', [
      { column: 'items any qty', text: '> 2' },
      { column: 'items any qty', text: '< 2' },
    ]),
  ).toEqual(['a']);
});

test('views and tables without a key are filtered by the JSON in their columns', async () => {
  const under = await openRows(`${ORDERS} CREATE VIEW v AS SELECT _id AS name, doc AS data FROM orders`);
  expect(await found(under, 'v', [{ column: 'data.items any qty', text: '3' }])).toEqual(['a']);
});

test('a column that is not there is said to be so, with the one that may be meant', async () => {
  const under = await openRows(`${ORDERS} CREATE TABLE t (id INTEGER PRIMARY KEY, payload TEXT)`);
  await expect(under.open('t', { filter: [{ column: 'paylod.x', text: '1' }] })).rejects.toMatchObject({
    code: 'COLUMN_NOT_FOUND',
    hint: 'Is payload meant?',
    details: { column: 'paylod.x' },
  });
  await expect(under.open('t', { filter: [{ column: 'payload any x y', text: '1' }] })).rejects.toMatchObject(
    { code: 'COLUMN_NOT_FOUND' },
  );
  await expect(under.open('t', { filter: [{ column: 'payload.x', text: '>' }] })).rejects.toMatchObject({
    code: 'FILTER_INVALID',
    details: { column: 'payload.x' },
  });
});

test.each([[`doc ->> '$.ship.country'`], [`json_extract("doc", '$."ship".country') DESC`]])(
  'an index on %s is searched',
  async (expression) => {
    const under = await openRows(`${ORDERS} CREATE INDEX by_country ON orders (${expression}, _id)`);
    // Without figures SQLite holds an open range for too many rows to look each of them up.
    for (const text of ['= IT', 'in (IT, FR)', 'A..Z', 'null', '= 5', '= true', '1..5']) {
      const filter = [{ column: 'ship.country', text }];
      expect(await planOf(under, 'orders', filter), text).toMatch(
        /SEARCH t USING (?:COVERING )?INDEX by_country/,
      );
    }
    expect(await found(under, 'orders', [{ column: 'ship.country', text: '= IT' }])).toEqual(['a']);
    // With another path there is nothing to search by.
    const other = [{ column: 'ship.city', text: '= IT' }];
    expect(await planOf(under, 'orders', other)).toMatch(/SCAN t/);
  },
);

test('an index that leaves documents out, or folds letters, is not asked', async () => {
  const under = await openRows(`${ORDERS}
    CREATE INDEX partial ON orders (doc ->> '$.ship.country') WHERE meta IS NOT NULL;
    CREATE INDEX folded ON orders (doc ->> '$.ship.country' COLLATE NOCASE);`);
  const filter = [{ column: 'ship.country', text: '= IT' }];
  expect(await planOf(under, 'orders', filter)).toMatch(/SCAN t/);
  expect(await found(under, 'orders', [{ column: 'ship.country', text: '= it' }])).toEqual([]);
});

test('by an index and without one the same rows are found', async () => {
  const values = ['1', '1.5', '"1"', '"IT"', '"it"', 'true', 'false', 'null', '{"a":1}', '[]', '1e400', '-0'];
  const documents = [...values.map((value) => `{"v":${value}}`), '{}', '{"v":"","w":1}'];
  const fill = (name: string) =>
    `CREATE TABLE ${name} (_id INTEGER PRIMARY KEY, doc BLOB NOT NULL);
     INSERT INTO ${name} (doc) VALUES ${documents.flatMap((json) => [`('${json}')`, `(jsonb('${json}'))`]).join(', ')};`;
  const under = await openRows(`${fill('plain')} ${fill('arrow')} ${fill('extract')}
    CREATE INDEX by_arrow ON arrow (doc ->> 'v'); CREATE INDEX by_extract ON extract (json_extract(doc, '$.v'));`);
  const texts = [
    'null',
    '!null',
    'missing',
    '!missing',
    'it',
    '~ ?T',
    '1..2',
    'A..Z',
    '> 0',
    '< "a"',
    'in (1, IT)',
  ];
  const operands = ['1', '"1"', '1.5', 'IT', 'true', 'false', '"true"', 'inf', '{"a":1}', '""'];
  for (const text of [...texts, ...operands.flatMap((operand) => [`= ${operand}`, `!= ${operand}`])]) {
    const filter = [{ column: 'doc.v', text }];
    const plain = await found(under, 'plain', filter);
    expect(await found(under, 'arrow', filter), text).toEqual(plain);
    expect(await found(under, 'extract', filter), text).toEqual(plain);
    if (text === '= 1') expect(plain).toEqual([1, 2, 5, 6, 11, 12]);
  }
});
