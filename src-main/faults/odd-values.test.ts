import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeOddValues, oddValues } from '../../e2e/fixtures/odd-values.ts';
import { type Cell, CellTag } from '../../src-preload/contract/index.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { browse } from './testing/browse.ts';
import { startCheckedApp } from './testing/checked-app.ts';

let app: RunningApp;
let file: string;
let path: string;
let hash: string;
beforeAll(async () => {
  app = await startCheckedApp();
  path = makeOddValues(join(app.folder, 'odd.db'));
  hash = hashOf(path);
  ({ id: file } = await app.client.files.open({ path }));
});
afterAll(() => app.stop());

const hashOf = (name: string) => createHash('sha256').update(readFileSync(name)).digest('hex');
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));
const { real, longText, badText, blob, jsonb } = CellTag;

/** How each value must look on the wire, by what it is. */
const cells: Readonly<Record<string, Cell>> = {
  'int64 max': 9223372036854775807n,
  'int64 min': -9223372036854775808n,
  '2^53 - 1': 9007199254740991,
  '2^53': 9007199254740992,
  '2^53 + 1': 9007199254740993n,
  'integer one': 1,
  'real one': [real, '1.0'],
  'minus zero': [real, '-0.0'],
  infinity: [real, 'Inf'],
  'minus infinity': [real, '-Inf'],
  tenth: 0.1,
  'huge real': [real, '1.0e+300'],
  null: null,
  'empty text': '',
  'text NULL': 'NULL',
  'text with NUL': 'a\0b',
  'invalid UTF-8': [badText, 3, hex('61ff62')],
  'replacement character': 'a\ufffdb',
  'line breaks': 'a\nb\r\nc',
  'number as text': '00123',
  blob: [blob, 4, hex('00010203')],
  'empty blob': [blob, 0, hex('')],
  json: '{"a":[1,2,{"b":1.10}],"c":1e400}',
  jsonb: [jsonb, 0, '{"a":[1,2,3],"n":1.10}', true],
  'long text': [longText, 12_500, 'long '],
  'long blob': [blob, 100_000, new Uint8Array(64)],
};

/** What a cell is before its preview: previews may have any length up to a limit, and the size of JSONB is SQLite's. */
function comparable(cell: Cell): unknown {
  if (!Array.isArray(cell)) return typeof cell === 'bigint' ? `bigint ${cell}` : cell;
  if (cell[0] === longText) return [longText, cell[1], String(cell[2]).slice(0, 5)];
  if (cell[0] === jsonb) return [jsonb, cell[2], cell[3]];
  return cell;
}

test('every odd value is shown as it is stored', async () => {
  const { rows } = await browse(app.client, file, 'odd');
  const shown = Object.fromEntries(rows.map(([, what, cell]) => [String(what), comparable(cell ?? null)]));
  const expected = Object.fromEntries(oddValues.map(([what]) => [what, comparable(cells[what] ?? null)]));
  expect(shown).toEqual(expected);
});

test('a value of another type than its column is shown as what it is', async () => {
  const { rows } = await browse(app.client, file, 'typed');
  expect(rows).toEqual([
    [1, 'not a number', '5'],
    [2, 3.5, null],
  ]);
});

/** Text of an SQL expression of the fixture as the bytes that SQLite stores: only for text and blobs. */
const stored: Readonly<Record<string, Uint8Array>> = {
  'text with NUL': hex('610062'),
  'invalid UTF-8': hex('61ff62'),
  'replacement character': hex('61efbfbd62'),
  'empty text': hex(''),
  blob: hex('00010203'),
  'empty blob': hex(''),
  json: new TextEncoder().encode('{"a":[1,2,{"b":1.10}],"c":1e400}'),
  'long text': new TextEncoder().encode('long '.repeat(2500)),
  'long blob': new Uint8Array(100_000),
};

test('the bytes of texts and blobs come whole, in pieces of any size', async () => {
  const { view } = await app.client.rows.open({ file, object: 'odd' });
  for (const [what, bytes] of Object.entries(stored)) {
    const id = oddValues.findIndex(([name]) => name === what) + 1;
    const parts: Uint8Array[] = [];
    const length = Math.max(1, Math.ceil(bytes.byteLength / 3));
    for (let offset = 0; offset === 0 || offset < bytes.byteLength; offset += length) {
      const cell = { view, key: [id], column: 'v', offset, length };
      const piece = await app.client.rows.cell(cell);
      expect({ what, byteLength: piece.byteLength }).toEqual({ what, byteLength: bytes.byteLength });
      parts.push(piece.bytes);
    }
    expect({ what, hex: Buffer.concat(parts).toString('hex') }).toEqual({
      what,
      hex: Buffer.from(bytes).toString('hex'),
    });
  }
  await app.client.rows.close({ view });
});

test('filters find odd values by what is typed, and an order of odd values is that of SQLite', async () => {
  const find = async (text: string) => {
    const view = await app.client.rows.open({ file, object: 'odd', filter: [{ column: 'v', text }] });
    const { rows } = await app.client.rows.page({ view: view.view, anchor: { kind: 'first' }, limit: 100 });
    await app.client.rows.close({ view: view.view });
    return rows.map(([, what]) => what);
  };
  expect(await find('= 9223372036854775807')).toEqual(['int64 max']);
  expect(await find('= -9223372036854775808')).toEqual(['int64 min']);
  expect(await find('= 9007199254740993')).toEqual(['2^53 + 1']);
  expect(await find('null')).toEqual(['null']);
  const sorted = await app.client.rows.open({
    file,
    object: 'odd',
    sort: [{ column: 'v', direction: 'up' }],
  });
  const { rows } = await app.client.rows.page({ view: sorted.view, anchor: { kind: 'first' }, limit: 100 });
  const order = rows.map(([, what]) => what);
  expect(order.slice(0, 3)).toEqual(['null', 'minus infinity', 'int64 min']);
  expect(order.indexOf('2^53 - 1')).toBeLessThan(order.indexOf('2^53'));
  expect(order.indexOf('2^53')).toBeLessThan(order.indexOf('2^53 + 1'));
  expect(order).toHaveLength(oddValues.length);
});

test('nothing of all this has changed the file', () => {
  expect(hashOf(path)).toBe(hash);
});
