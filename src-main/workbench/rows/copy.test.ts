import { expect, test } from 'vitest';
import { type CopyFormat, decode } from '../../../src-preload/contract/index.ts';
import { rows as contract } from '../../../src-preload/contract/rows.ts';
import { Encoded } from '../handlers.ts';
import { createCopy } from './copy.ts';
import { createStream } from './stream.ts';
import { createSummary } from './summary.ts';
import { context, openRows, type RowsUnderTest } from './testing/open-rows.ts';

type CopyInput = Parameters<ReturnType<typeof createCopy>>[0];

async function copied(under: RowsUnderTest, view: string, columns: string[], input: Partial<CopyInput> = {}) {
  let text = '';
  let rows = 0;
  const wishes = { ranges: null, format: 'csv' as CopyFormat, withHeader: false, safeForSpreadsheets: false };
  for await (const piece of createCopy(under.rows.views)({ view, columns, ...wishes, ...input }, context)) {
    const chunk = contract.copy.chunk.parse(piece instanceof Encoded ? decode(piece.bytes) : piece);
    text += chunk.text;
    rows = chunk.rows;
  }
  return { text, rows };
}

const NUMBERS = `CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, twice AS (a * 2));
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 5000) INSERT INTO t SELECT x, x % 7 FROM c;
  CREATE VIEW v AS SELECT id AS n FROM t`;

test('ranges of rows are copied in the order of the view, whatever stands behind it', async () => {
  const under = await openRows(NUMBERS);
  const ranges = [
    { firstRow: 4998, lastRow: 9000 },
    { firstRow: 0, lastRow: 1 },
  ];
  const table = await under.open('t');
  expect(await copied(under, table.view, ['id'], { ranges })).toEqual({
    text: '4999\r\n5000\r\n1\r\n2\r\n',
    rows: 4,
  });
  const sorted = await under.open('t', { sort: [{ column: 'a', direction: 'down' }] });
  const all = await copied(under, sorted.view, ['a', 'id']);
  expect(all.rows).toBe(5000);
  expect(all.text.startsWith('6,4997\r\n6,4990\r\n')).toBe(true);
  expect(all.text.endsWith('0,14\r\n0,7\r\n')).toBe(true);
  await under.settled(sorted.view);
  expect(await copied(under, sorted.view, ['a', 'id'])).toEqual(all);
  const view = await under.open('v', { sort: [{ column: 'n', direction: 'down' }] });
  expect(await copied(under, view.view, ['n'], { ranges: [{ firstRow: 1, lastRow: 2 }] })).toEqual({
    text: '4999\r\n4998\r\n',
    rows: 2,
  });
});

test('an INSERT leaves generated columns out, and takes documents as a whole', async () => {
  const under = await openRows(`${NUMBERS}; CREATE TABLE people (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
    INSERT INTO people VALUES ('a', '{"name":{"first":"Ada","age":1.10}}')`);
  const ranges = [{ firstRow: 0, lastRow: 0 }];
  const table = await under.open('t');
  expect((await copied(under, table.view, ['id', 'twice', 'a'], { ranges, format: 'sql' })).text).toBe(
    'INSERT INTO "t" ("id", "a") VALUES (1, 1);\n',
  );
  const people = await under.open('people');
  const names = people.columns.map(({ name }) => name);
  expect((await copied(under, people.view, names, { format: 'sql' })).text).toBe(
    `INSERT INTO "people" ("_id", "doc") VALUES ('a', '{"name":{"first":"Ada","age":1.10}}');\n`,
  );
  expect((await copied(under, people.view, names, { format: 'ndjson' })).text).toBe(
    '{"_id": "a", "name": {"first": "Ada", "age": 1.10}}\n',
  );
  await expect(copied(under, table.view, ['gone'])).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
});

test('a selection adds up over ranges, each cell once; booleans of documents are no numbers', async () => {
  const under = await openRows(`${NUMBERS}; CREATE TABLE docs (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
    INSERT INTO docs VALUES ('a', '{"n":1.5,"ok":true}'), ('b', '{"n":2,"ok":false}'), ('c', '{}')`);
  const { view } = await under.open('t');
  const summary = createSummary(under.rows.views);
  const ranges = [
    { firstRow: 4990, lastRow: 4999 },
    { firstRow: 4995, lastRow: 9999 },
    { firstRow: 0, lastRow: 0 },
  ];
  expect(await summary({ view, ranges, columns: ['id', 'id'] }, context)).toEqual({
    cells: 11,
    nulls: 0,
    numbers: 11,
    sum: '49956',
    mean: 49956 / 11,
    min: '1',
    max: '5000',
  });
  const docs = await under.open('docs');
  const all = [{ firstRow: 0, lastRow: 99 }];
  expect(await summary({ view: docs.view, ranges: all, columns: ['n', 'ok'] }, context)).toMatchObject({
    cells: 6,
    nulls: 2,
    numbers: 2,
    sum: '3.5',
    max: '2',
  });
});

test('rows stream in chunks up to a limit', async () => {
  const under = await openRows(NUMBERS);
  const { view } = await under.open('t');
  for (const [limit, last] of [
    [9999, 5000],
    [1234, 1234],
  ] as const) {
    const rows = [];
    for await (const chunk of createStream(under.rows.views)({ view, limit }, context)) {
      const { rows: some } = contract.stream.chunk.parse(
        chunk instanceof Encoded ? decode(chunk.bytes) : chunk,
      );
      expect(some.length).toBeLessThanOrEqual(1000);
      rows.push(...some);
    }
    expect(rows.length).toBe(last);
    expect(rows.at(-1)?.[0]).toBe(last);
  }
});
