import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver, Operation } from '../../engine/types.ts';
import { readExact } from '../commit/exact.ts';
import { identityOf, type StoredValue } from '../stored-value.ts';
import type { FailedInput, FailedRow, FailedRows } from './failed-rows.ts';
import { labelColumns, type TableFacts, tableFacts } from './table-facts.ts';
import { touchedBy } from './touched-by.ts';

/** A foreign key: columns of a table, and those of another one that they point to. */
interface ForeignKey {
  readonly child: string;
  readonly parent: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Rows that point nowhere already, above which those that a statement adds are not told apart. */
const MOST_BEFORE = 10_000;

/** Rows that would point to nothing if a statement were run. `run` runs it, and is taken back by the caller. */
export function orphanRows(driver: Driver, { sql, limit }: FailedInput, run: () => void): FailedRows {
  const touched = new Set([...touchedBy(driver, sql).tables.keys()].map((name) => name.toLowerCase()));
  const keys = foreignKeysOf(driver).filter(
    ({ child, parent }) => touched.has(child.toLowerCase()) || touched.has(parent.toLowerCase()),
  );
  const before = new Set(
    keys.flatMap((key, at) => orphansOf(driver, key, MOST_BEFORE).map((row) => idOf(at, row))),
  );
  if (before.size >= MOST_BEFORE) return { rows: [], total: 0 };
  driver.execSync('PRAGMA defer_foreign_keys = ON');
  try {
    run();
    const rows = keys.flatMap((key, at) =>
      orphansOf(driver, key, MOST_BEFORE).filter((row) => !before.has(idOf(at, row))),
    );
    return { rows: rows.slice(0, limit), total: rows.length };
  } finally {
    driver.execSync('PRAGMA defer_foreign_keys = OFF');
  }
}

/** Rows that point to nothing in these tables, or would have to find their parents there. */
export const orphans: Operation = ({ driver }, input): readonly FailedRow[] => {
  const touched = new Set((input as readonly string[]).map((name) => name.toLowerCase()));
  return foreignKeysOf(driver)
    .filter(({ child, parent }) => touched.has(child.toLowerCase()) || touched.has(parent.toLowerCase()))
    .flatMap((key) => orphansOf(driver, key, MOST_BEFORE));
};

function orphansOf(driver: Driver, { child, parent, from, to }: ForeignKey, limit: number): FailedRow[] {
  const facts = tableFacts(driver, child);
  if (facts === null || typeof facts === 'string') return [];
  const values = from.map((column) => `c.${quoteIdentifier(column)}`);
  const isThere = tableFacts(driver, parent) !== null;
  // The collation of the column that is pointed to holds.
  const same = to.map((column, at) => `p.${quoteIdentifier(column)} = ${values[at]}`).join(' AND ');
  const found = `EXISTS (SELECT 1 FROM main.${quoteIdentifier(parent)} AS p WHERE ${same})`;
  const conditions = [...values.map((value) => `${value} IS NOT NULL`), ...(isThere ? [`NOT ${found}`] : [])];
  const labels = labelColumns(driver, child);
  const labelSql = labels.map((column) => `c.${quoteIdentifier(column)}`);
  const rows = readExact(driver, [...keySql(facts), ...labelSql, ...values], {
    sql: `FROM main.${quoteIdentifier(child)} AS c WHERE ${conditions.join(' AND ')} LIMIT ${limit}`,
    params: [],
  });
  return rows.map((row) => ({
    ...{ object: facts.name, role: 'orphan', columns: from, parent },
    key: row.slice(0, facts.keys.length),
    label: labels.map((column, at) => [column, row[facts.keys.length + at] ?? null] as const),
    values: row.slice(facts.keys.length + labels.length),
  }));
}

function keySql({ keys }: TableFacts): readonly string[] {
  return keys.map((key) => `c.${key}`);
}

function idOf(key: number, { key: row, values }: FailedRow): string {
  return `${key} ${identityOf([...(row ?? []), ...values] as StoredValue[])}`;
}

function foreignKeysOf(driver: Driver): readonly ForeignKey[] {
  const { rows } = driver.allSync(
    `SELECT s.name, f.id, f."table", f."from", f."to" FROM main.sqlite_schema AS s,
       pragma_foreign_key_list(s.name, 'main') AS f
     WHERE s.type = 'table' ORDER BY s.name, f.id, f.seq`,
  );
  const keys = new Map<string, { child: string; parent: string; from: string[]; to: (string | null)[] }>();
  for (const [child, id, parent, from, to] of rows) {
    const name = `${child} ${id}`;
    const key = keys.get(name) ?? { child: String(child), parent: String(parent), from: [], to: [] };
    keys.set(name, key);
    key.from.push(String(from));
    key.to.push(to === null ? null : String(to));
  }
  return [...keys.values()].map(({ child, parent, from, to }) => {
    const own = to.includes(null) ? primaryKeyOf(driver, parent) : to.map(String);
    return { child, parent, from, to: own.length === from.length ? own : from };
  });
}

/** What a foreign key that names no columns points to. */
function primaryKeyOf(driver: Driver, table: string): readonly string[] {
  const { rows } = driver.allSync(`SELECT name FROM pragma_table_info(?1, 'main') WHERE pk > 0 ORDER BY pk`, [
    table,
  ]);
  return rows.map(([name]) => String(name));
}
