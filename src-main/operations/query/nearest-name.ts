import { nearestText } from '../../../src-preload/contract/nearest-text.ts';
import { meaningfulTokens, nameOf } from '../../../src-preload/contract/sql-text/index.ts';
import type { Driver } from '../../engine/types.ts';
import { type BlamedName, blamedName } from './error-place.ts';

/** Words that begin a clause or a statement: what a syntax error is likely to be a slip of. */
const WORDS = [
  ...['ALTER', 'ANALYZE', 'AND', 'AS', 'ASC', 'BETWEEN', 'BY', 'CASE', 'CREATE', 'CROSS', 'DEFAULT'],
  ...['DELETE', 'DESC', 'DISTINCT', 'DROP', 'ELSE', 'END', 'EXCEPT', 'EXISTS', 'EXPLAIN', 'FROM', 'GROUP'],
  ...['HAVING', 'INDEX', 'INNER', 'INSERT', 'INTERSECT', 'INTO', 'JOIN', 'LEFT', 'LIKE', 'LIMIT', 'NULL'],
  ...['OFFSET', 'ON', 'ORDER', 'OUTER', 'PRAGMA', 'PRIMARY', 'REINDEX', 'REPLACE', 'RETURNING', 'SELECT'],
  ...['SET', 'TABLE', 'THEN', 'TRIGGER', 'UNION', 'UNIQUE', 'UPDATE', 'USING', 'VACUUM', 'VALUES', 'VIEW'],
  ...['WHEN', 'WHERE', 'WINDOW', 'WITH'],
];

/** What was most likely meant by the name that a message of SQLite is about; null where nothing is near. */
export function nearestName(driver: Driver, sql: string, message: string): string | null {
  const blamed = blamedName(message);
  if (blamed === null || /^ambiguous|^duplicate|already exists$/.test(message)) return null;
  const name = blamed.name.slice(blamed.name.lastIndexOf('.') + 1);
  const nearest = nearestText(name, candidatesFor(driver, sql, blamed));
  return nearest === null || nearest.toLowerCase() === name.toLowerCase() ? null : nearest;
}

function candidatesFor(driver: Driver, sql: string, { kind, name }: BlamedName): readonly string[] {
  switch (kind) {
    case 'word':
      return WORDS;
    case 'table':
      return objectsOf(driver);
    case 'column':
      return columnsFor(driver, sql, name);
    case 'function':
      return names(driver, 'SELECT DISTINCT name FROM pragma_function_list');
    case 'collation':
      return names(driver, 'SELECT name FROM pragma_collation_list');
    case 'index':
      return names(driver, `SELECT name FROM sqlite_schema WHERE type = 'index'`);
    case 'other':
      return [];
  }
}

/** Of the tables that the statement names; where the column was written with its table, of that one. */
function columnsFor(driver: Driver, sql: string, written: string): readonly string[] {
  const named = new Set([...meaningfulTokens(sql)].map((token) => nameOf(sql, token).toLowerCase()));
  const tables = objectsOf(driver).filter((table) => named.has(table.toLowerCase()));
  const owner = written.split('.').at(-2)?.toLowerCase();
  const own = tables.filter((table) => table.toLowerCase() === owner);
  return (own.length > 0 ? own : tables).flatMap((table) =>
    names(driver, 'SELECT name FROM pragma_table_xinfo(?1)', table),
  );
}

function objectsOf(driver: Driver): readonly string[] {
  return names(driver, `SELECT name FROM pragma_table_list WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
}

/** Nothing where the schema cannot be read: then there is a better error to tell. */
function names(driver: Driver, sql: string, ...params: readonly string[]): readonly string[] {
  try {
    return driver.rowsSync(sql, params).map(([name]) => String(name));
  } catch {
    return [];
  }
}
