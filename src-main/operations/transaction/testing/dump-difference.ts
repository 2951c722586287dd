import { openDriver, quoteIdentifier } from '../../../engine/index.ts';
import type { Driver } from '../../../engine/types.ts';
import { identityOf, type StoredValue } from '../../stored-value.ts';

/** What a file holds: by table and key the values of the row by column. Independent of how changes are captured. */
export type Dump = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, string>>>;

/** One line for each row that differs: table, key, before and after. */
export type Difference = readonly string[];

/** Reads everything that a dump would say: the rows of all tables that hold some of their own, and the schema. */
export function dumpOf(driver: Driver): Dump {
  const dump = new Map<string, Map<string, Map<string, string>>>();
  const tables = driver.allSync(
    `SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
     AND name NOT IN ('sqlite_schema', 'sqlite_stat1', 'sqlite_stat4') ORDER BY name`,
  ).rows;
  for (const [table, wr] of tables) {
    const name = String(table);
    const info = driver.allSync('SELECT name, pk FROM pragma_table_xinfo(?1) WHERE hidden = 0', [name]).rows;
    const columns = info.map(([column]) => String(column));
    const primary = info.filter(([, pk]) => Number(pk) > 0).sort((a, b) => Number(a[1]) - Number(b[1]));
    const rowid = columns.includes('rowid') ? 'oid' : 'rowid';
    const keys = wr === 1 ? primary.map(([column]) => quoteIdentifier(String(column))) : [rowid];
    dump.set(name, rowsOf(driver, `FROM main.${quoteIdentifier(name)}`, keys, columns));
  }
  const columns = ['type', 'name', 'tbl_name', 'sql'];
  const own = `FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^'`;
  dump.set('sqlite_schema', rowsOf(driver, own, ['type', 'name'], columns));
  return dump;
}

/** The same of a file, by a connection of its own. */
export function dumpOfFile(filename: string): Dump {
  const driver = openDriver('better-sqlite3', { filename, readonly: true, mustExist: true });
  try {
    return dumpOf(driver);
  } finally {
    driver.closeSync();
  }
}

/** Rows that differ between two dumps. A column that one side has not is NULL there. */
export function differenceOf(before: Dump, after: Dump): Difference {
  const lines: string[] = [];
  for (const table of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(table), after.get(table)];
    const columns = [
      ...new Set([was, is].flatMap((rows) => [...(rows?.values().next().value?.keys() ?? [])])),
    ];
    for (const key of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
      const [one, other] = [was?.get(key), is?.get(key)];
      const shown = (row: ReadonlyMap<string, string> | undefined) =>
        row === undefined ? null : columns.map((column) => row.get(column) ?? NULL);
      const line = differenceLine(table, key, columns, shown(one), shown(other));
      if (line !== null) lines.push(line);
    }
  }
  return lines.sort();
}

export const NULL = identityOf([null]);

/** How a row that differs is written; null: it does not. */
export function differenceLine(
  table: string,
  key: string,
  columns: readonly string[],
  before: readonly string[] | null,
  after: readonly string[] | null,
): string | null {
  const text = (row: readonly string[] | null) =>
    row === null
      ? '-'
      : columns
          .map((column, at) => `${column}=${row[at]}`)
          .sort()
          .join(' ');
  return text(before) === text(after) ? null : `${table} ${key}: ${text(before)} => ${text(after)}`;
}

function rowsOf(driver: Driver, from: string, keys: readonly string[], columns: readonly string[]) {
  const rows = new Map<string, Map<string, string>>();
  for (const row of driver.allTypedSync(
    `SELECT ${[...keys, ...columns.map(quoteIdentifier)].join(', ')} ${from}`,
  ).rows) {
    const values = row.slice(keys.length);
    const cells = columns.map((column, at) => [column, identityOf([values[at] as StoredValue])] as const);
    rows.set(identityOf(row.slice(0, keys.length)), new Map(cells));
  }
  return rows;
}
