import { describe, expect, it } from 'vitest';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { cellFilter } from '../../lib/cells/cell-filter.ts';
import { gridActionOf } from '../../lib/grid/grid-keys.ts';
import { emptyLayout, hiddenNames, orderedNames, withHidden, withMoved } from './column-layout.ts';
import { nextSort, withFilter } from './filter-value.ts';

const columns = ['a', 'b', '__proto__', 'd'].map(
  (name): RowColumn => ({
    name,
    path: null,
    declaredType: 'TEXT',
    isNumeric: false,
    primaryKeyPosition: 0,
    isNotNull: false,
    isIndexed: false,
    isUnique: false,
    isGenerated: false,
    isHidden: name === 'd',
    references: null,
  }),
);

describe('sort and filter', () => {
  it('changes and removes the first filter of a column only', () => {
    const twice = [
      { column: 'a', text: '> 1' },
      { column: 'a', text: '< 9' },
    ];
    expect(withFilter(twice, { column: 'a', text: '> 2' })).toEqual([{ column: 'a', text: '> 2' }, twice[1]]);
    expect(withFilter(twice, { column: 'a', text: ' ' })).toEqual([twice[1]]);
    expect(withFilter(twice, { column: 'b', text: '' })).toEqual(twice);
  });

  it('goes up, down and off', () => {
    const up = nextSort([], 'a', false);
    expect(up).toEqual([{ column: 'a', direction: 'up' }]);
    const down = nextSort(up, 'a', false);
    expect(down).toEqual([{ column: 'a', direction: 'down' }]);
    expect(nextSort(down, 'a', false)).toEqual([]);
  });

  it('adds a second key and keeps the first', () => {
    const two = nextSort([{ column: 'a', direction: 'down' }], 'b', true);
    expect(two.map(({ column }) => column)).toEqual(['a', 'b']);
    expect(nextSort(two, 'a', true)).toEqual([{ column: 'b', direction: 'up' }]);
    expect(nextSort(two, 'b', false)).toEqual([{ column: 'b', direction: 'down' }]);
  });

  it('keeps one filter for a column', () => {
    const one = withFilter([], { column: 'a', text: '> 1' });
    expect(withFilter(one, { column: 'a', text: '> 2' })).toEqual([{ column: 'a', text: '> 2' }]);
    expect(withFilter(one, { column: 'a', text: ' ' })).toEqual([]);
  });

  it('filters by what it can name exactly', () => {
    expect(cellFilter(null)).toBe('null');
    expect(cellFilter('a"b')).toBe('= "a""b"');
    expect(cellFilter(2n ** 62n)).toBe(`= ${2n ** 62n}`);
    expect(cellFilter([2, 5000, 'cut'])).toBeNull();
    expect(cellFilter([4, 2, Uint8Array.of(1, 2)])).toBe("= x'0102'");
    expect(cellFilter([4, 200, Uint8Array.of(1, 2)])).toBeNull();
  });
});

describe('column layout', () => {
  it('hides what a module hides until it is arranged', () => {
    expect([...hiddenNames(emptyLayout, columns)]).toEqual(['d']);
    const shown = withHidden(emptyLayout, columns, 'd', false);
    expect([...hiddenNames(shown, columns)]).toEqual([]);
  });

  it('puts new columns where the table has them', () => {
    expect(orderedNames({ ...emptyLayout, order: ['d', 'a'] }, columns)).toEqual([
      'd',
      'a',
      'b',
      '__proto__',
    ]);
    expect(withMoved(emptyLayout, columns, 'a', '__proto__').order).toEqual(['b', '__proto__', 'a', 'd']);
  });
});

describe('keys of the grid', () => {
  const press = (key: string, held: string[] = []) =>
    gridActionOf({
      key,
      ctrlKey: held.includes('Ctrl'),
      metaKey: false,
      shiftKey: held.includes('Shift'),
      altKey: held.includes('Alt'),
    });
  it.each([
    ['ArrowDown', [], { kind: 'move', rows: 1, columns: 0, isExtending: false }],
    ['End', ['Ctrl', 'Shift'], { kind: 'move', rows: Infinity, columns: Infinity, isExtending: true }],
    ['ArrowLeft', ['Ctrl'], { kind: 'move', rows: 0, columns: -Infinity, isExtending: false }],
    ['ArrowLeft', ['Alt'], null],
    ['F10', ['Shift'], { kind: 'menu' }],
    ['Escape', [], { kind: 'escape' }],
    // Commands have these.
    ['g', ['Ctrl'], null],
    ['Enter', [], null],
    ['x', [], null],
  ] as const)('knows %s with %j', (key, held, action) => {
    expect(press(key, [...held])).toEqual(action);
  });
});
