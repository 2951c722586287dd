import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import type { Driver } from '../../engine/types.ts';
import { identityOf, type StoredValue } from '../stored-value.ts';
import { firstWord } from './control-words.ts';
import { countEntries, countSpan, foldSpan, type LogSpan, sumOf } from './fold.ts';
import { createLog, dropLog, lastEntry, pauseLog, runLog, type TableLog } from './log.ts';
import { inverseStatement, type RowNames } from './row-statement.ts';
import { SCHEMA, Snapshot } from './snapshot.ts';
import { rowidColumn, tableFacts } from './table-facts.ts';
import { NOTHING_TOUCHED, type Touched, touchedBy } from './touched-by.ts';
import type { ChangedRows, ObjectChanges, ObjectCounts } from './transaction-input.ts';

/** What is known of a table that the transaction has written or may have. */
interface TouchedTable {
  readonly name: string;
  readonly log: TableLog | null;
  /** Only a comparison with the file as it was tells its changes. */
  readonly isCompared: boolean;
  /** null: a statement has written it itself; undefined: nothing has so far. */
  readonly by: string | null | undefined;
}

/** What of a capture goes back with a savepoint, as the logs themselves do. */
interface State {
  /** By name in small letters. */
  readonly tables: ReadonlyMap<string, TouchedTable>;
  /** The schema was changed: only comparisons tell what became of all. */
  readonly isAfterSchema: boolean;
}

const NOTHING: State = { tables: new Map(), isAfterSchema: false };
const NONE: EditCounts = { inserted: 0, updated: 0, deleted: 0 };
/** Tables of more rows than this are compared when somebody asks for the changes. */
const MOST_COMPARED = 20_000;

/**
 * What the open transaction of a connection has changed. Just before a statement writes a table for the first time,
 * triggers of the connection's own begin to note its rows as they were; where triggers cannot see, the table is compared
 * with the file as it was. `editing.md` has the reasons.
 */
export class Capture {
  readonly #driver: Driver;
  #state: State = NOTHING;
  /** By node: the entries of each log that its statement has made. */
  readonly #spans = new Map<string, ReadonlyMap<number, readonly [from: number, to: number]>>();
  readonly #savepoints: { readonly id: string; readonly state: State }[] = [];
  #lastPlace = 0;
  /** Ends of the logs when the running statement began. */
  #marks: ReadonlyMap<number, number> = new Map();
  #touched: Touched | null = null;
  /** The first word of the running statement where that says all that it does. */
  #kind = '';
  readonly #counts = new Map<string, EditCounts>();

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  /** To be called just before a statement is run. */
  prepare(sql: string): void {
    this.prepareTouched(touchedBy(this.#driver, sql), sql);
  }

  /** The same for statements of Cairn's own. */
  prepareTouched(touched: Touched, sql: string): void {
    const { tables, isSchema, hasVirtual } = touched;
    // An UPSERT may do either.
    this.#kind = /\bconflict\b/iu.test(sql) ? '' : firstWord(sql);
    this.#touched = touched;
    this.#marks = new Map();
    if (isSchema) this.#pause();
    const next = new Map(this.#state.tables);
    const mayReplace = tables.size > 0 && (/\breplace\b/iu.test(sql) || this.#triggersReplace());
    for (const name of tables.keys()) {
      const table = next.get(name.toLowerCase()) ?? { name, log: null, isCompared: false, by: undefined };
      next.set(name.toLowerCase(), isSchema ? table : this.#watch(table, mayReplace));
    }
    if (hasVirtual) for (const name of this.#virtualTables()) this.#addCompared(next, name);
    this.#state = { ...this.#state, tables: next };
    this.#mark();
  }

  /** The running statement changes the schema. */
  get touchesSchema(): boolean {
    return this.#touched?.isSchema === true;
  }

  /** To be called after a statement, whether or not it failed; gives how many rows it changed, null: nobody can tell. */
  settle(node: string, isDone: boolean): EditCounts | null {
    const touched = this.#touched ?? NOTHING_TOUCHED;
    this.#touched = null;
    if (touched.isSchema && isDone) this.#forgetLogs();
    if (touched.tables.size === 0 && !touched.isSchema && !touched.hasVirtual) return NONE;
    if (isDone) this.#noteWriters(touched);
    const spans = new Map<number, readonly [number, number]>();
    let counts = NONE;
    for (const { log } of this.#state.tables.values()) {
      if (log === null) continue;
      const [from, to] = [this.#marks.get(log.place) ?? 0, lastEntry(this.#driver, log)];
      if (to <= from) continue;
      spans.set(log.place, [from, to]);
      const own = isDone ? this.#countByKind(log, touched, to - from) : null;
      counts = added(counts, own ?? countEntries(this.#driver, log, { from, to, isLast: true }));
    }
    if (spans.size > 0) this.#spans.set(node, spans);
    return touched.isSchema || touched.hasVirtual ? null : counts;
  }

  /** Where a statement alone has touched each row once, their number is known; null: it is not so. */
  #countByKind(
    { notesReplaced }: TableLog,
    { hasPrograms, tables }: Touched,
    entries: number,
  ): EditCounts | null {
    if (hasPrograms || notesReplaced || tables.size !== 1 || entries !== this.#driver.changesSync())
      return null;
    switch (this.#kind) {
      case 'UPDATE':
        return { ...NONE, updated: entries };
      case 'DELETE':
        return { ...NONE, deleted: entries };
      case 'INSERT':
        return { ...NONE, inserted: entries };
      default:
        return null;
    }
  }

  /** What the transaction has changed so far; tables that would have to be compared at length are as counted last. */
  count(): readonly ObjectCounts[] {
    this.#countAll(MOST_COMPARED);
    return [...this.#counts].flatMap(([object, counts]) => (sumOf(counts) > 0 ? [{ object, counts }] : []));
  }

  savepoint(id: string): void {
    this.#savepoints.push({ id, state: this.#state });
  }

  /** The connection has rolled back to this savepoint: its triggers and logs are those of then. */
  rolledBack(id: string): void {
    const at = this.#savepoints.findLastIndex((savepoint) => savepoint.id === id);
    const found = this.#savepoints[at];
    if (found === undefined) return;
    this.#savepoints.length = at + 1;
    this.#state = found.state;
    // Ids grow; the numbers of what these have noted are given again.
    for (const node of [...this.#spans.keys()]) if (Number(node) > Number(id)) this.#spans.delete(node);
    this.#counts.clear();
  }

  released(id: string): void {
    const at = this.#savepoints.findLastIndex((savepoint) => savepoint.id === id);
    if (at >= 0) this.#savepoints.length = at;
  }

  /** Changes by table: of the whole transaction, or of one node. */
  changes(node: string | null): readonly ObjectChanges[] {
    if (node !== null) return this.#changesOf(node);
    const reasons = this.#countAll(Number.MAX_SAFE_INTEGER);
    using snapshot = this.#state.isAfterSchema ? new Snapshot(this.#driver) : null;
    const names = new Set([...this.#counts.keys(), ...reasons.keys()]);
    return [...names].flatMap((object): ObjectChanges[] => {
      const counts = this.#counts.get(object) ?? NONE;
      const reason = reasons.get(object) ?? null;
      if (sumOf(counts) === 0 && reason === null) return [];
      const type = snapshot?.typeOf(object) ?? this.#typeOf(object);
      return [{ object, counts, type, by: this.#table(object)?.by ?? null, reason }];
    });
  }

  /** Changed rows of a table; a sentence: why they cannot be told. */
  rows(object: string, node: string | null, limit: number): ChangedRows | string {
    const table = this.#table(object);
    const log = table?.log ?? null;
    const span = node === null ? this.#wholeOf(table) : log === null ? null : this.#spanOf(node, log);
    if (log !== null && span !== null) {
      const images = foldSpan(this.#driver, log, span, limit);
      const total = images.length < limit ? images.length : sumOf(countSpan(this.#driver, log, span));
      return { images, total, keys: log.facts.keys };
    }
    if (node !== null) return noNode(object);
    using snapshot = new Snapshot(this.#driver);
    return snapshot.rows(object, limit);
  }

  /** The statement that makes one row what it was before the transaction; null: it is so. */
  inverseOf(object: string, key: readonly StoredValue[]): string | null {
    const table = this.#table(object);
    const log = table?.log ?? null;
    const span = this.#wholeOf(table);
    if (log !== null && span !== null) {
      const [image] = foldSpan(this.#driver, log, span, 1, key);
      return image === undefined ? null : inverseStatement(image, this.#namesOf(object, log.facts.keys));
    }
    using snapshot = new Snapshot(this.#driver);
    const id = identityOf(key);
    const found = snapshot.rows(
      object,
      1,
      ({ before, after }) => identityOf((before ?? after)?.key ?? []) === id,
    );
    if (typeof found === 'string' || found.images[0] === undefined) return null;
    return inverseStatement(found.images[0], this.#namesOf(object, found.keys));
  }

  #namesOf(object: string, keys: readonly string[]): RowNames {
    return { keys, rowidColumn: rowidColumn(this.#driver, object) };
  }

  /** Why the transaction could not be taken back row by row after its COMMIT; null: it could. */
  undoReason(): string | null {
    if (this.#state.isAfterSchema)
      return 'It changed the schema, which is not taken back row by row. Restore the safety copy instead.';
    for (const table of this.#state.tables.values()) {
      if (!table.isCompared || table.name.startsWith('sqlite_')) continue;
      return `Rows of ${table.name} are written by a module or replaced by SQLite itself, which do not tell what they change.`;
    }
    return null;
  }

  /** Takes all triggers and logs away. */
  end(): void {
    for (const { log } of this.#state.tables.values()) if (log !== null) dropLog(this.#driver, log);
  }

  #watch(table: TouchedTable, mayReplace: boolean): TouchedTable {
    const { log, isCompared, name } = table;
    if (isCompared) return table;
    const facts = log?.facts ?? tableFacts(this.#driver, name);
    if (facts === null || typeof facts === 'string' || facts.type !== 'table' || name.startsWith('sqlite_'))
      return { ...table, isCompared: true };
    const notesReplaced = mayReplace || facts.replaces;
    if (notesReplaced && facts.hasUniqueExpression) return { ...table, isCompared: true };
    const isEnough = log?.isRunning === true && (log.notesReplaced || !notesReplaced);
    if (log !== null && isEnough) return table;
    this.#lastPlace += log === null ? 1 : 0;
    const own = log ?? createLog(this.#driver, facts, this.#lastPlace);
    return { ...table, log: runLog(this.#driver, own, notesReplaced) };
  }

  #addCompared(tables: Map<string, TouchedTable>, name: string): void {
    const known = tables.get(name.toLowerCase());
    tables.set(name.toLowerCase(), known ?? { name, log: null, isCompared: true, by: undefined });
  }

  #pause(): void {
    const tables = new Map(this.#state.tables);
    for (const [key, table] of tables) {
      if (table.log !== null) tables.set(key, { ...table, log: pauseLog(this.#driver, table.log) });
    }
    this.#state = { ...this.#state, tables };
  }

  /** What the logs say is about tables that may be others now. */
  #forgetLogs(): void {
    const tables = new Map<string, TouchedTable>();
    for (const [key, table] of this.#state.tables) {
      if (table.log !== null) dropLog(this.#driver, table.log);
      tables.set(key, { ...table, log: null });
    }
    this.#state = { tables, isAfterSchema: true };
  }

  #noteWriters(touched: Touched): void {
    const tables = new Map(this.#state.tables);
    for (const [name, by] of touched.tables) {
      const table = tables.get(name.toLowerCase());
      if (table !== undefined && table.by !== null) tables.set(name.toLowerCase(), { ...table, by });
    }
    this.#state = { ...this.#state, tables };
  }

  #mark(): void {
    const marks = new Map<number, number>();
    for (const { log } of this.#state.tables.values())
      if (log !== null) marks.set(log.place, lastEntry(this.#driver, log));
    this.#marks = marks;
  }

  /** Compares what cannot be logged; gives reasons of tables where that does not help. */
  #recountCompared(most: number): ReadonlyMap<string, string> {
    const reasons = new Map<string, string>();
    const { tables, isAfterSchema } = this.#state;
    const compared = [...tables.values()].filter((table) => isAfterSchema || table.isCompared);
    if (compared.length === 0 && !isAfterSchema) return reasons;
    using snapshot = new Snapshot(this.#driver);
    const names = new Set(compared.map(({ name }) => name));
    if (isAfterSchema) for (const name of [SCHEMA, ...snapshot.otherTables()]) names.add(name);
    for (const name of names) {
      if (most < Number.MAX_SAFE_INTEGER && this.#isLarge(name, most)) continue;
      const counts = snapshot.count(name);
      if (typeof counts === 'string') reasons.set(name, counts);
      else this.#counts.set(name, counts);
    }
    return reasons;
  }

  #countAll(most: number): ReadonlyMap<string, string> {
    this.#counts.clear();
    for (const table of this.#state.tables.values()) {
      const span = this.#wholeOf(table);
      if (table.log !== null && span !== null)
        this.#counts.set(table.name, countSpan(this.#driver, table.log, span));
    }
    return this.#recountCompared(most);
  }

  #changesOf(node: string): readonly ObjectChanges[] {
    return [...this.#state.tables.values()].flatMap(({ name, log, by }): ObjectChanges[] => {
      const span = log === null ? null : this.#spanOf(node, log);
      if (log === null || span === null) return [];
      const counts = countSpan(this.#driver, log, span);
      return sumOf(counts) === 0
        ? []
        : [{ object: name, counts, type: log.facts.type, by: by ?? null, reason: null }];
    });
  }

  #spanOf(node: string, log: TableLog): LogSpan | null {
    const span = this.#spans.get(node)?.get(log.place);
    if (span === undefined) return null;
    const [from, to] = span;
    return { from, to, isLast: to >= lastEntry(this.#driver, log) };
  }

  #whole(log: TableLog): LogSpan {
    return { from: 0, to: lastEntry(this.#driver, log), isLast: true };
  }

  /** Of a table that its log alone tells about. */
  #wholeOf(table: TouchedTable | undefined): LogSpan | null {
    if (table === undefined || table.log === null || table.isCompared || this.#state.isAfterSchema)
      return null;
    return this.#whole(table.log);
  }

  #table(name: string): TouchedTable | undefined {
    return this.#state.tables.get(name.toLowerCase());
  }

  #virtualTables(): readonly string[] {
    const { rows } = this.#driver.allSync(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'`,
    );
    return rows.map(([name]) => String(name));
  }

  #typeOf(name: string): string {
    const { rows } = this.#driver.allSync(`SELECT type FROM pragma_table_list(?1) WHERE schema = 'main'`, [
      name,
    ]);
    return String(rows[0]?.[0] ?? 'table');
  }

  #isLarge(name: string, most: number): boolean {
    if (name === SCHEMA) return false;
    try {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const { rows } = this.#driver.allSync(
        `SELECT count(*) FROM (SELECT 1 FROM main.${quoted} LIMIT ${most + 1})`,
      );
      return Number(rows[0]?.[0] ?? 0) > most;
    } catch {
      // It is gone; how large it was nobody asks.
      return false;
    }
  }

  /** Some trigger of the file replaces rows. */
  #triggersReplace(): boolean {
    const { rows } = this.#driver.allSync(
      `SELECT 1 FROM main.sqlite_schema WHERE type = 'trigger' AND sql LIKE '%replace%' LIMIT 1`,
    );
    return rows.length > 0;
  }
}

function noNode(object: string): string {
  return `What this statement did to ${object} was not noted by itself; the changes of the whole transaction tell it.`;
}

function added(one: EditCounts, other: EditCounts): EditCounts {
  return {
    inserted: one.inserted + other.inserted,
    updated: one.updated + other.updated,
    deleted: one.deleted + other.deleted,
  };
}
