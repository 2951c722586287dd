import { expect, test } from 'vitest';
import type { RowColumn } from '../../../src-preload/contract/rows.ts';
import { fittedWidth } from './column-layout.ts';

const plain: RowColumn = {
  name: 'id',
  path: null,
  declaredType: 'INTEGER',
  isNumeric: true,
  primaryKeyPosition: 0,
  isNotNull: false,
  isIndexed: false,
  isUnique: false,
  isGenerated: false,
  isHidden: false,
  references: null,
};
const widthOf = (facts: Partial<RowColumn>) => fittedWidth({ ...plain, ...facts }, [1, 2]);

test('a head has room for the badges that it shows, and for no others', () => {
  const one = widthOf({ isIndexed: true });
  expect(one).toBeGreaterThan(widthOf({}));
  expect(widthOf({ isIndexed: true, isUnique: true })).toBe(one);
  expect(widthOf({ primaryKeyPosition: 1, isIndexed: true, isUnique: true })).toBe(one);
});

test('the values of a sample make a column wider, up to a limit', () => {
  const wide = fittedWidth({ ...plain, declaredType: 'TEXT' }, ['a'.repeat(30)]);
  expect(wide).toBeGreaterThan(30 * 7);
  expect(fittedWidth({ ...plain, declaredType: 'TEXT' }, ['a'.repeat(3000)], 320)).toBe(320);
});
