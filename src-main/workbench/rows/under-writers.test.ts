import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { ViewInfo } from '../../../src-preload/contract/index.ts';
import { openRows, type RowsUnderTest } from './testing/open-rows.ts';

const ROWS = 400;
// In this mode a writer need not wait for those who read.
const TABLE = `PRAGMA journal_mode = WAL; CREATE TABLE t (id INTEGER PRIMARY KEY, a INT, b TEXT);
  CREATE TABLE w (id TEXT, a INT, b TEXT, PRIMARY KEY (id)) WITHOUT ROWID;
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT ${ROWS})
  INSERT INTO t SELECT x * 10, (x * 7919) % 101, 'row ' || x % 13 FROM c;
  INSERT INTO w SELECT printf('%05d', id), a, b FROM t`;

type Key = (number | string)[];
type Wishes = Pick<ViewInfo, 'sort' | 'filter'>;

const VIEWS: readonly { readonly wishes: Wishes; readonly sql: string }[] = [
  { wishes: { sort: [], filter: [] }, sql: 'ORDER BY id' },
  { wishes: { sort: [{ column: 'a', direction: 'down' }], filter: [] }, sql: 'ORDER BY a DESC, id DESC' },
  { wishes: { sort: [], filter: [{ column: 'a', text: '> 30' }] }, sql: 'WHERE a > 30 ORDER BY id' },
  {
    wishes: {
      sort: [
        { column: 'b', direction: 'up' },
        { column: 'a', direction: 'down' },
      ],
      filter: [{ column: 'a', text: '< 90' }],
    },
    sql: 'WHERE a < 90 ORDER BY b, a DESC, id DESC',
  },
];

function keysNow({ writer }: RowsUnderTest, table: string, sql: string): Key[] {
  return writer.allSync(`SELECT id FROM ${table} ${sql}`).rows.map((row) => [...row] as Key);
}

test.each(['t', 'w'])(
  'a page goes on at the next row where another program deleted the one it began at (%s)',
  async (table) => {
    const under = await openRows(TABLE);
    for (const { wishes, sql } of VIEWS) {
      const { view } = await under.open(table, wishes);
      await under.settled(view);
      const before = keysNow(under, table, sql);
      // Seen by the client as the edges of pages, each of them.
      const at = Math.floor(before.length / 2);
      const seen = await under.page(view, { kind: 'row', row: at }, 1);
      expect(seen.keys).toEqual([before[at]]);
      const key = [...(seen.keys[0] ?? [])];
      under.writer.execSync(`DELETE FROM ${table} WHERE id = ?`, [key[0] as string]);
      const after = keysNow(under, table, sql);
      const check = async () => {
        expect((await under.page(view, { kind: 'from', key }, 3)).keys).toEqual(after.slice(at, at + 3));
        expect((await under.page(view, { kind: 'after', key }, 3)).keys).toEqual(after.slice(at, at + 3));
        expect((await under.page(view, { kind: 'before', key }, 3)).keys).toEqual(after.slice(at - 3, at));
      };
      await check();
      await vi.waitFor(() => {
        const { count, isStale } = under.rows.views.get(view).info.progress;
        expect([count, isStale]).toEqual([{ value: after.length, kind: 'exact' }, false]);
      }, 15_000);
      await check();
      expect(await under.page(view, { kind: 'from', key }, 1)).toMatchObject({ firstRow: at, isExact: true });
      expect(await under.page(view, { kind: 'before', key }, 2)).toMatchObject({
        firstRow: at - 2,
        isExact: true,
      });
      // One that no page began or ended at: another row takes its place, and nothing fails.
      const unseen = after[7] as Key;
      under.writer.execSync(`DELETE FROM ${table} WHERE id = ?`, [unseen[0] as string]);
      expect((await under.page(view, { kind: 'from', key: unseen }, 3)).keys).toHaveLength(3);
      await under.rows.handlers.close({ view }, { client: 1, signal: new AbortController().signal });
    }
  },
  90_000,
);

const change = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'update'),
  id: fc.integer({ min: 1, max: ROWS * 10 + 20 }),
  a: fc.integer({ min: 0, max: 100 }),
});

test('pages by key are exact while rows come and go, and so are row numbers once they are counted again', async () => {
  const under = await openRows(TABLE);
  const views = [];
  for (const { wishes, sql } of VIEWS) {
    const { view } = await under.open('t', wishes);
    await under.settled(view);
    views.push({ view, sql });
  }
  const [plain] = views;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), fc.nat(), async (changes, seed) => {
      for (const { kind, id, a } of changes) {
        if (kind === 'insert')
          under.writer.execSync('INSERT OR IGNORE INTO t VALUES (?, ?, ?)', [id, a, `new ${a}`]);
        else if (kind === 'delete') under.writer.execSync('DELETE FROM t WHERE id = ?', [id]);
        else under.writer.execSync('UPDATE t SET a = ? WHERE id = ?', [a, id]);
      }
      const now = keysNow(under, 't', 'ORDER BY id');
      const at = seed % now.length;
      const key = now[at] as Key;
      const page = await under.page(plain?.view ?? '', { kind: 'from', key }, 5);
      expect(page.keys).toEqual(now.slice(at, at + 5));
    }),
    { numRuns: 25 },
  );
  for (const { view, sql } of views) {
    const expected = keysNow(under, 't', sql);
    await vi.waitFor(() => {
      const { count, isStale } = under.rows.views.get(view).info.progress;
      expect([count, isStale]).toEqual([{ value: expected.length, kind: 'exact' }, false]);
    }, 15_000);
    for (let at = 0; at < expected.length; at += 37) {
      const key = expected[at] as Key;
      const page = await under.page(view, { kind: 'from', key }, 5);
      expect(page).toMatchObject({ keys: expected.slice(at, at + 5), firstRow: at, isExact: true });
      expect((await under.page(view, { kind: 'row', row: at }, 5)).keys).toEqual(expected.slice(at, at + 5));
    }
  }
}, 60_000);
