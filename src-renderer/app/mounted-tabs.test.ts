import { expect, test } from 'vitest';
import { mountedTabs } from './mounted-tabs.ts';

test('draws the active tab first and keeps those shown last', () => {
  expect(mountedTabs(['a', 'b'], 'b', ['a', 'b', 'c'])).toEqual(['b', 'a']);
});

test('lets the tab go that was not shown for longest', () => {
  const six = ['a', 'b', 'c', 'd', 'e', 'f'];
  expect(mountedTabs(six, 'g', [...six, 'g'])).toEqual(['g', 'a', 'b', 'c', 'd', 'e']);
});

test('gives the same list when nothing has changed, so that nothing is drawn again', () => {
  const list = ['a', 'b'];
  expect(mountedTabs(list, 'a', ['a', 'b'])).toBe(list);
  expect(mountedTabs(list, null, ['b'])).toEqual(['b']);
});
