import { expect, test } from 'vitest';
import { DocumentPaths } from './document-paths.ts';
import { parseFilterPath } from './filter-path.ts';

test('places in documents are named as filters name them', () => {
  const paths = new DocumentPaths();
  paths.add({ 'a b': 1, items: [{ qty: 2, tags: ['x'] }, { qty: null }], at: { __type: 'Date', value: '' } });
  paths.add({ items: [[5]], 'a b': 'x' });
  paths.add(7);
  expect(paths.inArrays()).toEqual([
    { path: 'items any', types: ['object', 'array'] },
    { path: 'items any qty', types: ['number', 'null'] },
    { path: 'items any tags', types: ['array'] },
    { path: 'items any tags any', types: ['string'] },
    { path: 'items any any', types: ['number'] },
  ]);
  expect(paths.paths().map(({ path }) => path)).toEqual(
    expect.arrayContaining(['["a b"]', 'items', 'at', 'at.value']),
  );
  for (const { path } of paths.paths()) expect(parseFilterPath(path)).toMatchObject({ ok: true });
});

test('the column that holds the document comes first; large and deep documents end somewhere', () => {
  const paths = new DocumentPaths();
  let deep: unknown = 1;
  for (let depth = 0; depth < 100; depth += 1) deep = { x: deep };
  paths.add(
    { deep, map: Object.fromEntries(Array.from({ length: 5000 }, (_, key) => [`k${key}`, key])) },
    'data',
  );
  paths.add([{ y: 1 }], 'list');
  const found = paths.paths().map(({ path }) => path);
  expect(found).toContain('data.deep.x.x.x.x.x');
  expect(found).not.toContain('data.deep.x.x.x.x.x.x');
  expect(found).toContain('list any y');
  expect(found.length).toBeLessThan(100);
});
