import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rows as contract } from '../../../src-preload/contract/rows.ts';
import { createLabels } from './labels.ts';
import { createRelated } from './related.ts';
import { context, openRows, type RowsUnderTest } from './testing/open-rows.ts';

async function related(under: RowsUnderTest, view: string, key: (number | string)[], limit = 4) {
  const handler = createRelated(under.rows.views, under.services);
  return contract.related.output.parse(await handler({ view, key, limit }, context));
}

const STORE = `PRAGMA foreign_keys = OFF;
  CREATE TABLE artists (id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE albums (id INTEGER PRIMARY KEY, title TEXT, artist INTEGER REFERENCES artists, shop TEXT, no INT,
    lost INTEGER REFERENCES nowhere (id), FOREIGN KEY (shop, no) REFERENCES shelves (SHOP, "no"));
  CREATE TABLE shelves (shop TEXT, no INT, note TEXT, PRIMARY KEY (shop, no)) WITHOUT ROWID;
  CREATE INDEX albums_artist ON albums (artist);
  INSERT INTO artists VALUES (1, 'Mira'), (2, 'Jonas');
  INSERT INTO shelves VALUES ('Cork', 7, 'left'), ('=Cork', 7, 'right'), ('null', 1, NULL);
  INSERT INTO albums VALUES (1, 'One', 1, 'Cork', 7, 5), (2, 'Two', 1, '=Cork', 7, NULL), (3, 'Three', 9, 'Cork', NULL, NULL),
    (4, 'Four', 1, 'null', 1, NULL), (5, 'Five', 1, NULL, NULL, NULL), (6, 'Six', 1, 'CORK', 7, NULL)`;

test('parents: single and composite keys, NULL, missing rows and broken targets', async () => {
  const under = await openRows(STORE);
  const { view } = await under.open('albums');
  const { parents } = await related(under, view, [1]);
  expect(parents).toEqual([
    expect.objectContaining({
      table: 'artists',
      fromColumns: ['artist'],
      toColumns: ['id'],
      columns: ['name'],
      row: { key: [1], cells: ['Mira'] },
      isNull: false,
    }),
    expect.objectContaining({ table: 'nowhere', kind: 'table', columns: [], row: null, isNull: false }),
    expect.objectContaining({
      table: 'shelves',
      fromColumns: ['shop', 'no'],
      columns: ['note'],
      row: { key: ['Cork', 7], cells: ['left'] },
    }),
  ]);
  const third = await related(under, view, [3]);
  expect(third.parents.map(({ row, isNull }) => [row, isNull])).toEqual([
    [null, false],
    [null, true],
    [null, true],
  ]);
  await expect(related(under, view, [99])).rejects.toMatchObject({ code: 'ROW_NOT_FOUND' });
});

test('children: the newest first, how many there are, and a filter that opens them', async () => {
  const under = await openRows(STORE);
  const artists = await under.open('artists', { filter: [{ column: 'name', text: 'Mira' }] });
  const { children } = await related(under, artists.view, [1], 2);
  expect(children).toEqual([
    {
      table: 'albums',
      kind: 'table',
      fromColumns: ['artist'],
      toColumns: ['id'],
      columns: ['id', 'title', 'shop', 'no', 'lost'],
      rows: [
        { key: [6], cells: [6, 'Six', 'CORK', 7, null] },
        { key: [5], cells: [5, 'Five', null, null, null] },
      ],
      count: { value: 5, kind: 'exact' },
      filter: [{ column: 'artist', text: '= 1' }],
    },
  ]);
  const shelves = await under.open('shelves');
  for (const [shop, no, expected] of [
    ['Cork', 7, [1]],
    ['=Cork', 7, [2]],
    ['null', 1, [4]],
  ] as const) {
    const [child] = (await related(under, shelves.view, [shop, no])).children;
    expect(child?.rows.map(({ key }) => key)).toEqual([expected]);
    const opened = await under.open('albums', { filter: child?.filter ?? [] });
    expect((await under.page(opened.view, { kind: 'first' }, 9)).keys).toEqual([expected]);
  }
});

test('a filter opens exactly the rows that are counted, whatever the value', async () => {
  const under = await openRows(`PRAGMA foreign_keys = OFF; CREATE TABLE p (k PRIMARY KEY);
    CREATE TABLE c (id INTEGER PRIMARY KEY, k REFERENCES p)`);
  const value = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom('=text', '~x*', 'null', '!null', 'a..b', "'q'", '"', ' 5 ', '5', "x'00'", '', '>'),
    fc.integer(),
    fc.constantFrom(0.5, -1e300),
  );
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(value, { minLength: 2, maxLength: 4 }), async (values) => {
      under.writer.execSync('DELETE FROM p');
      under.writer.execSync('DELETE FROM c');
      for (const k of values) {
        under.writer.execSync('INSERT INTO p VALUES (?)', [k]);
        under.writer.execSync('INSERT INTO c (k) VALUES (?), (?)', [k, k]);
      }
      const { view } = await under.open('p');
      const [child] = (await related(under, view, [1], 100)).children;
      const opened = await under.open('c', { filter: child?.filter ?? [] });
      const page = await under.page(opened.view, { kind: 'first' }, 100);
      expect(page.keys).toEqual(child?.rows.map(({ key }) => key).reverse());
      expect(child?.count).toEqual({ value: page.keys.length, kind: 'exact' });
      expect(page.keys.length).toBeGreaterThanOrEqual(2);
    }),
    { numRuns: 25 },
  );
});

test('a NULL in the key of a parent is pointed at by nobody', async () => {
  const under = await openRows(`CREATE TABLE p (id INTEGER PRIMARY KEY, k TEXT UNIQUE);
    CREATE TABLE c (k TEXT REFERENCES p (k)); INSERT INTO p VALUES (1, NULL); INSERT INTO c VALUES (NULL)`);
  const { view } = await under.open('p');
  const [child] = (await related(under, view, [1])).children;
  expect(child).toMatchObject({ rows: [], count: { value: 0, kind: 'exact' } });
  const opened = await under.open('c', { filter: child?.filter ?? [] });
  expect((await under.page(opened.view, { kind: 'first' }, 9)).rows).toEqual([]);
});

test('labels: the name of the parent, of a document, of two columns, and none', async () => {
  const under = await openRows(`
    CREATE TABLE genres (id INTEGER PRIMARY KEY, code TEXT, "Name" TEXT);
    CREATE TABLE people (email TEXT PRIMARY KEY, first_name TEXT, last_name TEXT);
    CREATE TABLE numbers (n REAL UNIQUE);
    CREATE TABLE carts (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
    CREATE TABLE t (genre INT REFERENCES genres, person REFERENCES people, n REFERENCES numbers (n), cart TEXT REFERENCES carts, plain TEXT);
    INSERT INTO genres VALUES (1, 'rk', 'Rock' || char(10) || '& Roll'), (9007199254740993, 'x', ''), (3, 'c', NULL);
    INSERT INTO people VALUES ('=a@b', 'Ada', 'Lovelace'), ('c@d', NULL, 'Cy');
    INSERT INTO carts VALUES ('k1', '{"total":5,"title":"First cart"}'), ('k2', '{"total":6,"title":"Second"}')`);
  const { view } = await under.open('t');
  const labels = async (column: string, values: Parameters<ReturnType<typeof createLabels>>[0]['values']) => {
    const answer = await createLabels(under.rows.views)({ view, column, values }, context);
    return contract.labels.output.parse(answer).labels;
  };
  expect(await labels('genre', [1, null, 7, 9007199254740993n, '1', [1, '1.0'], 3])).toEqual([
    'Rock & Roll',
    null,
    null,
    null,
    'Rock & Roll',
    'Rock & Roll',
    null,
  ]);
  expect(await labels('person', ['=a@b', 'c@d', 'none'])).toEqual(['Ada Lovelace', 'Cy', null]);
  expect(await labels('cart', ['k1', 'k2'])).toEqual(['First cart', 'Second']);
  expect(await labels('n', [1])).toEqual([null]);
  expect(await labels('plain', ['a'])).toEqual([null]);
  await expect(labels('gone', [])).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
});
