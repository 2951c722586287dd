import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectStatement } from './select-statement.ts';

test('reads a table of any name', () => {
  const name = fc
    .string({ unit: 'binary' })
    .filter((text) => !/^sqlite_|\0/i.test(text) && text.isWellFormed());
  const database = new Database(':memory:');
  fc.assert(
    fc.property(name, (table) => {
      const quoted = `"${table.replaceAll('"', '""')}"`;
      database.exec(`CREATE TABLE ${quoted} AS SELECT 7 AS x`);
      const rows = database.prepare(selectStatement(table)).all();
      database.exec(`DROP TABLE ${quoted}`);
      expect(rows).toEqual([{ x: 7 }]);
    }),
    { numRuns: 20 },
  );
  database.close();
});
