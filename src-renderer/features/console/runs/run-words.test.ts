import { expect, test } from 'vitest';
import { outcomeText } from './run-words.ts';

test.each([
  ['SELECT 1', 1, null, '1 row, 2.0 ms'],
  ['SELECT 1 WHERE 0', 0, null, '0 rows, 2.0 ms'],
  ['PRAGMA optimize', null, null, 'done, 2.0 ms'],
  ['UPDATE t SET x = 1', 0, 1204, '1,204 rows changed, 2.0 ms'],
  ['WITH a AS (SELECT 1) DELETE FROM t', null, 0, 'no row changed, 2.0 ms'],
  ['INSERT INTO t VALUES (1) RETURNING *', 1, 1, '1 row changed, 1 row, 2.0 ms'],
  ['CREATE TABLE t (x)', null, 0, 'done, 2.0 ms'],
  ['VACUUM', 0, 0, 'done, 2.0 ms'],
] as const)('%s', (sql, rows, changes, words) => {
  expect(outcomeText({ sql, rows, changes, milliseconds: 2 })).toBe(words);
});
