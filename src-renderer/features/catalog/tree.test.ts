import { describe, expect, test } from 'vitest';
import type { CatalogObject, ObjectKind } from '../../../src-preload/contract/catalog.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { CatalogState } from './catalog-state.ts';
import { lineInPlaceOf, treeKey, typeAhead } from './tree-keys.ts';
import { treeLines } from './tree-rows.ts';

function file(id: string): OpenFileInfo {
  return {
    id,
    path: `/data/${id}.db`,
    name: `${id}.db`,
    folder: '/data',
    size: 4096,
    readMode: 'normal',
    readModeReason: null,
    readOnlyReason: null,
    driver: 'better-sqlite3',
    driverReason: null,
    sqliteVersion: '3.54.1',
    journalMode: 'wal',
    encoding: 'UTF-8',
    pageSize: 4096,
    foreignKeys: true,
    isSample: false,
  };
}
const object = (name: string, kind: ObjectKind): CatalogObject => ({ name, kind, error: null });
const shop = [
  object('albums', 'table'),
  object('Tracks', 'table'),
  object('orders', 'collection'),
  object('top_tracks', 'view'),
  object('sqlite_sequence', 'system'),
];
const ready = (objects: readonly CatalogObject[]): CatalogState => ({ kind: 'ready', objects });
const names = (filter = '', toggled: readonly string[] = []) =>
  treeLines([file('shop'), file('log')], new Map([['shop', ready(shop)]]), new Set(toggled), filter).map(
    ({ name }) => name,
  );

describe('the lines of the tree', () => {
  test('stand by file and section, internal ones folded, and say what is still read', () => {
    expect(names()).toEqual([
      ...[
        'shop.db',
        'Collections',
        'orders',
        'Tables',
        'albums',
        'Tracks',
        'Views',
        'top_tracks',
        'Internal',
      ],
      ...['log.db', 'Reading'],
    ]);
  });

  test('fold and unfold', () => {
    expect(names('', ['shop/file'])).toEqual(['shop.db', 'log.db', 'Reading']);
    expect(names('', ['shop/section/internal'])).toContain('sqlite_sequence');
    expect(names('', ['shop/section/tables'])).not.toContain('albums');
  });

  test('keep their parents when filtered, in folded parts too', () => {
    expect(names('TRACK', ['shop/file']).slice(0, 5)).toEqual([
      'shop.db',
      'Tables',
      'Tracks',
      'Views',
      'top_tracks',
    ]);
    expect(names('sqlite_').slice(0, 3)).toEqual(['shop.db', 'Internal', 'sqlite_sequence']);
    expect(treeLines([file('shop')], new Map([['shop', ready(shop)]]), new Set(), 'nothing')).toEqual([]);
  });

  test('say when a file has no tables or cannot be read', () => {
    const failure = { code: 'FILE_DAMAGED', message: 'It is damaged.', hint: null, details: null };
    const state: CatalogState = { kind: 'failed', failure };
    expect(treeLines([file('a')], new Map([['a', ready([])]]), new Set(), '')[1]?.kind).toBe('empty');
    expect(treeLines([file('a')], new Map([['a', state]]), new Set(), '')[1]?.name).toBe('It is damaged.');
  });
});

describe('keys in the tree', () => {
  const lines = treeLines([file('shop')], new Map([['shop', ready(shop)]]), new Set(), '');
  const albums = 'shop/object/albums';

  test('move, fold and open', () => {
    expect(treeKey(lines, 'shop/file', 'ArrowDown')).toEqual({
      kind: 'focus',
      id: 'shop/section/collections',
    });
    expect(treeKey(lines, albums, 'ArrowLeft')).toEqual({ kind: 'focus', id: 'shop/section/tables' });
    expect(treeKey(lines, 'shop/section/tables', 'ArrowLeft')).toEqual({
      kind: 'toggle',
      id: 'shop/section/tables',
    });
    expect(treeKey(lines, 'shop/section/internal', 'ArrowRight')).toEqual({
      kind: 'toggle',
      id: 'shop/section/internal',
    });
    expect(treeKey(lines, albums, 'Enter')).toEqual({ kind: 'open', id: albums, isPreview: false });
    expect(treeKey(lines, albums, ' ')).toEqual({ kind: 'open', id: albums, isPreview: true });
    expect(treeKey(lines, 'shop/file', 'ArrowUp')).toBeUndefined();
  });

  test('find names by their first letters, around the end', () => {
    expect(typeAhead(lines, albums, 't')).toBe('shop/object/Tracks');
    expect(typeAhead(lines, 'shop/object/top_tracks', 'a')).toBe(albums);
    expect(typeAhead(lines, albums, 'xyz')).toBeUndefined();
  });
});

test('a line that is gone gives the focus to what stands there now, or to its parent where that was folded', () => {
  const linesOf = (
    state: CatalogState | undefined,
    toggled: readonly string[] = [],
    files = [file('shop')],
  ) => treeLines(files, new Map(state === undefined ? [] : [['shop', state]]), new Set(toggled), '');
  const after = (before: ReturnType<typeof linesOf>, name: string, lines: ReturnType<typeof linesOf>) => {
    const gone = before.find((line) => line.name === name);
    if (gone === undefined) throw new Error(`no line ${name}`);
    return lineInPlaceOf(gone, before, lines);
  };
  const [reading, read] = [linesOf(undefined), linesOf(ready(shop))];
  expect(after(reading, 'Reading', read)).toBe('shop/section/collections');
  expect(after(read, 'Tracks', linesOf(ready(shop.filter(({ name }) => name !== 'Tracks'))))).toBe(
    'shop/section/views',
  );
  expect(after(read, 'Tracks', linesOf(ready(shop), ['shop/section/tables']))).toBe('shop/section/tables');
  expect(after(read, 'Internal', linesOf(ready(shop.slice(0, 1))))).toBe('shop/object/albums');
  expect(after(read, 'shop.db', linesOf(ready(shop), [], []))).toBeUndefined();
});
