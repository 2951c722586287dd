import { expect, test } from 'vitest';
import type { QueryChunk } from '../../../src-preload/contract/queries.ts';
import { startConsoleApp } from './testing/console-app.ts';

const SCHEMA = `CREATE TABLE t (id INTEGER PRIMARY KEY);
  WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i LIMIT 5000) INSERT INTO t SELECT x FROM i;`;

test('A statement that waits for a connection says for whom, and goes on when one is free', async () => {
  const { client, file } = await startConsoleApp(SCHEMA);
  const names: string[] = [];
  const begun = async (console: string) => {
    const chunks = client.queries.run({ file, console, sql: 'SELECT * FROM t' })[Symbol.asyncIterator]();
    for (let step = await chunks.next(); step.value?.kind !== 'rows'; step = await chunks.next());
    return chunks;
  };
  const readers = [];
  for (let reader = 0; reader < 4; reader += 1) {
    const { console, name } = await client.queries.add({ file });
    names.push(name);
    readers.push(await begun(console));
  }
  const waiting = client.queries.run({ file, console: 'late', sql: 'SELECT count(*) FROM t' });
  const chunks: QueryChunk[] = [];
  for await (const chunk of waiting) {
    chunks.push(chunk);
    if (chunk.kind === 'waiting') await readers.pop()?.return?.();
  }
  expect(chunks[0]).toEqual({ kind: 'waiting', behind: names });
  expect(chunks.find(({ kind }) => kind === 'rows')).toMatchObject({ rows: [[5000]] });
  await Promise.all(readers.map((reader) => reader.return?.()));
});
