import type { CatalogObject } from '../../../src-preload/contract/index.ts';

/** A few words about the content of a file, such as "11 tables, 3 collections". */
export function summaryOf(objects: readonly CatalogObject[]): string {
  const count = (kind: CatalogObject['kind']) => objects.filter((object) => object.kind === kind).length;
  const parts = [
    [count('table'), 'table', 'tables'],
    [count('collection'), 'collection', 'collections'],
    [count('view'), 'view', 'views'],
    [count('virtual'), 'virtual table', 'virtual tables'],
  ] as const;
  const words = parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`);
  return words.length === 0 ? 'no tables' : words.join(', ');
}
