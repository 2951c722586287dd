import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import { identityOf, type StoredValue } from '../stored-value.ts';
import type { KeyedValues, RowImage } from './commit-input.ts';
import { isSame, readExact } from './exact.ts';
import { NO_DOCUMENTS } from './perform.ts';
import { valuesCondition } from './row-sql.ts';

/** A table whose rows are captured. */
interface CapturedTable {
  readonly name: string;
  /** SQL of the columns that name a row. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  /** Suffix of its log and its triggers. */
  readonly place: number;
}

/** Columns that a log can have: those before, and what names the row. */
const MOST_COLUMNS = 1900;
/** Notes of which images are made; they are in memory as a whole. */
const MOST_ROWS = 100_000;

/**
 * Notes what any statement does to the rows of some tables, by triggers of the connection's own: the row as it was
 * before its first change. To be used inside of one transaction: `start`, the work, `finish`.
 */
export class RowCapture {
  readonly #driver: Driver;
  readonly #tables: readonly CapturedTable[];

  private constructor(driver: Driver, tables: readonly CapturedTable[]) {
    this.#driver = driver;
    this.#tables = tables;
  }

  /** Begins. A sentence instead: why rows of these tables cannot be captured. */
  static start(driver: Driver, names: readonly string[]): RowCapture | string {
    const tables = names.map((name, place) => describe(driver, name, place));
    const reason = tables.find((table) => typeof table === 'string') ?? replaceReason(driver, names);
    if (typeof reason === 'string') return reason;
    const capture = new RowCapture(
      driver,
      tables.filter((table) => typeof table !== 'string'),
    );
    for (const table of capture.#tables) capture.#log(table);
    return capture;
  }

  /** What became of every row that was touched, or why that is not told; the notes are gone afterwards. */
  finish(): readonly RowImage[] | string {
    const count = this.#tables.reduce((sum, { place }) => {
      const { rows } = this.#driver.allSync(`SELECT count(*) FROM temp.cairn_log_${place}`);
      return sum + Number(rows[0]?.[0] ?? 0);
    }, 0);
    const images =
      count > MOST_ROWS
        ? `Triggers and foreign keys have changed more than ${MOST_ROWS.toLocaleString('en')} rows.`
        : this.#tables.flatMap((table) => this.#images(table));
    for (const { place } of this.#tables) {
      for (const event of ['insert', 'update', 'delete'])
        this.#driver.execSync(`DROP TRIGGER temp.cairn_${event}_${place}`);
      this.#driver.execSync(`DROP TABLE temp.cairn_log_${place}`);
    }
    return images;
  }

  #log({ name, keys, columns, place }: CapturedTable): void {
    const logged = [...keys.map((_, at) => `k${at}`), ...columns.map((_, at) => `c${at}`)];
    const target = `INSERT INTO cairn_log_${place} (kind, ${logged.join(', ')})`;
    const row = (kind: string, from: string, withValues: boolean) => {
      const values = [
        ...keys.map((key) => `${from}.${key}`),
        ...columns.map((column) => (withValues ? `${from}.${quoteIdentifier(column)}` : 'NULL')),
      ];
      return `${target} VALUES ('${kind}', ${values.join(', ')});`;
    };
    const on = (event: string, body: string) =>
      `CREATE TEMP TRIGGER cairn_${event}_${place} AFTER ${event} ON main.${quoteIdentifier(name)} BEGIN ${body} END`;
    this.#driver.execSync(
      `CREATE TEMP TABLE cairn_log_${place} (seq INTEGER PRIMARY KEY, kind, ${logged.join(', ')})`,
    );
    this.#driver.execSync(on('insert', row('new', 'new', false)));
    this.#driver.execSync(on('delete', row('old', 'old', true)));
    // Under another key it is another row: the one before is gone, and a new one is there.
    this.#driver.execSync(on('update', `${row('old', 'old', true)} ${row('new', 'new', false)}`));
  }

  #images(table: CapturedTable): RowImage[] {
    const { keys, columns, place, name } = table;
    const logged = [...keys.map((_, at) => `k${at}`), ...columns.map((_, at) => `c${at}`)];
    const rows = readExact(this.#driver, ['kind', ...logged], {
      sql: `FROM temp.cairn_log_${place} ORDER BY seq`,
      params: [],
    });
    const first = new Map<
      string,
      { readonly key: readonly StoredValue[]; readonly before: KeyedValues | null }
    >();
    for (const [kind, ...values] of rows) {
      const key = values.slice(0, keys.length);
      const id = identityOf(key);
      if (first.has(id)) continue;
      first.set(id, { key, before: kind === 'old' ? { key, values: values.slice(keys.length) } : null });
    }
    return [...first.values()].flatMap(({ key, before }) => {
      const after = this.#read(table, key);
      if (before === null && after === null) return [];
      const changed =
        before === null || after === null
          ? []
          : columns.filter((_, at) => !isSame(before.values[at] ?? null, after.values[at] ?? null));
      if (before !== null && after !== null && changed.length === 0) return [];
      return [{ table: name, before, after, changed, columns, documents: NO_DOCUMENTS }];
    });
  }

  #read({ name, keys, columns }: CapturedTable, key: readonly StoredValue[]): KeyedValues | null {
    const isRowid = keys.length === 1 && typeof key[0] === 'bigint';
    const where = isRowid
      ? { sql: `${keys[0]} = ?`, params: [key[0] as bigint] }
      : valuesCondition(keys.map((sql, at) => [unquoted(sql), key[at] ?? null] as const));
    const from = { sql: `FROM main.${quoteIdentifier(name)} WHERE ${where.sql}`, params: where.params };
    const [values] = readExact(this.#driver, columns.map(quoteIdentifier), from);
    return values === undefined ? null : { key, values };
  }
}

function unquoted(sql: string): string {
  return sql.startsWith('"') ? sql.slice(1, -1).replaceAll('""', '"') : sql;
}

function describe(driver: Driver, name: string, place: number): CapturedTable | string {
  const info = driver.allSync(`SELECT name, pk, hidden FROM pragma_table_xinfo(?1, 'main') ORDER BY cid`, [
    name,
  ]).rows;
  const [list] = driver.allSync(`SELECT type, wr FROM pragma_table_list(?1) WHERE schema = 'main'`, [
    name,
  ]).rows;
  const columns = info.filter(([, , hidden]) => hidden === 0).map(([column]) => String(column));
  if (list?.[0] !== 'table')
    return `Rows of ${name} are written by a module, which does not tell what it changes.`;
  if (columns.length > MOST_COLUMNS) return `${name} has too many columns.`;
  if (list[1] === 1) {
    const keys = info.filter(([, pk]) => Number(pk) > 0).sort((a, b) => Number(a[1]) - Number(b[1]));
    return { name, keys: keys.map(([column]) => quoteIdentifier(String(column))), columns, place };
  }
  const taken = new Set(info.map(([column]) => String(column).toLowerCase()));
  const rowid = ['rowid', '_rowid_', 'oid'].find((word) => !taken.has(word));
  return rowid === undefined ? `Columns of ${name} hide its rowid.` : { name, keys: [rowid], columns, place };
}

/** Rows that REPLACE takes away fire no trigger. */
function replaceReason(driver: Driver, names: readonly string[]): string | null {
  const { rows } = driver.allSync(
    `SELECT type, name, tbl_name FROM main.sqlite_schema
     WHERE (type = 'trigger' AND sql LIKE '%REPLACE%INTO%' OR sql LIKE '%OR REPLACE%')
       OR (type = 'table' AND sql LIKE '%ON CONFLICT REPLACE%')`,
  );
  const found = rows.find(([type, , table]) => type === 'trigger' || names.includes(String(table)));
  return found === undefined ? null : `${found[1]} replaces rows, which SQLite tells nobody.`;
}
