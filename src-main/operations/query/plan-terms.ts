import {
  meaningfulTokens,
  nameOf,
  type SqlScope,
  type SqlToken,
  wordOf,
} from '../../../src-preload/contract/sql-text/index.ts';

/** Something that a statement compares and an index can have. */
export interface IndexTerm {
  /** As SQL, without the alias of the table. */
  readonly expression: string;
  /** For the name of the index. */
  readonly word: string;
  readonly isEqual: boolean;
}

const EQUAL = new Set(['=', '==', 'IN', 'IS']);
const RANGE = new Set(['<', '<=', '>', '>=', 'BETWEEN']);
/** Where nothing is compared that rows are found by. */
const CLAUSES = new Set([
  'WHERE',
  'ON',
  'HAVING',
  'SELECT',
  'GROUP',
  'ORDER',
  'SET',
  'VALUES',
  'RETURNING',
  'LIMIT',
]);

/**
 * What a statement compares of one of its sources in WHERE and ON: columns, and values inside of documents
 * (`doc ->> '$.total'`, `json_extract(doc, '$.total')`). An expression stands in the index as it is written.
 */
export function comparedTerms(
  sql: string,
  source: string,
  scope: SqlScope,
  columns: readonly string[],
): readonly IndexTerm[] {
  return new TermReader(sql, source, scope, columns).read();
}

class TermReader {
  readonly #sql: string;
  readonly #tokens: readonly SqlToken[];
  readonly #source: string;
  readonly #isAlone: boolean;
  readonly #columns: ReadonlyMap<string, string>;

  constructor(sql: string, source: string, scope: SqlScope, columns: readonly string[]) {
    this.#sql = sql;
    this.#tokens = [...meaningfulTokens(sql)];
    this.#source = source.toLowerCase();
    this.#isAlone = scope.sources.length === 1;
    this.#columns = new Map(columns.map((name) => [name.toLowerCase(), name]));
  }

  read(): readonly IndexTerm[] {
    const found = new Map<string, IndexTerm>();
    let isCondition = false;
    for (let at = 0; at < this.#tokens.length; at += 1) {
      const word = this.#word(at);
      if (CLAUSES.has(word)) isCondition = word === 'WHERE' || word === 'ON';
      if (!isCondition) continue;
      const term = this.#termAt(at);
      if (term === null) continue;
      const { from, to, expression, name } = term;
      const comparison = this.#comparison(to) ?? this.#comparisonBefore(from);
      at = to - 1;
      if (comparison === null) continue;
      const known = found.get(expression);
      const isEqual = comparison === 'equal' || known?.isEqual === true;
      found.set(expression, { expression, word: name, isEqual });
    }
    return [...found.values()];
  }

  #word(at: number): string {
    const token = this.#tokens[at];
    return token === undefined ? '' : wordOf(this.#sql, token);
  }

  #text(at: number): string {
    const token = this.#tokens[at];
    return token === undefined ? '' : this.#sql.slice(token.from, token.to);
  }

  /** A column of the source, or a value inside of one, with the places of its tokens. */
  #termAt(at: number) {
    if (['JSON_EXTRACT', 'JSONB_EXTRACT'].includes(this.#word(at)) && this.#text(at + 1) === '(') {
      const column = this.#columnAt(at + 2);
      if (column === null || this.#text(column.to) !== ',' || !this.#isPath(column.to + 1)) return null;
      const path = this.#text(column.to + 1);
      if (this.#text(column.to + 2) !== ')') return null;
      const expression = `${this.#text(at)}(${column.written}, ${path})`;
      return { from: at, to: column.to + 3, expression, name: wordOfPath(path) };
    }
    const column = this.#columnAt(at);
    if (column === null) return null;
    // `->>` is cut into its characters.
    const arrow = [0, 1, 2].map((step) => this.#text(column.to + step)).join('');
    const length = arrow === '->>' ? 3 : arrow.startsWith('->') ? 2 : 0;
    if (length > 0) {
      if (!this.#isPath(column.to + length)) return null;
      const path = this.#text(column.to + length);
      const expression = `${column.written} ${arrow.slice(0, length)} ${path}`;
      return { from: column.from, to: column.to + length + 1, expression, name: wordOfPath(path) };
    }
    return { from: column.from, to: column.to, expression: column.written, name: column.name };
  }

  #isPath(at: number): boolean {
    const kind = this.#tokens[at]?.kind;
    return kind === 'string' || kind === 'number';
  }

  #columnAt(at: number) {
    const token = this.#tokens[at];
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'name')) return null;
    const isQualified = this.#text(at + 1) === '.';
    if (isQualified) {
      if (nameOf(this.#sql, token).toLowerCase() !== this.#source) return null;
    } else if (this.#text(at - 1) === '.') return null;
    const place = isQualified ? at + 2 : at;
    const own = this.#tokens[place];
    if (own === undefined) return null;
    const name = this.#columns.get(nameOf(this.#sql, own).toLowerCase());
    // A bare name may be that of another source, too: SQLite would say so if it were.
    if (name === undefined || (this.#text(place + 1) === '(' && !isQualified)) return null;
    if (!isQualified && !this.#isAlone && own.kind === 'name' && own.to - own.from < 2) return null;
    return { from: at, to: place + 1, name, written: this.#text(place) };
  }

  #comparison(at: number): 'equal' | 'range' | null {
    let place = at;
    // `(doc ->> '$.a') = 1`
    while (this.#text(place) === ')') place += 1;
    const word = this.#word(place) || this.#text(place);
    if (word === 'IS' && this.#word(place + 1) === 'NOT') return null;
    if (word === '<' && this.#text(place + 1) === '>') return null;
    if (EQUAL.has(word)) return 'equal';
    return RANGE.has(word) ? 'range' : null;
  }

  /** `'x' = column` */
  #comparisonBefore(from: number): 'equal' | 'range' | null {
    const text = this.#text(from - 1);
    if (text === '=') {
      const before = this.#text(from - 2);
      if (before === '!') return null;
      return before === '<' || before === '>' ? 'range' : 'equal';
    }
    if (text === '>') return ['<', '-'].includes(this.#text(from - 2)) ? null : 'range';
    return text === '<' ? 'range' : null;
  }
}

function wordOfPath(path: string): string {
  return path.replaceAll(/[^\w]+/g, '_').replaceAll(/^_+|_+$/g, '') || 'value';
}
