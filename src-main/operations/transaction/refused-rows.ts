import { meaningfulTokens, wordOf } from '../../../src-preload/contract/sql-text/index.ts';
import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import { readExact } from '../commit/exact.ts';
import type { FailedInput, FailedRow, FailedRows } from './failed-rows.ts';
import { labelColumns, type TableFacts, tableFacts } from './table-facts.ts';
import { touchedBy } from './touched-by.ts';

/** Tables that are watched. */
const MOST_TABLES = 20;

/**
 * Rows that a constraint other than a foreign key does not let a statement write: it is run so that SQLite passes them
 * over, and what it began and did not end is noted. `run` runs a text, and is taken back by the caller.
 */
export function refusedRows(
  driver: Driver,
  { sql, message, limit }: FailedInput,
  run: (sql: string) => void,
): FailedRows {
  const text = passingOver(sql);
  if (text === null) return { rows: [], total: 0 };
  const named = namedColumns(message);
  const tables = [...touchedBy(driver, sql).tables.keys()].slice(0, MOST_TABLES).flatMap((name) => {
    const facts = tableFacts(driver, name);
    const isMeant = named === null || named.table.toLowerCase() === name.toLowerCase();
    return facts === null || typeof facts === 'string' || !isMeant ? [] : [facts];
  });
  for (const [place, facts] of tables.entries()) watch(driver, facts, place);
  run(text);
  // An UPSERT begins with a row that it does not insert.
  const kinds = /\bconflict\b/iu.test(sql) ? [UPDATED] : [INSERTED, UPDATED];
  const found = tables.map((facts, place) => {
    const where = `kind IN (${kinds.join(', ')})`;
    const columns = named?.columns ?? null;
    const labels = labelColumns(driver, facts.name);
    const refused = begun(driver, facts, place, { where, limit, columns, labels });
    const taken = columns === null ? [] : inTheWay(driver, facts, place, { where, limit, columns, labels });
    const [count = [0]] = driver.allSync(`SELECT count(*) FROM temp.${nameOf(place)} WHERE ${where}`).rows;
    return { rows: [...refused, ...taken], total: Number(count[0]) };
  });
  return {
    rows: found.flatMap(({ rows }) => rows),
    total: found.reduce((sum, { total }) => sum + total, 0),
  };
}

const INSERTED = 0;
const UPDATED = 1;

interface Wanted {
  readonly where: string;
  readonly limit: number;
  /** Those of the constraint; null: SQLite does not name them. */
  readonly columns: readonly string[] | null;
  /** What people know a row by, if that is not its key. */
  readonly labels: readonly string[];
}

/** From the beginning of a row to its end it stands in the log; a row that is passed over stays there. */
function watch(driver: Driver, facts: TableFacts, place: number): void {
  const { keys, columns } = facts;
  const names = [...keys.map((_, at) => `k${at}`), ...columns.map((_, at) => `c${at}`)].join(', ');
  driver.execSync(`CREATE TEMP TABLE ${nameOf(place)} (seq INTEGER PRIMARY KEY, kind, ${names})`);
  const on = (name: string, event: string, body: string) =>
    driver.execSync(
      `CREATE TEMP TRIGGER cairn_on_refused_${name}_${place} ${event} ON main.${quoteIdentifier(facts.name)} BEGIN ${body} END`,
    );
  const begin = (kind: number, old: string) => {
    const values = [
      ...keys.map((key) => `${old}.${key}`),
      ...columns.map((column) => `new.${quoteIdentifier(column)}`),
    ];
    return `INSERT INTO ${nameOf(place)} (kind, ${names}) VALUES (${kind}, ${values.join(', ')});`;
  };
  const end = `DELETE FROM ${nameOf(place)} WHERE seq = (SELECT max(seq) FROM ${nameOf(place)});`;
  on('before_insert', 'BEFORE INSERT', begin(INSERTED, 'new'));
  on('before_update', 'BEFORE UPDATE', begin(UPDATED, 'old'));
  on('insert', 'AFTER INSERT', end);
  on('update', 'AFTER UPDATE', end);
}

/** Rows that were begun and not ended. */
function begun(
  driver: Driver,
  facts: TableFacts,
  place: number,
  { where, limit, columns, labels }: Wanted,
): FailedRow[] {
  const { keys, columns: all } = facts;
  const rows = readExact(
    driver,
    ['kind', ...keys.map((_, at) => `k${at}`), ...all.map((_, at) => `c${at}`)],
    { sql: `FROM temp.${nameOf(place)} WHERE ${where} ORDER BY seq LIMIT ${limit}`, params: [] },
  );
  return rows.map(([kind, ...row]) => {
    const isNew = Number(kind) === INSERTED;
    const values = row.slice(keys.length);
    // A row that is there has its name; of a new one its first columns say which it is.
    const shown = columns ?? (isNew ? all.slice(0, 4) : []);
    return {
      ...{ object: facts.name, role: 'refused', columns: shown, parent: null },
      key: isNew ? null : row.slice(0, keys.length),
      label: labels.map((column) => [column, values[placeOf(all, column)] ?? null] as const),
      values: shown.map((column) => values[placeOf(all, column)] ?? null),
    };
  });
}

/** Rows that have what those that were begun were to have. */
function inTheWay(
  driver: Driver,
  facts: TableFacts,
  place: number,
  { where, limit, columns, labels }: Wanted & { readonly columns: readonly string[] },
): FailedRow[] {
  const { keys, columns: all, name } = facts;
  const same = columns.map((column) => `t.${quoteIdentifier(column)} = l.c${placeOf(all, column)}`);
  const itself = keys.map((key, at) => `t.${key} IS l.k${at}`).join(' AND ');
  const rows = readExact(
    driver,
    [
      ...keys.map((key) => `t.${key}`),
      ...[...labels, ...columns].map((column) => `t.${quoteIdentifier(column)}`),
    ],
    {
      sql: `FROM temp.${nameOf(place)} AS l JOIN main.${quoteIdentifier(name)} AS t ON ${same.join(' AND ')}
        WHERE ${where} AND NOT (kind = ${UPDATED} AND ${itself}) ORDER BY l.seq LIMIT ${limit}`,
      params: [],
    },
  );
  return rows.map((row) => ({
    ...{ object: name, role: 'taken', columns, parent: null },
    key: row.slice(0, keys.length),
    label: labels.map((column, at) => [column, row[keys.length + at] ?? null] as const),
    values: row.slice(keys.length + labels.length),
  }));
}

/** A statement that passes rows over where a constraint does not let it write them; null: it is none that can. */
function passingOver(sql: string): string | null {
  let depth = 0;
  let verb: { readonly word: string; readonly from: number; readonly to: number } | null = null;
  let end: number | null = null;
  for (const token of meaningfulTokens(sql)) {
    if (token.kind === 'open') depth += 1;
    else if (token.kind === 'close') depth -= 1;
    if (depth > 0) continue;
    const word = wordOf(sql, token);
    if (verb === null) {
      if (word === 'INSERT' || word === 'UPDATE' || word === 'REPLACE') verb = { ...token, word };
      else if (word === 'DELETE') return null;
      continue;
    }
    // `OR ROLLBACK` and the like: the word behind OR.
    if (end === null) {
      if (word !== 'OR') break;
      end = token.to;
    } else {
      end = token.to;
      break;
    }
  }
  if (verb === null) return null;
  const plain = verb.word === 'UPDATE' ? 'UPDATE' : 'INSERT';
  return `${sql.slice(0, verb.from)}${plain} OR IGNORE${sql.slice(end ?? verb.to)}`;
}

/** `t.a, t.b` at the end of what SQLite says; null: it names something else, such as the text of a CHECK. */
function namedColumns(
  message: string,
): { readonly table: string; readonly columns: readonly string[] } | null {
  const list = /(?:UNIQUE|NOT NULL) constraint failed: (.+)$/su.exec(message)?.[1];
  if (list === undefined || list.startsWith("index '")) return null;
  const [first = ''] = list.split(', ');
  const table = first.slice(0, first.lastIndexOf('.'));
  const columns = list.split(', ').map((part) => part.slice(table.length + 1));
  return table === '' ? null : { table, columns };
}

function placeOf(columns: readonly string[], column: string): number {
  return columns.findIndex((other) => other.toLowerCase() === column.toLowerCase());
}

function nameOf(place: number): string {
  return `cairn_refused_${place}`;
}
