import { expect, it } from 'vitest';
import { parseFilter } from '../../../src-preload/contract/filter-text.ts';
import { problemFilter } from './problem-filter.ts';

const group = (path: string, values: readonly (string | null)[], message = 'Invalid input') => ({
  ...{ path, message, documents: 3 },
  values: values.map((json) => ({ json, count: 1 })),
});

it.each([
  [group('status', ['"payed"']), 'status', '= "payed"'],
  [group('ship.country', ['"It""aly"', '12', '"a, b"'].slice(1)), 'ship.country', 'in (12, "a, b")'],
  [group('items[].qty', ['0']), 'items any qty', '= 0'],
  [group('created_at', [null], 'is missing'), 'created_at', 'missing'],
  [group('name', ['"say \\"so\\""']), 'name', '= "say ""so"""'],
])('%# is a filter that can be read', (problem, column, text) => {
  expect(problemFilter(problem)).toEqual({ column, text });
  expect(parseFilter(text)).toMatchObject({ ok: true });
});

it.each([
  group('', [null]),
  group('tags[]', ['1']),
  group('a[].b[].c', ['1']),
  group('odd key.b', ['1']),
  group('status', ['{"a":1}']),
  group('status', ['"cut…']),
  group(
    'status',
    Array.from({ length: 20 }, (_, index) => String(index)),
  ),
  group('items[].qty', [null], 'is missing'),
])('%# has none', (problem) => {
  expect(problemFilter(problem)).toBeNull();
});
