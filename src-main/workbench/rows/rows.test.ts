import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test, vi } from 'vitest';
import { decode } from '../../../src-preload/contract/index.ts';
import { Encoded } from '../handlers.ts';
import { context, openRows } from './testing/open-rows.ts';

const NUMBERS = `CREATE TABLE t (id INTEGER PRIMARY KEY, a);
  WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT 5000) INSERT INTO t SELECT x, x % 7 FROM c;`;

test('a view is numbered, sorted and filtered, and its cells are read whole', async () => {
  const under = await openRows(
    `${NUMBERS} CREATE VIEW v AS SELECT id AS n, 'row ' || id AS text, id * 1.0 AS r, CAST(x'ff' AS TEXT) AS bad FROM t`,
  );
  const { view, keyKind } = await under.open('v', { sort: [{ column: 'n', direction: 'down' }] });
  expect(keyKind).toBe('position');
  const page = await under.page(view, { kind: 'first' }, 2);
  expect(page.rows).toEqual([
    [5000, 'row 5000', [1, '5000.0'], [3, 1, new Uint8Array([255])]],
    [4999, 'row 4999', [1, '4999.0'], [3, 1, new Uint8Array([255])]],
  ]);
  const info = await under.settled(view);
  expect(info.progress.count).toEqual({ value: 5000, kind: 'exact' });
  const far = await under.page(view, { kind: 'row', row: 4998 }, 10);
  expect(far).toMatchObject({ firstRow: 4998, isEnd: true, keys: [[4999], [5000]] });
  const [key] = far.keys;
  expect(await under.rows.handlers.locate({ view, key: key ?? [] }, context)).toEqual({
    row: 4998,
    isExact: true,
  });
  const cell = await under.rows.handlers.cell(
    { view, key: key ?? [], column: 'text', offset: 4, length: 10, as: 'stored' },
    context,
  );
  expect(cell).toEqual({ type: 'text', byteLength: 5, bytes: new TextEncoder().encode('2') });
});

test('documents are shown by their fields, and sorted and filtered by them', async () => {
  const under = await openRows(`CREATE TABLE people (_id TEXT PRIMARY KEY, doc BLOB NOT NULL);
    INSERT INTO people VALUES ('a', jsonb('{"name":{"first":"Ada"},"age":36,"ok":true}')),
      ('b', jsonb('{"name":{"first":"Bob"},"age":7.50}')), ('c', '{"name":{"first":"Cy"},"age":null,"ok":false}')`);
  const opened = await under.open('people', { sort: [{ column: 'age', direction: 'down' }] });
  expect(opened.kind).toBe('collection');
  expect(opened.columns.map(({ name }) => name)).toEqual(['_id', 'name.first', 'age', 'ok']);
  expect(opened.columns[0]?.declaredType).toBe('string');
  const page = await under.page(opened.view, { kind: 'first' }, 9);
  expect(page.rows).toEqual([
    ['a', 'Ada', 36, [9, true]],
    ['b', 'Bob', [8, '7.50'], [11]],
    ['c', 'Cy', [10], [9, false]],
  ]);
  const filtered = await under.open('people', { filter: [{ column: 'ok', text: '= false' }] });
  expect((await under.page(filtered.view, { kind: 'first' }, 9)).rows.map(([id]) => id)).toEqual(['c']);
  const table = await under.open('people', { asTable: true });
  expect(table.columns.map(({ name }) => name)).toEqual(['_id', 'doc']);
  expect(table.columns[0]?.declaredType).toBe('TEXT');
  const row = await under.rows.handlers.row({ view: opened.view, key: [2] }, context);
  expect(row instanceof Encoded && decode(row.bytes)).toEqual({ cells: ['b', 'Bob', [8, '7.50'], [11]] });
});

test('what cannot be opened says why', async () => {
  const under = await openRows(`${NUMBERS} CREATE VIEW broken AS SELECT * FROM missing_table`);
  await expect(under.open('none')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
  await expect(under.open('broken')).rejects.toMatchObject({ code: 'OBJECT_UNREADABLE' });
  await expect(under.open('t', { filter: [{ column: 'x', text: '1' }] })).rejects.toMatchObject({
    code: 'COLUMN_NOT_FOUND',
  });
  await expect(under.open('t', { filter: [{ column: 'a', text: '>' }] })).rejects.toMatchObject({
    code: 'FILTER_INVALID',
    details: { column: 'a' },
  });
  await expect(under.page('no view', { kind: 'first' }, 1)).rejects.toMatchObject({ code: 'VIEW_GONE' });
});

test('rows that another program writes are counted and ranked again', async () => {
  const under = await openRows(NUMBERS);
  const plain = await under.open('t');
  const sorted = await under.open('t', { sort: [{ column: 'a', direction: 'up' }] });
  await under.settled(plain.view);
  await under.settled(sorted.view);
  under.writer.execSync('INSERT INTO t VALUES (0, -1), (-1, NULL)');
  const count = (view: string) => under.rows.views.get(view).info.progress;
  await vi.waitFor(() => {
    expect(count(plain.view)).toMatchObject({ count: { value: 5002, kind: 'exact' }, isStale: false });
    expect(count(sorted.view)).toMatchObject({ count: { value: 5002, kind: 'exact' }, isStale: false });
  }, 15_000);
  expect((await under.page(plain.view, { kind: 'row', row: 2 }, 1)).keys).toEqual([[1]]);
  expect((await under.page(sorted.view, { kind: 'row', row: 0 }, 2)).keys).toEqual([[-1], [0]]);
  under.writer.execSync('ALTER TABLE t ADD COLUMN b');
  await vi.waitFor(() => expect(() => under.rows.views.get(plain.view)).toThrow('other columns'), 15_000);
}, 40_000);

test('views end with their client and leave nothing behind', async () => {
  const under = await openRows(NUMBERS);
  const { view } = await under.open('t', { sort: [{ column: 'a', direction: 'up' }] });
  await under.settled(view);
  const scratch = () => readdirSync(dirname(under.path)).filter((name) => name.startsWith('rows-'));
  expect(scratch()).toHaveLength(1);
  under.clients.leave(2);
  expect(under.rows.views.get(view).id).toBe(view);
  under.clients.leave(1);
  expect(() => under.rows.views.get(view)).toThrow();
  await vi.waitFor(() => expect(scratch()).toEqual([]));
});
