import { OperationError, quoteIdentifier } from '../../engine/index.ts';
import type { Driver, Operation } from '../../engine/types.ts';
import { childTables, withoutTriggers } from './without-triggers.ts';

/** How many rows of a table differ between a copy and the file. */
export interface TableDifference {
  readonly object: string;
  readonly onlyInCopy: number;
  readonly onlyInFile: number;
  readonly different: number;
}

/** A table that both have, with what names its rows and what they hold. */
interface SharedTable {
  readonly name: string;
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  /** SQLite keeps it by itself. */
  readonly isOwn: boolean;
}

/** Makes a copied set one whole file: what stands in its -wal, or is to be undone by its journal, is put in order. */
export const settleCopy: Operation = ({ driver }): null => {
  driver.allSync('PRAGMA journal_mode = DELETE');
  driver.allSync('SELECT count(*) FROM sqlite_schema');
  return null;
};

/** Compares the rows of a copy, a whole file, with those of the file. Writes nothing. */
export const compareCopy: Operation = ({ driver }, input): readonly TableDifference[] =>
  withCopy(driver, String(input), () =>
    sharedTables(driver)
      .filter(({ isOwn }) => !isOwn)
      .map((table) => differenceOf(driver, table))
      .filter(({ onlyInCopy, onlyInFile, different }) => onlyInCopy + onlyInFile + different > 0),
  );

/**
 * Puts the rows of a copy in the place of those of the file, in one transaction; only rows that differ are touched, and no
 * trigger runs. COPY_DIFFERS: the schema is another one since.
 */
export const restoreCopy: Operation = ({ driver }, input): null =>
  withCopy(driver, String(input), () => {
    driver.execSync('PRAGMA foreign_keys = OFF');
    driver.execSync('BEGIN IMMEDIATE');
    try {
      assertSameSchema(driver);
      const tables = sharedTables(driver);
      const names = tables.map(({ name }) => name);
      const indexes = contentIndexes(driver);
      withoutTriggers(driver, [...names, ...childTables(driver, names)], () => {
        const rows = tables.filter(({ name }) => !indexes.includes(name));
        // What SQLite keeps by itself changes with the rows, so it comes last.
        for (const part of [rows.filter(({ isOwn }) => !isOwn), rows.filter(({ isOwn }) => isOwn)]) {
          for (const table of part) driver.runSync(deleteOthers(table), []);
          for (const table of part) driver.runSync(insertMissing(table), []);
        }
        for (const name of indexes) {
          const index = quoteIdentifier(name);
          driver.runSync(`INSERT INTO main.${index} (${index}) VALUES ('rebuild')`, []);
        }
      });
      driver.execSync('COMMIT');
      return null;
    } finally {
      if (driver.hasTransaction) driver.execSync('ROLLBACK');
      driver.execSync('PRAGMA foreign_keys = ON');
    }
  });

function withCopy<T>(driver: Driver, path: string, work: () => T): T {
  driver.runSync('ATTACH ? AS cairn_copy', [path]);
  try {
    return work();
  } finally {
    driver.execSync('DETACH cairn_copy');
  }
}

function assertSameSchema(driver: Driver): void {
  const list = (schema: string) =>
    `SELECT type, name, sql FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
  const { rows } = driver.allSync(
    `SELECT name FROM (${list('main')} EXCEPT ${list('cairn_copy')})
     UNION SELECT name FROM (${list('cairn_copy')} EXCEPT ${list('main')})`,
  );
  if (rows.length === 0) return;
  throw new OperationError(
    'COPY_DIFFERS',
    `The tables of the file were changed since the copy was made (${rows
      .map(([name]) => name)
      .slice(0, 5)
      .join(', ')}), so its rows cannot be put back. Nothing was written.`,
  );
}

function sharedTables(driver: Driver): SharedTable[] {
  const { rows } = driver.allSync(
    `SELECT m.name, m.type, m.wr FROM pragma_table_list AS m
     JOIN cairn_copy.sqlite_schema AS c ON c.name = m.name AND c.type = 'table'
     WHERE m.schema = 'main' AND m.type IN ('table', 'virtual') AND m.name NOT LIKE 'sqlite\\_s%' ESCAPE '\\' ORDER BY m.name`,
  );
  return [
    ...rows.map(([name, type, wr]) => ({ name: String(name), type, isKeyed: wr === 1 })),
    ...sequences(driver),
  ].flatMap(({ name, type, isKeyed }) => {
    const columns = columnsOf(driver, 'main', name);
    const others = new Set(columnsOf(driver, 'cairn_copy', name).map((column) => column.name));
    if (!columns.every((column) => others.has(column.name))) return [];
    const taken = new Set(columns.map((column) => column.name.toLowerCase()));
    const rowid = ['rowid', '_rowid_', 'oid'].find((word) => !taken.has(word));
    const primary = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    const keys =
      isKeyed || rowid === undefined ? primary.map((column) => quoteIdentifier(column.name)) : [rowid];
    if (keys.length === 0) return [];
    return [
      {
        name,
        keys,
        columns: columns.map((column) => quoteIdentifier(column.name)),
        isOwn: type === 'own',
      },
    ];
  });
}

/** Full-text indexes over the rows of other tables: made anew from these. */
function contentIndexes(driver: Driver): readonly string[] {
  const { rows } = driver.allSync(
    `SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%USING%fts%'`,
  );
  return rows
    .filter(([, sql]) => /\bcontent\s*=\s*['"]?\w/iu.test(String(sql)))
    .map(([name]) => String(name));
}

/** The numbers that AUTOINCREMENT goes on from. */
function sequences(driver: Driver): { name: string; type: string; isKeyed: boolean }[] {
  const { rows } = driver.allSync(
    `SELECT 1 FROM main.sqlite_schema JOIN cairn_copy.sqlite_schema AS c ON c.name = main.sqlite_schema.name
     WHERE c.name = 'sqlite_sequence'`,
  );
  return rows.length === 0 ? [] : [{ name: 'sqlite_sequence', type: 'own', isKeyed: false }];
}

function columnsOf(driver: Driver, schema: string, table: string): { name: string; pk: number }[] {
  const { rows } = driver.allSync(
    'SELECT name, pk FROM pragma_table_xinfo(?1, ?2) WHERE hidden = 0 ORDER BY cid',
    [table, schema],
  );
  return rows.map(([name, pk]) => ({ name: String(name), pk: Number(pk) }));
}

function differenceOf(driver: Driver, table: SharedTable): TableDifference {
  const count = (sql: string) => Number(driver.allSync(sql).rows[0]?.[0] ?? 0);
  const [file, copy] = [`main.${quoteIdentifier(table.name)}`, `cairn_copy.${quoteIdentifier(table.name)}`];
  const missing = (from: string, other: string) =>
    `SELECT count(*) FROM ${from} AS f WHERE NOT EXISTS (SELECT 1 FROM ${other} AS c WHERE ${sameKey(table)})`;
  return {
    object: table.name,
    onlyInCopy: count(missing(copy, file)),
    onlyInFile: count(missing(file, copy)),
    different: count(
      `SELECT count(*) FROM ${file} AS f, ${copy} AS c WHERE ${sameKey(table)} AND NOT (${sameValues(table)})`,
    ),
  };
}

function deleteOthers(table: SharedTable): string {
  const name = quoteIdentifier(table.name);
  return `DELETE FROM main.${name} AS f WHERE NOT EXISTS (SELECT 1 FROM cairn_copy.${name} AS c WHERE ${sameKey(table)} AND ${sameValues(table)})`;
}

function insertMissing(table: SharedTable): string {
  const name = quoteIdentifier(table.name);
  const own = new Set(table.columns);
  const columns = [...table.keys.filter((key) => !own.has(key)), ...table.columns];
  const values = columns.map((column) => `c.${column}`).join(', ');
  return `INSERT INTO main.${name} (${columns.join(', ')}) SELECT ${values} FROM cairn_copy.${name} AS c WHERE NOT EXISTS (SELECT 1 FROM main.${name} AS f WHERE ${sameKey(table)})`;
}

function sameKey({ keys }: SharedTable): string {
  return keys.map((key) => `c.${key} IS f.${key}`).join(' AND ');
}

function sameValues({ columns }: SharedTable): string {
  return columns
    .map(
      (column) =>
        `(typeof(f.${column}) = typeof(c.${column}) AND +f.${column} IS +c.${column} COLLATE BINARY)`,
    )
    .join(' AND ');
}
