import { expect, test } from 'vitest';
import { openDriver } from '../../engine/index.ts';
import type { CommitTable } from './commit-input.ts';
import { touchedTables } from './touched-tables.ts';

function tableNamed(name: string): CommitTable {
  return {
    name,
    keys: [{ name: 'id', sql: '"id"' }],
    isKeyImplicit: false,
    uniqueKeys: [['id']],
    columns: new Map(),
    isVirtual: false,
    checkedColumns: [],
    collection: null,
  };
}

test('A table that a trigger empties as a whole is among those that a commit writes', () => {
  using driver = openMemory(`
    CREATE TABLE spare (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, n);
    CREATE TABLE emptied (id INTEGER PRIMARY KEY, n);
    CREATE TRIGGER empty AFTER DELETE ON t BEGIN DELETE FROM emptied; END;`);
  const opcodes = driver.allSync('EXPLAIN DELETE FROM t WHERE "id" = 1').rows.map(([, opcode]) => opcode);
  // What this test is about, in the program of the SQLite in use.
  expect(opcodes).toContain('Clear');
  const change = { table: 0, kind: 'delete', key: [1], columns: [], image: null } as const;
  const { names, hasPrograms } = touchedTables(driver, [tableNamed('t')], [change]);
  expect(names.toSorted()).toEqual(['emptied', 't']);
  expect(hasPrograms).toBe(true);
});

function openMemory(sql: string) {
  const driver = openDriver('better-sqlite3', { filename: ':memory:' });
  driver.execSync(sql);
  return Object.assign(driver, { [Symbol.dispose]: () => driver.closeSync() });
}
