import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { context, openRows, type RowsUnderTest } from './testing/open-rows.ts';

/** The first cell of every row, read page by page from the first to the last, then by number from the middle on. */
async function walk(under: RowsUnderTest, view: string, limit = 50) {
  const cells: unknown[] = [];
  for (let page = await under.page(view, { kind: 'first' }, limit); ; ) {
    cells.push(...page.rows.map(([cell]) => cell));
    const last = page.keys.at(-1);
    if (page.isEnd || last === undefined) break;
    page = await under.page(view, { kind: 'after', key: last }, limit);
  }
  await under.settled(view);
  const middle = cells.length >> 1;
  const page = await under.page(view, { kind: 'row', row: middle }, limit);
  expect(page.rows.map(([cell]) => cell)).toEqual(cells.slice(middle, middle + limit));
  return cells;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('full-text and r-tree tables are walked, sorted and filtered', async () => {
  const under = await openRows(`CREATE VIRTUAL TABLE words USING fts5 (word, n);
    CREATE VIRTUAL TABLE boxes USING rtree (id, a, b);
    WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 300)
    INSERT INTO words (word, n) SELECT 'word ' || x, x FROM c;
    INSERT INTO boxes SELECT n, n, n + 1 FROM words`);
  for (const [object, column] of [
    ['words', 'n'],
    ['boxes', 'a'],
  ] as const) {
    const plain = await under.open(object);
    expect(await walk(under, plain.view)).toHaveLength(300);
    const sorted = await under.open(object, {
      sort: [{ column, direction: 'down' }],
      filter: [{ column, text: '<= 200' }],
    });
    const cells = await walk(under, sorted.view);
    expect(cells).toEqual(
      numbers(200)
        .reverse()
        .map((n) => (object === 'words' ? `word ${n}` : n)),
    );
  }
});

test('a table whose unique key has NULLs is named by its rowid; one without any rowid name still shows all rows', async () => {
  const under = await openRows(`CREATE TABLE t (k TEXT UNIQUE, n INT);
    CREATE TABLE hidden (rowid TEXT, _rowid_ TEXT, oid TEXT, n INT NOT NULL, UNIQUE (n));
    WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 200)
    INSERT INTO t SELECT CASE WHEN x % 3 THEN 'k' || x END, x FROM c;
    INSERT INTO hidden SELECT 'same', 'same', NULL, n FROM t`);
  const nulls = await under.open('t', { sort: [{ column: 'k', direction: 'up' }] });
  expect(nulls.keyKind).toBe('rowid');
  const cells = await walk(under, nulls.view, 7);
  expect([cells.length, cells.filter((cell) => cell === null).length]).toEqual([200, 66]);
  const hidden = await under.open('hidden');
  expect([hidden.keyKind, hidden.keyColumns]).toEqual(['unique', ['n']]);
  expect(await walk(under, hidden.view, 7)).toHaveLength(200);
});

test('views keep an order of their own, take another one, and say how much of an endless one is shown', async () => {
  const under = await openRows(`CREATE TABLE t (n INT);
    WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 300) INSERT INTO t SELECT x FROM c;
    CREATE VIEW down AS SELECT n FROM t ORDER BY n DESC;
    CREATE VIEW plain AS SELECT n FROM t WHERE n > 100`);
  expect(await walk(under, (await under.open('down')).view)).toEqual(numbers(300).reverse());
  const up = await under.open('down', { sort: [{ column: 'n', direction: 'up' }] });
  expect(await walk(under, up.view)).toEqual(numbers(300));
  const plain = await under.open('plain', { filter: [{ column: 'n', text: '<= 150' }] });
  expect(await walk(under, plain.view, 20)).toEqual(numbers(150).slice(100));
  expect((await under.settled(plain.view)).limitedTo).toBeNull();
});

test.each(['UTF-16le', 'UTF-16be', 'UTF-8'])(
  'a rank is searched by halves in %s, with NOCASE and NULLs',
  async (encoding) => {
    const under = await openRows(`PRAGMA encoding = '${encoding}';
    CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE);
    WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 300)
    INSERT INTO t SELECT x, CASE x % 5 WHEN 0 THEN NULL WHEN 1 THEN 'é' || x % 7 WHEN 2 THEN 'B' WHEN 3 THEN 'b' ELSE '😀' END FROM c`);
    for (const direction of ['up', 'down'] as const) {
      const { view } = await under.open('t', { sort: [{ column: 'a', direction }] });
      await under.settled(view);
      const tie = direction === 'up' ? '' : 'DESC';
      const ids = under.writer
        .allSync(`SELECT id FROM t ORDER BY a ${tie}, id ${tie}`)
        .rows.map(([id]) => id as number);
      for (let at = 0; at < ids.length; at += 23) {
        const key = [ids[at] ?? 0];
        expect(await under.rows.handlers.locate({ view, key }, context)).toMatchObject({ row: at });
        expect((await under.page(view, { kind: 'from', key }, 4)).keys).toEqual(
          ids.slice(at, at + 4).map((id) => [id]),
        );
      }
    }
  },
);

test.each([512, 4096, 65_536])(
  'a damaged page of %i bytes hides what is on it, and nothing before it',
  async (pageSize) => {
    const under =
      await openRows(`PRAGMA page_size = ${pageSize}; CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
    WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 4000)
    INSERT INTO t SELECT x, 'some text to fill pages ' || x FROM c;
    CREATE TABLE other (n); INSERT INTO other VALUES (1)`);
    const bytes = readFileSync(under.path);
    // Where the row stands, its whole page is overwritten.
    const at = bytes.indexOf('some text to fill pages 2000');
    const start = Math.floor(at / pageSize) * pageSize;
    bytes.fill(0xa5, start, start + pageSize);
    writeFileSync(under.path, bytes);
    const { view } = await under.open('t');
    expect((await under.page(view, { kind: 'first' }, 100)).rows).toHaveLength(100);
    expect((await under.page(view, { kind: 'last' }, 100)).rows.at(-1)?.[0]).toBe(4000);
    const [first] = (await under.page(view, { kind: 'from', key: [3990] }, 1)).keys;
    expect(first).toEqual([3990]);
    await expect(under.page(view, { kind: 'from', key: [2000] }, 10)).rejects.toMatchObject({
      code: 'CORRUPT',
    });
    // Rows behind it cannot be counted: their number is an estimate, or there is none.
    const far = await under.page(view, { kind: 'row', row: 3900 }, 10).catch((error: unknown) => error);
    expect(far).toSatisfy(
      (end: object) => ('code' in end && end.code === 'CORRUPT') || ('isExact' in end && !end.isExact),
    );
    expect((await under.page((await under.open('other')).view, { kind: 'first' }, 9)).rows).toEqual([[1]]);
  },
);
