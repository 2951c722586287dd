import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeEveryKind } from '../../e2e/fixtures/every-kind.ts';
import { makeOddValues, oddValues } from '../../e2e/fixtures/odd-values.ts';
import type { EditStep } from '../../src-preload/contract/index.ts';
import type { RunningApp } from '../testing/start-app.ts';
import { makeDatabase, SMALL_TABLE } from '../workbench/files/testing/make-file.ts';
import { startOtherProgram } from '../workbench/files/testing/other-program.ts';
import { browse } from './testing/browse.ts';
import { isLong, startCheckedApp } from './testing/checked-app.ts';
import { openEdited, setStep } from './testing/edited-file.ts';

/** Of another program, while edits are staged; every one of its 50 rows at least twice. */
const WRITES = isLong ? 1000 : 100;

let app: RunningApp;
beforeAll(async () => {
  app = await startCheckedApp();
});
afterAll(() => app.stop());

/** Each value of a file to the byte, by a connection of the test's own: `table.rowid.column` and what it is. */
function cellsOf(path: string, tables: readonly string[]): ReadonlyMap<string, string> {
  const database = new Database(path, { readonly: true });
  try {
    const cells = new Map<string, string>();
    for (const table of tables) {
      const columns = database.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all();
      const rows = database
        .prepare(
          `SELECT ${columns.map((name) => `typeof("${name}") || ' ' || hex(CAST("${name}" AS BLOB)) || ' ' || quote("${name}")`).join(', ')} FROM ${table}`,
        )
        .raw()
        .all() as (string | null)[][];
      rows.forEach((row, at) => {
        row.forEach((cell, column) => void cells.set(`${table}.${at}.${columns[column]}`, `${cell}`));
      });
    }
    return cells;
  } finally {
    database.close();
  }
}

/** Names of cells that differ. */
function different(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
}

test('a neighbour of every odd value is edited, and all other cells keep their bytes', async () => {
  const path = makeOddValues(join(app.folder, 'odd.db'));
  const tables = ['odd', 'typed'];
  const before = cellsOf(path, tables);
  const edited = await openEdited(app.client, path);
  await edited.stage(
    ...oddValues.map((_, at) => setStep('odd', at + 1, 'what', `edited ${at}`)),
    setStep('typed', 1, 't', 'six'),
  );
  expect(await edited.commit()).toMatchObject({ kind: 'committed' });
  expect(different(before, cellsOf(path, tables))).toEqual([
    ...oddValues.map((_, at) => `odd.${at}.what`),
    'typed.0.t',
  ]);
});

test('rows by every kind of key: an edit changes exactly one row, or is refused', async () => {
  const path = makeEveryKind(join(app.folder, 'kinds.db'));
  const edited = await openEdited(app.client, path);
  const columns = [
    ['plain', 'name'],
    ['no_rowid', 'c'],
    ['strict_one', 't'],
    ['rowid_shadowed', 'value'],
    ['all_shadowed', 'v'],
    ['nocase_key', 'v'],
    ['blob_key', 'v'],
    ['null_key', 'b'],
    ['child', 'note'],
    ['plain_view', 'name'],
  ] as const;
  const tables = columns.map(([table]) => table).filter((table) => table !== 'plain_view');
  const refused: string[] = [];
  for (const [table, column] of columns) {
    const { keys } = await browse(app.client, edited.file, table);
    const key = [...(keys.at(1) ?? [])];
    const value = column === 'v' && table !== 'blob_key' ? 77 : 'edited';
    const step: EditStep = { kind: 'set', object: table, row: { key }, column, value };
    const before = cellsOf(path, tables);
    try {
      await edited.stage(step);
    } catch {
      refused.push(table);
      continue;
    }
    expect(await edited.commit()).toMatchObject({ kind: 'committed' });
    expect([table, different(before, cellsOf(path, tables))]).toEqual([table, [`${table}.1.${column}`]]);
  }
  // Nothing names one of their rows.
  expect(refused).toEqual(['all_shadowed', 'plain_view']);
});

test(`another program writes ${WRITES} times without waiting while 50 edits are staged`, async () => {
  for (const mode of ['DELETE', 'WAL']) {
    const path = makeDatabase(
      join(app.folder, `busy ${mode}.db`),
      `PRAGMA journal_mode = ${mode}; ${SMALL_TABLE}
      WITH RECURSIVE n(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 100) INSERT INTO t SELECT i, 'v' FROM n;`,
    );
    const edited = await openEdited(app.client, path);
    await using other = await startOtherProgram(path);
    await other.run('PRAGMA busy_timeout = 0');
    await other.run('PRAGMA synchronous = OFF');
    for (let id = 1; id <= 50; id += 1) await edited.stage(setStep('t', id, 'v', 'mine'));
    for (let write = 0; write < WRITES; write += 1) {
      await other.run(`UPDATE t SET v = 'w${write}' WHERE id = ${51 + (write % 50)}`);
    }
    expect(await edited.staged()).toHaveLength(50);
    expect(await edited.commit()).toMatchObject({ kind: 'committed' });
    expect(await other.run(`SELECT count(*) FROM t WHERE v = 'mine'`)).toEqual([[50]]);
    expect(await other.run(`SELECT count(*) FROM t WHERE v LIKE 'w%'`)).toEqual([[50]]);
  }
});
