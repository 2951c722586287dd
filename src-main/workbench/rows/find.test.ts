import { expect, test } from 'vitest';
import { decode } from '../../../src-preload/contract/index.ts';
import { rows as contract } from '../../../src-preload/contract/rows.ts';
import { Encoded } from '../handlers.ts';
import { createFind } from './find.ts';
import { context, openRows, type RowsUnderTest } from './testing/open-rows.ts';

type Chunk = ReturnType<typeof contract.find.chunk.parse>;
type Input = Parameters<ReturnType<typeof createFind>>[0];

function parsed(chunk: unknown): Chunk {
  return contract.find.chunk.parse(chunk instanceof Encoded ? decode(chunk.bytes) : chunk);
}

async function findAll(under: RowsUnderTest, view: string, input: Partial<Input>) {
  const matches: Chunk['matches'] = [];
  let last: Chunk | undefined;
  const wishes = { view, text: 'x', columns: null, matchCase: false, ...input };
  for await (const chunk of createFind(under.rows.views)(wishes, context)) {
    last = parsed(chunk);
    matches.push(...last.matches);
  }
  return { matches, rowsRead: last?.rowsRead, totalMatches: last?.totalMatches, isCut: last?.isCut };
}

const PEOPLE = `CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, n, extra);
  INSERT INTO people VALUES (1, 'Ärger in the Straße', 9007199254740993, NULL),
    (2, 'nothing', 1.0, '{"flags":["none","ÄRGERLICH"],"note":"\\u00e4rger"}'),
    (3, CAST(x'61ff' AS TEXT), -9e999, jsonb('{"deep":[{"k":"strasse 1"}]}')),
    (4, 'b' || char(0) || 'STRASSE', 2.5, x'4142')`;

test('matches come with key, row and surroundings, in every script and inside JSON', async () => {
  const under = await openRows(PEOPLE);
  const { view } = await under.open('people', { sort: [{ column: 'id', direction: 'down' }] });
  expect((await findAll(under, view, { text: 'ärger' })).matches).toEqual([
    { key: [2], row: 2, column: 'extra', path: 'flags[1]', before: '', match: 'ÄRGER', after: 'LICH' },
    { key: [2], row: 2, column: 'extra', path: 'note', before: '', match: 'ärger', after: '' },
    { key: [1], row: 3, column: 'name', path: null, before: '', match: 'Ärger', after: ' in the Straße' },
  ]);
  const streets = await findAll(under, view, { text: 'STRASSE' });
  expect(streets.matches.map(({ key, path, before, match }) => [key, path, before, match])).toEqual([
    [[4], null, 'b\0', 'STRASSE'],
    [[3], 'deep[0].k', '', 'strasse'],
    [[1], null, 'Ärger in the ', 'Straße'],
  ]);
  expect(streets).toMatchObject({ rowsRead: 4, totalMatches: 3, isCut: false });
  const exact = await findAll(under, view, { text: 'STRASSE', matchCase: true });
  expect(exact.matches.map(({ key }) => key)).toEqual([[4]]);
});

test('numbers are found as they are shown, BLOBs that are no JSON are not looked into', async () => {
  const under = await openRows(PEOPLE);
  const { view } = await under.open('people');
  const rowsOf = async (text: string, columns: string[] | null = null) =>
    (await findAll(under, view, { text, columns })).matches.map(({ row, column }) => [row, column]);
  expect(await rowsOf('40993')).toEqual([[0, 'n']]);
  expect(await rowsOf('1.0')).toEqual([[1, 'n']]);
  expect(await rowsOf('-inf')).toEqual([[2, 'n']]);
  expect(await rowsOf('AB')).toEqual([]);
  expect(await rowsOf('2.5', ['name'])).toEqual([]);
  await expect(rowsOf('1', ['gone'])).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
});

const MANY = `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INT);
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 60000) INSERT INTO t SELECT x, 'row ' || x, x % 10 FROM c`;

test('the order and the filter of the view hold, before and after they are worked out', async () => {
  const under = await openRows(MANY);
  const wishes = {
    sort: [{ column: 'a', direction: 'down' as const }],
    filter: [{ column: 'b', text: '= 7' }],
  };
  const { view } = await under.open('t', wishes);
  const early = await findAll(under, view, { text: '99' });
  await under.settled(view);
  const late = await findAll(under, view, { text: '99' });
  expect(late).toEqual(early);
  const page = await under.page(view, { kind: 'row', row: early.matches[5]?.row ?? 0 }, 1);
  expect(page.keys).toEqual([early.matches[5]?.key]);
  expect(early.rowsRead).toBe(6000);
});

test('more than 10,000 matches are cut, and the first is there at once', async () => {
  const under = await openRows(MANY);
  const { view } = await under.open('t');
  const { matches, totalMatches, isCut } = await findAll(under, view, { text: 'ROW' });
  expect([matches.length, totalMatches, isCut]).toEqual([10_000, 10_000, true]);
  for await (const chunk of createFind(under.rows.views)(
    { view, text: '1', columns: null, matchCase: false },
    context,
  )) {
    expect(parsed(chunk).rowsRead).toBe(1);
    break;
  }
});

test('it stops at once when it is left or cancelled', async () => {
  const under = await openRows(MANY);
  const { view } = await under.open('t');
  const controller = new AbortController();
  const stream = createFind(under.rows.views)(
    { view, text: 'row', columns: null, matchCase: false },
    { client: 1, signal: controller.signal },
  )[Symbol.asyncIterator]();
  const first = await stream.next();
  expect(parsed(first.value).totalMatches).toBe(1);
  controller.abort();
  await expect(stream.next()).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await findAll(under, view, { text: 'row 60000' })).totalMatches).toBe(1);
});

test('values that are too large for a page are looked through to their end', async () => {
  const under = await openRows(`CREATE TABLE docs (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
    INSERT INTO docs VALUES ('a', json_object('long', printf('%.*c', 2000000, 'x') || ' needle', 'n', 1));
    CREATE TABLE t (a); INSERT INTO t VALUES (printf('%.*c', 2000000, 'x') || ' needle')`);
  for (const [object, column] of [
    ['docs', 'long'],
    ['t', 'a'],
  ] as const) {
    const { view } = await under.open(object);
    expect((await findAll(under, view, { text: 'NEEDLE' })).matches).toEqual([
      expect.objectContaining({ column, before: `${'x'.repeat(39)} `, match: 'needle', after: '' }),
    ]);
  }
});
