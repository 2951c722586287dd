import { expect, test } from 'vitest';
import { pathsOfUriList } from './dropped-paths.ts';

test('finds the paths in a list of addresses', () => {
  const list =
    '# made by a file manager\r\nfile:///home/me/My%20Data/shop.sqlite\r\nhttps://example.org/x.db';
  expect(pathsOfUriList(list)).toEqual(['/home/me/My Data/shop.sqlite']);
});

test('takes plain paths, and drives of Windows', () => {
  expect(pathsOfUriList('/srv/a.db')).toEqual(['/srv/a.db']);
  expect(pathsOfUriList('file:///C:/data/a.db')).toEqual(['C:/data/a.db']);
});

test('leaves out what is no path', () => {
  expect(pathsOfUriList('')).toEqual([]);
  expect(pathsOfUriList('file:///%E0%A4%A')).toEqual([]);
  expect(pathsOfUriList('select 1')).toEqual([]);
});
