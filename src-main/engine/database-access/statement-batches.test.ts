import { expect, test } from 'vitest';
import { batchesOf } from './statement-batches.ts';

const statement = (values: number) => ({ sql: 'SELECT 1', params: new Array<number>(values).fill(1) });

test.each([
  ['none', [], []],
  ['few', [1, 2, 3], [3]],
  ['many', new Array(450).fill(1), [200, 200, 50]],
  ['of many values', [30_000, 30_000, 10_000, 10_000, 1], [1, 3, 1]],
  ['one beyond the most', [80_000, 1], [1, 1]],
])('statements, %s, are parted by their number and their values', (_what, values, sizes) => {
  const given = values.map(statement);
  const batches = [...batchesOf(given)];
  expect(batches.map((batch) => batch.length)).toEqual(sizes);
  expect(batches.flat()).toEqual(given);
});

test('values of statements that run more than once count all', () => {
  const each = new Array(100).fill(new Array(300).fill(1));
  const batches = [
    ...batchesOf([
      { sql: 'SELECT 1', each },
      { sql: 'SELECT 1', each },
    ]),
  ];
  expect(batches.map((batch) => batch.length)).toEqual([1, 1]);
});

test('are pulled when they are needed', () => {
  let pulled = 0;
  function* endless() {
    for (;;) {
      pulled += 1;
      yield statement(20_000);
    }
  }
  const batches = batchesOf(endless());
  expect(batches.next().value).toHaveLength(2);
  expect(pulled).toBe(3);
});
