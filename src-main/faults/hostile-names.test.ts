import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileNames, makeHostileNames } from '../../e2e/fixtures/hostile-names.ts';
import { makeDatabase, quote } from '../../e2e/fixtures/make-database.ts';
import { CellTag } from '../../src-preload/contract/index.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { browse, objectsOf } from './testing/browse.ts';
import { enginePid, isLong, startCheckedApp } from './testing/checked-app.ts';
import { connectionPids, privateBytesOf } from './testing/processes.ts';

let app: RunningApp;
beforeAll(async () => {
  app = await startCheckedApp();
});
afterAll(() => app.stop());

async function open(name: string, fill: Parameters<typeof makeDatabase>[1], pragmas?: readonly string[]) {
  return (await app.client.files.open({ path: makeDatabase(join(app.folder, name), fill, pragmas) })).id;
}

describe('hostile names', () => {
  let file: string;
  beforeAll(async () => {
    ({ id: file } = await app.client.files.open({
      path: makeHostileNames(join(app.folder, 'hostile <b>"names"<b> \u202e.db')),
    }));
  });

  test('every object is listed by exactly its name', async () => {
    const objects = await objectsOf(app.client, file);
    const expected = [...hostileNames, ...hostileNames.map((name) => `view of ${name}`), ''];
    expect([...objects.keys()].toSorted()).toEqual(expected.toSorted());
    expect([...objects.values()].filter(({ error }) => error !== null)).toEqual([]);
  });

  test.each(hostileNames.map((name, index) => [name.slice(0, 30), index] as const))(
    '%j shows its rows, sorted and filtered by its column as well',
    async (_name, index) => {
      const name = hostileNames[index] ?? '';
      const column = `col ${name}`;
      const { view, rows } = await browse(app.client, file, name, { asTable: true });
      expect(view.columns.map((each) => each.name)).toEqual(['id', column, '__proto__', 'payload']);
      expect(rows.map((row) => row[0])).toEqual([1, 2, 3]);
      expect(textOf(rows[0]?.[1])).toBe(`${name} 1`.slice(0, 1000));
      const first = await app.client.rows.open({
        file,
        object: name,
        asTable: true,
        sort: [{ column, direction: 'down' }],
        filter: [{ column: 'id', text: '<= 2' }],
      });
      const page = await app.client.rows.page({ view: first.view, anchor: { kind: 'first' }, limit: 10 });
      expect(page.rows.map((row) => row[0])).toEqual([2, 1]);
      await app.client.rows.close({ view: first.view });
      const structure = await app.client.catalog.structure({ file, object: name });
      expect(structure.columns.map((each) => each.name)).toContain(column);
      expect(await app.client.catalog.count({ file, object: `view of ${name}`, accuracy: 'exact' })).toEqual({
        value: 3,
        kind: 'exact',
      });
      expect((await browse(app.client, file, `view of ${name}`)).rows).toHaveLength(3);
    },
  );

  test('the table without a name shows its row, and layouts of hostile tables are remembered', async () => {
    expect((await browse(app.client, file, '')).rows).toEqual([[1, 'the table without a name']]);
    for (const object of ['__proto__', 'constructor', '']) {
      const layout = { order: ['__proto__', 'id'], hidden: ['toString'], pinned: [], widths: {} };
      await app.client.preferences.changeLayout({ file, object, layout });
      expect(await app.client.preferences.layout({ file, object })).toEqual(layout);
    }
  });
});

/** What is shown of a text: previews of long ones begin like the text itself. */
function textOf(cell: unknown): string {
  const text = Array.isArray(cell) ? String(cell[2]) : String(cell);
  return text.slice(0, 1000);
}

test('a table of 2,000 columns shows all of them', async () => {
  const names = Array.from({ length: 2_000 }, (_, index) => `c${index}`);
  const file = await open('wide.db', (db) => {
    db.exec(`CREATE TABLE wide (${names.join(', ')})`);
    const insert = db.prepare(`INSERT INTO wide VALUES (${names.map(() => '?').join(', ')})`);
    for (let row = 0; row < 30; row += 1) insert.run(names.map((_, index) => BigInt(index * 1000 + row)));
  });
  const { view, rows } = await browse(app.client, file, 'wide');
  expect(view.columns.map(({ name }) => name)).toEqual(names);
  expect(rows).toHaveLength(30);
  expect(rows[29]?.[1999]).toBe(1999 * 1000 + 29);
  expect((await app.client.catalog.structure({ file, object: 'wide' })).columns).toHaveLength(2_000);
});

test('368 tables are listed and each one opens', async () => {
  const file = await open('many.db', (db) => {
    for (let index = 0; index < 368; index += 1)
      db.exec(`CREATE TABLE t${index} (id INTEGER PRIMARY KEY); INSERT INTO t${index} VALUES (${index})`);
  });
  const objects = await objectsOf(app.client, file);
  expect(objects.size).toBe(368);
  const sampled = [...objects.keys()].filter((_, index) => isLong || index % 16 === 0);
  for (const name of sampled) {
    expect((await browse(app.client, file, name)).rows).toEqual([[Number(name.slice(1))]]);
  }
});

test('names of a megabyte are listed whole and open', async () => {
  const long = 'n'.repeat(1_000_000);
  const file = await open('long names.db', (db) => {
    db.exec(`CREATE TABLE ${quote(`t${long}`)} (id INTEGER PRIMARY KEY, ${quote(`c${long}`)} TEXT)`);
    db.exec(`INSERT INTO ${quote(`t${long}`)} VALUES (1, 'one')`);
    db.exec('CREATE TABLE short (id INTEGER PRIMARY KEY); INSERT INTO short VALUES (5)');
  });
  const objects = await objectsOf(app.client, file);
  expect([...objects.keys()].map((name) => name.length).toSorted((a, b) => a - b)).toEqual([5, 1_000_001]);
  const { view, rows } = await browse(app.client, file, `t${long}`);
  expect(view.columns.map(({ name }) => name.length)).toEqual([2, 1_000_001]);
  expect(rows).toEqual([[1, 'one']]);
  expect((await browse(app.client, file, 'short')).rows).toEqual([[5]]);
});

test.runIf(process.platform === 'linux')(
  'a cell of half a gigabyte is browsed with at most 100 MB more memory, and its end can be read',
  async () => {
    const size = isLong ? 500_000_000 : 200_000_000;
    const file = await open('big.db', (db) => {
      db.exec('CREATE TABLE big (id INTEGER PRIMARY KEY, v)');
      db.exec(`INSERT INTO big VALUES (1, 'before'), (2, zeroblob(${size})), (3, 'after')`);
      db.exec(`INSERT INTO big SELECT 4, CAST(zeroblob(${size / 10}) AS TEXT)`);
    });
    const { view } = await app.client.rows.open({ file, object: 'big' });
    await app.client.rows.page({ view, anchor: { kind: 'first' }, limit: 1 });
    const pids = () => connectionPids(app.client, file);
    const before = new Map((await pids()).map((pid) => [pid, privateBytesOf(pid)]));
    const engineBefore = privateBytesOf(enginePid(app));
    let most = 0;
    const measure = async () => {
      for (const pid of await pids()) most = Math.max(most, privateBytesOf(pid) - (before.get(pid) ?? 0));
      most = Math.max(most, privateBytesOf(enginePid(app)) - engineBefore);
    };
    const page = await app.client.rows.page({ view, anchor: { kind: 'first' }, limit: 10 });
    await measure();
    expect(page.rows.map((row) => row[0])).toEqual([1, 2, 3, 4]);
    expect(page.rows[1]?.[1]).toMatchObject([CellTag.blob, size, expect.any(Uint8Array)]);
    expect(page.rows[3]?.[1]).toEqual([CellTag.longText, size / 10, '']);
    await app.client.rows.row({ view, key: [2] });
    await measure();
    const end = await app.client.rows.cell({
      view,
      key: [2],
      column: 'v',
      offset: size - 100,
      length: 1_000,
    });
    await measure();
    expect(end.bytes).toHaveLength(100);
    const sorted = await app.client.rows.open({
      file,
      object: 'big',
      sort: [{ column: 'id', direction: 'down' }],
    });
    const last = await app.client.rows.page({ view: sorted.view, anchor: { kind: 'first' }, limit: 10 });
    await measure();
    expect(last.rows.map((row) => row[0])).toEqual([4, 3, 2, 1]);
    expect(Math.round(most / 1e6)).toBeLessThan(100);
    await app.client.files.close({ file });
  },
);
