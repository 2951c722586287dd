import { describe, expect, test } from 'vitest';
import { pathsOfUriList, readDrop } from './dropped-paths.ts';

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

describe('a drop', () => {
  const files = [new File(['a'], 'a.db'), new File(['b'], 'b.db')] as unknown as FileList;
  const drop = { files, getData: (type: string) => (type === 'text/uri-list' ? 'file:///listed/a.db' : '') };

  test('is what the shell says of its files, if it says anything', () => {
    expect(readDrop(drop, ({ name }) => `/told/${name}`)).toEqual({
      paths: ['/told/a.db', '/told/b.db'],
      names: [],
    });
  });

  test('is what the list of addresses says where the shell says nothing, and the names besides', () => {
    expect(readDrop(drop, () => null)).toEqual({ paths: ['/listed/a.db'], names: ['a.db', 'b.db'] });
  });
});
