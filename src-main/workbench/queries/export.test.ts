import { expect, test } from 'vitest';
import type { CopyFormat } from '../../../src-preload/contract/index.ts';
import { failureOf } from '../../faults/testing/failures.ts';
import { startConsoleApp } from './testing/console-app.ts';

const SQL = `SELECT 1 AS a, 1.0 AS A, 'x, "y"' AS b, NULL, x'00ff' AS "a_2", 9223372036854775807 AS big, '=1+1' AS f`;

test('a result is exported in every format with exact values, duplicate names told apart where they must be', async () => {
  const { client, file } = await startConsoleApp('CREATE TABLE t (x)');
  const exported = async (format: CopyFormat, more = {}) => {
    let text = '';
    for await (const chunk of client.queries.export({ file, sql: SQL, format, ...more })) text += chunk.text;
    return text;
  };
  expect(await exported('csv')).toBe(
    `a,A,b,NULL,a_2,big,f\r\n1,1.0,"x, ""y""",,x'00ff',9223372036854775807,=1+1\r\n`,
  );
  expect(await exported('csv', { withHeader: false, safeForSpreadsheets: true })).toContain(`,'=1+1\r\n`);
  const object = `{"a":1,"A_3":1.0,"b":"x, \\"y\\"","NULL":null,"a_2":"AP8=","big":9223372036854775807,"f":"=1+1"}`;
  expect(await exported('ndjson')).toBe(`${object}\n`);
  expect(await exported('json')).toBe(`[\n  ${object}\n]\n`);
  expect(await exported('sql')).toBe(
    `INSERT INTO "result" ("a", "A_3", "b", "NULL", "a_2", "big", "f") VALUES (1, 1.0, 'x, "y"', NULL, X'00ff', 9223372036854775807, '=1+1');\n`,
  );
  expect(await exported('markdown')).toContain('| 1 | 1.0 | x, "y" | _NULL_ |');
});

test('it comes in pieces, complete, in the open transaction where there is one, and writes nothing', async () => {
  const { client, file, run, other } = await startConsoleApp('CREATE TABLE t (x)');
  const exported = (sql: string, parameters: { name: string; value: string | number }[] = []) =>
    client.queries.export({ file, sql, parameters, format: 'csv', withHeader: false });
  let [pieces, length, rows] = [0, 0, 0];
  const sql = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT :n) SELECT printf('%.*c', 2000000, 'x') FROM n`;
  for await (const chunk of exported(sql, [{ name: ':n', value: 3 }])) {
    pieces += 1;
    length += chunk.text.length;
    rows = chunk.rows;
  }
  expect([pieces, length, rows]).toEqual([3, 3 * 2_000_002, 3]);
  for (const write of [
    'INSERT INTO t VALUES (1) RETURNING x',
    'COMMIT',
    'VACUUM',
    'PRAGMA user_version = 1',
  ]) {
    expect([write, (await failureOf(exported(write).next())).code]).toEqual([write, 'QUERY_INVALID']);
  }
  await run(`INSERT INTO t VALUES ('mine')`, { writing: 'begin' });
  expect((await exported('SELECT x FROM t').next()).value).toEqual({ text: 'mine\r\n', rows: 1 });
  const refused = await failureOf(exported('DELETE FROM t RETURNING x').next());
  expect(refused.code).toBe('QUERY_INVALID');
  expect((await run('SELECT count(*) FROM t')).rows).toEqual([[1]]);
  await run('ROLLBACK');
  expect(other.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
});
