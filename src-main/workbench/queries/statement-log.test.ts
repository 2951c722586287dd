import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../engine/testing/temporary-folder.ts';
import { StatementLog } from './statement-log.ts';

const entry = (sql: string, at = 1) => ({
  id: `i${at}`,
  at,
  sql,
  milliseconds: 1,
  rows: 0,
  changes: null,
  error: null,
});

test('a line that was torn by a crash harms neither those before it nor those after', async () => {
  const path = join(temporaryFolder(), 'deep', 'history.ndjson');
  await new StatementLog(path).add(entry('SELECT 1'));
  appendFileSync(path, '{"id":"half');
  const log = new StatementLog(path);
  await log.add(entry('SELECT 2', 2));
  expect((await log.find('', 10)).entries.map(({ sql }) => sql)).toEqual(['SELECT 2', 'SELECT 1']);
  expect((await new StatementLog(path).find('', 10)).total).toBe(2);
});

test('it is bounded by its entries and its bytes; the newest stay', async () => {
  const path = join(temporaryFolder(), 'history.ndjson');
  appendFileSync(path, `${JSON.stringify(entry('SELECT old'))}\n`.repeat(12_000));
  const log = new StatementLog(path);
  expect((await log.find('', 1)).total).toBe(5_000);
  await log.add(entry('SELECT new', 2));
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5_001);
  for (let at = 3; at < 30; at += 1) await log.add(entry(`SELECT '${'x'.repeat(1_000_000)}'`, at));
  expect(statSync(path).size).toBeLessThan(17 * 1_048_576);
  expect((await new StatementLog(path).find('', 1)).entries[0]?.at).toBe(29);
});
