import { expect, test } from 'vitest';
import { acceptMatch, rootMatches, suggestion } from './path-completion.ts';

const roots = [
  { path: '/home/me/data', display: '~/data' },
  { path: '/srv/files', display: '/srv/files' },
];

test('a path above the allowed folders leads to them, however they are written', () => {
  expect(rootMatches(roots, '/').map(({ path }) => path)).toEqual(['/home/me/data', '/srv/files']);
  expect(rootMatches(roots, '/HOME/m').map(({ path }) => path)).toEqual(['/home/me/data']);
  expect(rootMatches(roots, '~').map(({ path }) => path)).toEqual(['/home/me/data']);
  expect(rootMatches(roots, '/etc')).toEqual([]);
});

test('a folder is taken with its separator, a file without', () => {
  const match = { name: 'data', path: '/home/me/data', isFolder: true };
  expect(acceptMatch(match)).toBe('/home/me/data/');
  expect(acceptMatch({ ...match, path: 'C:\\data' })).toBe('C:\\data\\');
  expect(acceptMatch({ ...match, isFolder: false })).toBe('/home/me/data');
});

test('the only match is suggested, else the marked one', () => {
  const matches = rootMatches(roots, '/');
  expect(suggestion(matches, -1)).toBeUndefined();
  expect(suggestion(matches, 1)?.path).toBe('/srv/files');
  expect(suggestion(matches.slice(0, 1), -1)?.path).toBe('/home/me/data');
});
