import { meaningfulTokens, nameOf, type SqlToken, wordOf } from './tokens.ts';

/** A table, view, common table expression or subquery that a statement reads. */
export interface ScopeSource {
  /** By which its columns can be written: its alias, else its name. */
  readonly name: string;
  /** What it stands for; null: a subquery. */
  readonly table: string | null;
  /** Known from the statement itself; null: those of the table. */
  readonly columns: readonly string[] | null;
}

/** A `*` in a list of columns: everything of these sources. */
export const EVERYTHING = '*';

/** The names that a statement makes known. */
export interface SqlScope {
  readonly sources: readonly ScopeSource[];
  /** Common table expressions by name in lower case, with their columns; `EVERYTHING` stands for those of a table. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
}

/** Words behind which the list of sources goes on no more. */
const ENDS = new Set(
  'WHERE GROUP ORDER HAVING LIMIT WINDOW UNION EXCEPT INTERSECT SELECT VALUES SET ON USING RETURNING DEFAULT DO'.split(
    ' ',
  ),
);
const JOINS = new Set('JOIN LEFT RIGHT FULL INNER OUTER CROSS NATURAL'.split(' '));
const NOT_ALIAS = new Set([...ENDS, ...JOINS, ...'AS INDEXED NOT FROM'.split(' ')]);

/** Reads what a statement names: its sources with their aliases, and its common table expressions. */
export function sqlScope(sql: string): SqlScope {
  return new ScopeReader(sql).read();
}

class ScopeReader {
  readonly #sql: string;
  readonly #tokens: readonly SqlToken[];
  readonly #sources: ScopeSource[] = [];
  readonly #tables = new Map<string, readonly string[]>();

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = [...meaningfulTokens(sql)];
  }

  read(): SqlScope {
    for (let at = 0; at < this.#tokens.length; at += 1) {
      const word = this.#word(at);
      if (word === 'WITH') this.#readExpressions(this.#word(at + 1) === 'RECURSIVE' ? at + 2 : at + 1);
      else if (word === 'FROM') this.#readSources(at + 1);
      else if (word === 'JOIN' || word === 'INTO') this.#readSource(at + 1);
      else if (word === 'UPDATE' && this.#word(at - 1) !== 'DO') this.#readUpdate(at + 1);
    }
    return { sources: this.#sources, tables: this.#tables };
  }

  #word(at: number): string {
    const token = this.#tokens[at];
    return token === undefined ? '' : wordOf(this.#sql, token);
  }

  #name(at: number): string | null {
    const token = this.#tokens[at];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name' && token.kind !== 'string'))
      return null;
    return nameOf(this.#sql, token);
  }

  #is(at: number, text: string): boolean {
    const token = this.#tokens[at];
    return token !== undefined && this.#sql.slice(token.from, token.to) === text;
  }

  /** Behind the parenthesis that closes the one at a place. */
  #behind(open: number): number {
    let depth = 0;
    for (let at = open; at < this.#tokens.length; at += 1) {
      const kind = this.#tokens[at]?.kind;
      if (kind === 'open') depth += 1;
      else if (kind === 'close') depth -= 1;
      if (depth === 0) return at + 1;
    }
    return this.#tokens.length;
  }

  #readUpdate(from: number): void {
    this.#readSource(this.#word(from) === 'OR' ? from + 2 : from);
  }

  #readSources(from: number): void {
    let at = this.#readSource(from);
    while (this.#is(at, ',')) at = this.#readSource(at + 1);
  }

  /** Reads one source; gives the place behind it and its alias. */
  #readSource(from: number): number {
    if (this.#tokens[from]?.kind === 'open') {
      const behind = this.#behind(from);
      const [alias, next] = this.#readAlias(behind);
      const columns = this.#columnsOf(from + 1, behind - 1);
      if (alias !== null) this.#sources.push({ name: alias, table: null, columns });
      return next;
    }
    let at = from;
    let table = this.#name(at);
    if (table === null || ENDS.has(this.#word(at))) return from;
    if (this.#is(at + 1, '.') && this.#name(at + 2) !== null) {
      at += 2;
      table = this.#name(at) ?? table;
    }
    at += 1;
    // The arguments of a table-valued function.
    if (this.#tokens[at]?.kind === 'open' && this.#word(from - 1) !== 'INTO') at = this.#behind(at);
    const [alias, next] = this.#readAlias(at);
    this.#sources.push({ name: alias ?? table, table, columns: null });
    return next;
  }

  #readAlias(at: number): readonly [alias: string | null, next: number] {
    if (this.#word(at) === 'AS') return [this.#name(at + 1), at + 2];
    const name = this.#name(at);
    return name === null || NOT_ALIAS.has(this.#word(at)) ? [null, at] : [name, at + 1];
  }

  #readExpressions(from: number): void {
    for (let at = from; ; ) {
      const name = this.#name(at);
      if (name === null) return;
      at += 1;
      let declared: readonly string[] | null = null;
      if (this.#tokens[at]?.kind === 'open') {
        const behind = this.#behind(at);
        declared = this.#namesBetween(at + 1, behind - 1);
        at = behind;
      }
      while (this.#word(at) !== '') at += 1;
      if (this.#tokens[at]?.kind !== 'open') return;
      const behind = this.#behind(at);
      this.#tables.set(name.toLowerCase(), declared ?? this.#columnsOf(at + 1, behind - 1));
      if (!this.#is(behind, ',')) return;
      at = behind + 1;
    }
  }

  #namesBetween(from: number, to: number): readonly string[] {
    const names: string[] = [];
    for (let at = from; at < to; at += 1) {
      const name = this.#name(at);
      if (name !== null) names.push(name);
    }
    return names;
  }

  /** The names of the columns of a SELECT that stands between two places. */
  #columnsOf(from: number, to: number): readonly string[] {
    let at = from;
    while (at < to && this.#word(at) !== 'SELECT')
      at += this.#tokens[at]?.kind === 'open' ? this.#behind(at) - at : 1;
    const columns: string[] = [];
    at += 1;
    if (this.#word(at) === 'DISTINCT' || this.#word(at) === 'ALL') at += 1;
    for (let start = at; at <= to; at += 1) {
      if (this.#tokens[at]?.kind === 'open') at = this.#behind(at) - 1;
      const isEnd = at >= to || ENDS.has(this.#word(at)) || this.#word(at) === 'FROM';
      if (!isEnd && !this.#is(at, ',')) continue;
      const name = this.#columnName(start, at);
      if (name !== null) columns.push(name);
      if (isEnd) {
        if (columns.includes(EVERYTHING)) columns.push(...this.#tablesBehind(at, to));
        break;
      }
      start = at + 1;
    }
    return columns;
  }

  /** Of `*`: the tables that are read, each after a marker. */
  #tablesBehind(from: number, to: number): readonly string[] {
    const tables: string[] = [];
    for (let at = from; at < to; at += 1) {
      if (this.#word(at) !== 'FROM' && this.#word(at) !== 'JOIN') continue;
      const name = this.#name(at + 1);
      if (name !== null) tables.push(`${EVERYTHING}${name}`);
    }
    return tables;
  }

  #columnName(from: number, to: number): string | null {
    const last = to - 1;
    if (last < from) return null;
    if (this.#is(last, '*')) return EVERYTHING;
    const name = this.#name(last);
    if (name === null) return null;
    // A name alone, a name behind a point, or an alias.
    const isAlias = last === from || this.#is(last - 1, '.') || this.#word(last - 1) === 'AS';
    const isBehindValue = ['close', 'number', 'string', 'word', 'name'].includes(
      this.#tokens[last - 1]?.kind ?? '',
    );
    return isAlias || isBehindValue ? name : null;
  }
}
