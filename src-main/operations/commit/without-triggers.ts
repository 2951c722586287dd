import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';

/** Does work inside of the open transaction while none of the file's triggers on these tables run. */
export function withoutTriggers<T>(driver: Driver, tables: readonly string[], work: () => T): T {
  const names = new Set(tables.map((name) => name.toLowerCase()));
  const triggers = driver
    .allSync(`SELECT name, tbl_name, sql FROM main.sqlite_schema WHERE type = 'trigger' ORDER BY rowid`)
    .rows.filter(([, table]) => names.has(String(table).toLowerCase()));
  for (const [name] of triggers) driver.execSync(`DROP TRIGGER main.${quoteIdentifier(String(name))}`);
  const result = work();
  // In the order in which they were made: SQLite runs the newest first.
  for (const [, , sql] of triggers) driver.execSync(String(sql));
  return result;
}

/** How many rows of each of these tables refer to nothing. */
export function brokenReferences(driver: Driver, tables: readonly string[]): number {
  return tables.reduce((sum, table) => {
    const { rows } = driver.allSync(`SELECT count(*) FROM pragma_foreign_key_check(?1, 'main')`, [table]);
    return sum + Number(rows[0]?.[0] ?? 0);
  }, 0);
}

/** Tables whose rows refer to rows of these, and these themselves. */
export function childTables(driver: Driver, tables: readonly string[]): readonly string[] {
  const names = new Set(tables.map((name) => name.toLowerCase()));
  const { rows } = driver.allSync(
    `SELECT DISTINCT s.name, f."table" FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f
     WHERE s.type = 'table'`,
  );
  const children = rows
    .filter(
      ([child, parent]) => names.has(String(parent).toLowerCase()) || names.has(String(child).toLowerCase()),
    )
    .map(([child]) => String(child));
  return [...new Set(children)];
}
