import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../engine/testing/temporary-folder.ts';
import { createRunRecords } from './run-records.ts';
import { StatementLog } from './statement-log.ts';

test('a statement whose rest nobody wanted is told as stopped, one that ended as done, in the order of their ends', async () => {
  const log = new StatementLog(join(temporaryFolder(), 'history.ndjson'));
  const records = createRunRecords(() => log);
  const left = records.begin('/a.db', 'SELECT 1');
  await left.keep();
  const ended = records.begin('/a.db', 'SELECT 2');
  const figures = { rows: 3, isCut: false, changes: null, milliseconds: 2, node: null, notes: [] };
  ended.done({ kind: 'done', ...figures });
  await ended.keep();
  const { entries } = await log.find({ search: '', limit: 10 });
  expect(entries).toMatchObject([
    { sql: 'SELECT 2', rows: 3, milliseconds: 2, error: null, path: '/a.db' },
    { sql: 'SELECT 1', rows: null, error: 'Stopped.' },
  ]);
});
