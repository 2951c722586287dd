import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import { openDriver, quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import type { RowImage } from '../commit/commit-input.ts';
import { readExact } from '../commit/exact.ts';
import type { StoredValue } from '../stored-value.ts';
import { identityOf } from '../stored-value.ts';
import { imageOf, sameValues } from './fold.ts';
import { type TableFacts, tableFacts } from './table-facts.ts';
import type { ChangedRows } from './transaction-input.ts';

/** A table, or what describes the tables themselves, on both sides of a comparison. */
interface Compared {
  readonly name: string;
  readonly keys: readonly string[];
  readonly hasRowid: boolean;
  readonly columns: readonly string[];
  /** SQL of each column; null: this side has it not. */
  readonly before: Side | null;
  readonly after: Side | null;
}

interface Side {
  readonly from: string;
  readonly keys: readonly string[];
  readonly columns: readonly string[];
}

/** Name under which changes of the schema are told. */
export const SCHEMA = 'sqlite_schema';

/**
 * The file as it was before the transaction: what another connection of this process reads while the transaction is open.
 * To be closed before COMMIT, which it would keep waiting.
 */
export class Snapshot implements Disposable {
  readonly #now: Driver;
  readonly #before: Driver;

  constructor(driver: Driver) {
    this.#now = driver;
    const [file] = driver.allSync("SELECT file FROM pragma_database_list WHERE name = 'main'").rows;
    this.#before = openDriver(driver.name, {
      filename: String(file?.[0]),
      readonly: true,
      mustExist: true,
      busyTimeout: 1000,
    });
    // All comparisons see one state of it.
    this.#before.execSync('BEGIN');
  }

  [Symbol.dispose](): void {
    this.#before.closeSync();
  }

  /** Names of the tables that only one side has, or that have another definition. */
  otherTables(): readonly string[] {
    const sql = `SELECT name, sql FROM main.sqlite_schema WHERE type = 'table'`;
    const before = new Map(this.#before.allSync(sql).rows.map(([name, text]) => [String(name), text]));
    const after = new Map(this.#now.allSync(sql).rows.map(([name, text]) => [String(name), text]));
    const names = [...new Set([...before.keys(), ...after.keys()])];
    return names.filter((name) => before.get(name) !== after.get(name) && !this.#isShadow(name));
  }

  /** What `pragma_table_list` calls the table. */
  typeOf(name: string): string {
    for (const driver of [this.#now, this.#before]) {
      const [row] = driver.allSync(`SELECT type FROM pragma_table_list(?1) WHERE schema = 'main'`, [
        name,
      ]).rows;
      if (row !== undefined) return String(row[0]);
    }
    return 'table';
  }

  /** How many rows of a table differ, or why that cannot be told. */
  count(name: string): EditCounts | string {
    const compared = this.#describe(name);
    if (typeof compared === 'string') return compared;
    const counts = { inserted: 0, updated: 0, deleted: 0 };
    for (const { before, after } of this.#differences(compared)) {
      if (before === null) counts.inserted += 1;
      else if (after === null) counts.deleted += 1;
      else counts.updated += 1;
    }
    return counts;
  }

  /** The rows of a table that differ, with all that there are; a sentence: why they cannot be told. */
  rows(
    name: string,
    limit: number,
    isWanted: (image: RowImage) => boolean = () => true,
  ): ChangedRows | string {
    const compared = this.#describe(name);
    if (typeof compared === 'string') return compared;
    const images: RowImage[] = [];
    let total = 0;
    for (const image of this.#differences(compared)) {
      if (!isWanted(image)) continue;
      total += 1;
      if (images.length < limit) images.push(image);
    }
    return { images, total, keys: compared.keys };
  }

  *#differences(compared: Compared): Generator<RowImage, void, void> {
    const { name, columns, before, after, hasRowid } = compared;
    const ours = after === null ? [] : readSide(this.#now, after);
    const theirs = before === null ? [] : readSide(this.#before, before);
    const image = (was: Row | null, is: Row | null) =>
      imageOf(name, columns, this.#exact(compared, 'before', was), this.#exact(compared, 'after', is));
    for (const [was, is] of hasRowid ? merged(theirs, ours) : matched(theirs, ours)) {
      if (was !== null && is !== null && sameValues(was.values, is.values)) continue;
      yield image(was, is);
    }
  }

  /** Invalid text has no JS string, so rows that differ are read again as they are stored. */
  #exact({ before, after }: Compared, which: 'before' | 'after', row: Row | null): RowImage['before'] {
    const side = which === 'before' ? before : after;
    if (row === null || side === null) return null;
    if (!row.values.some((value) => typeof value === 'string' && value.includes('\uFFFD'))) return row;
    const driver = which === 'before' ? this.#before : this.#now;
    const where = side.keys.map((key) => `${key} IS ?`).join(' AND ');
    const params = row.key.map((value) => value as Exclude<StoredValue, { rawText: Uint8Array }>);
    const [values] = readExact(driver, side.columns, { sql: `${side.from} WHERE ${where}`, params });
    return values === undefined ? row : { key: row.key, values };
  }

  #isShadow(name: string): boolean {
    return this.typeOf(name) === 'shadow';
  }

  #describe(name: string): Compared | string {
    if (name === SCHEMA) return schemaCompared();
    const after = tableFacts(this.#now, name);
    const before = tableFacts(this.#before, name);
    if (typeof after === 'string') return after;
    if (typeof before === 'string') return before;
    const facts = after ?? before;
    if (facts === null) return `${name} is not there on either side.`;
    if (facts.type === 'virtual' && isContentless(after === null ? this.#before : this.#now, name))
      return `${name} keeps no content of its own, so that its rows cannot be compared.`;
    const columns = [...new Set([...(before?.columns ?? []), ...(after?.columns ?? [])])];
    const isSameKey = before === null || after === null || before.keys.join() === after.keys.join();
    if (!isSameKey) return `The rows of ${name} are named by another key now.`;
    return {
      name,
      keys: facts.keys,
      hasRowid: facts.hasRowid,
      columns,
      before: sideOf(before, columns),
      after: sideOf(after, columns),
    };
  }
}

interface Row {
  readonly key: readonly StoredValue[];
  readonly values: readonly StoredValue[];
}

function sideOf(facts: TableFacts | null, columns: readonly string[]): Side | null {
  if (facts === null) return null;
  const own = new Set(facts.columns);
  return {
    from: `FROM main.${quoteIdentifier(facts.name)}`,
    keys: facts.keys,
    // A column that this side has not is NULL in all its rows.
    columns: columns.map((column) => (own.has(column) ? quoteIdentifier(column) : 'NULL')),
  };
}

/** Tables, indexes, views and triggers by type and name: what a dump says of them. */
function schemaCompared(): Compared {
  const columns = ['type', 'name', 'tbl_name', 'sql'];
  const side = {
    from: `FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    keys: ['type', 'name'],
    columns,
  };
  return { name: SCHEMA, keys: side.keys, hasRowid: false, columns, before: side, after: side };
}

function* readSide(driver: Driver, { from, keys, columns }: Side): Generator<Row, void, void> {
  const order = keys.length === 1 && !keys[0]?.startsWith('"') ? ` ORDER BY ${keys[0]}` : '';
  const { rows } = driver.iterateSync(`SELECT ${[...keys, ...columns].join(', ')} ${from}${order}`, [], {
    typed: true,
  });
  try {
    for (const row of rows) yield { key: row.slice(0, keys.length), values: row.slice(keys.length) };
  } finally {
    rows.return?.();
  }
}

/** Pairs of both sides in the order of their rowids. */
function* merged(before: Iterable<Row>, after: Iterable<Row>): Generator<[Row | null, Row | null]> {
  const [was, is] = [before[Symbol.iterator](), after[Symbol.iterator]()];
  let [one, other] = [was.next(), is.next()];
  try {
    while (!one.done || !other.done) {
      const order = one.done ? 1 : other.done ? -1 : compare(one.value.key[0], other.value.key[0]);
      yield [order <= 0 ? (one.value ?? null) : null, order >= 0 ? (other.value ?? null) : null];
      if (order <= 0) one = was.next();
      if (order >= 0) other = is.next();
    }
  } finally {
    was.return?.();
    is.return?.();
  }
}

function compare(one: StoredValue | undefined, other: StoredValue | undefined): number {
  const [a, b] = [BigInt(String(one ?? 0)), BigInt(String(other ?? 0))];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Pairs of both sides by keys of any kind. */
function* matched(before: Iterable<Row>, after: Iterable<Row>): Generator<[Row | null, Row | null]> {
  const known = new Map<string, Row>();
  for (const row of before) known.set(identityOf(row.key), row);
  for (const row of after) {
    const id = identityOf(row.key);
    const was = known.get(id) ?? null;
    known.delete(id);
    yield [was, row];
  }
  for (const row of known.values()) yield [row, null];
}

function isContentless(driver: Driver, name: string): boolean {
  const [row] = driver.allSync(`SELECT sql FROM main.sqlite_schema WHERE name = ?1`, [name]).rows;
  return /\bcontent\s*=\s*(?:''|"")/iu.test(String(row?.[0] ?? ''));
}
