import { quoteIdentifier } from '../quote-identifier.ts';
import type { ValueKind } from './schema-path.ts';

/** What values are compared with each other; values of different families are never equal, less or greater. */
export type Family = 'string' | 'number' | 'boolean' | 'date';

const familyOfKind: Readonly<Partial<Record<ValueKind, Family>>> = {
  string: 'string',
  number: 'number',
  bigint: 'number',
  boolean: 'boolean',
  date: 'date',
};

/** Something that conditions, order and groups are about, as SQL: a path of a document, or an aggregate of them. */
export interface ComparableSql {
  readonly kinds: ReadonlySet<ValueKind>;
  /** What it is sorted by. */
  readonly value: string;
  /** NULL where there is no value, or null. */
  readonly presence: string;
  /** NULL as well where the value is of another family. */
  of(family: Family): string;
  /** Whether `value` is a column, so that an index may serve it and numbers are exact. */
  readonly isColumn: boolean;
  /** Where it is in a document; undefined for what is not. */
  readonly location?: PathLocation | undefined;
}

/** A place in a document, as SQL. */
export interface PathLocation {
  /** The column. */
  readonly document: string;
  /** The JSON path, or that of a key inside of the value, as a text in quotes. */
  pointer(...inside: readonly string[]): string;
}

/** A column that holds the same as the path does. */
export interface PathColumn {
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER' | 'REAL' | 'BLOB';
}

interface PathSqlOptions {
  /** Name of the table in the statement. */
  readonly table: string;
  readonly keys: readonly (string | number)[];
  readonly kinds: ReadonlySet<ValueKind>;
  readonly column?: PathColumn | undefined;
  /** Whether the path is the document's id, which the stored document may lack. */
  readonly isId: boolean;
}

/** ISO text with milliseconds in UTC, as `toISOString` writes it: sorts as the dates do (years 0 to 9999). */
const ISO_FORMAT = `'%Y-%m-%dT%H:%M:%fZ'`;

/** A path of the documents of one table, as the expressions that conditions and results are made of. */
export class PathSql implements ComparableSql {
  readonly kinds: ReadonlySet<ValueKind>;
  readonly value: string;
  readonly presence: string;
  /** What groups are made by. */
  readonly groupKey: string;
  /** The value of a group as JSON text; from the column alone where there is one, which an index may cover. */
  readonly groupJson: string;
  /** The value as JSON text, markers of rich values included; NULL where the document has none. */
  readonly json: string;
  readonly isColumn: boolean;
  readonly location: PathLocation | undefined;
  /** The one family of all values, if the schema says so. */
  readonly #family: Family | undefined;
  readonly #keys: readonly (string | number)[];
  readonly #document: string;

  constructor({ table, keys, kinds, column, isId }: PathSqlOptions) {
    this.#document = `${table}."doc"`;
    this.#keys = keys;
    this.kinds = kinds;
    this.#family = commonFamily(kinds);
    const isFit = column !== undefined && fits(column, this.#family);
    const columnSql = isFit ? `${table}.${quoteIdentifier(column.name)}` : undefined;
    this.isColumn = isFit;
    this.location = isId
      ? undefined
      : { document: this.#document, pointer: (...inside) => pointer([...keys, ...inside]) };
    this.json = isId && columnSql !== undefined ? `json_quote(${columnSql})` : this.#at('->');
    this.presence = columnSql ?? this.#at('->>');
    this.value = columnSql ?? this.#valueSql();
    this.groupJson = (columnSql !== undefined ? this.#columnJson(columnSql) : undefined) ?? this.json;
    this.groupKey = this.#family === undefined ? `nullif(${this.json}, 'null')` : this.value;
  }

  of(family: Family): string {
    if (family === this.#family) return this.value;
    const type = `json_type(${this.#document}, ${pointer(this.#keys)})`;
    const raw = this.#at('->>');
    switch (family) {
      case 'string':
        return `CASE ${type} WHEN 'text' THEN ${raw} END`;
      case 'boolean':
        return `CASE ${type} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`;
      case 'date':
        return `CASE ${this.#at('->>', '__type')} WHEN 'Date' THEN ${this.#at('->>', 'value')} END`;
      case 'number': {
        const marker = this.#mayHold('bigint')
          ? ` WHEN ${this.#at('->>', '__type')} = 'BigInt' THEN CAST(${this.#at('->>', 'value')} AS INTEGER)`
          : '';
        return `CASE WHEN ${type} IN ('integer', 'real') THEN ${raw}${marker} END`;
      }
    }
  }

  #valueSql(): string {
    const raw = this.#at('->>');
    if (this.#isPlain()) return raw;
    if (this.#family === 'date') return this.#dateSql(raw);
    if (this.#family === 'number') {
      const plain = this.kinds.has('number') ? raw : `CAST(${raw} AS INTEGER)`;
      return `coalesce(CAST(${this.#at('->>', 'value')} AS INTEGER), ${plain})`;
    }
    if (!this.#mayHold('date') && !this.#mayHold('bigint')) return raw;
    const marked = this.#at('->>', 'value');
    return `CASE ${this.#at('->>', '__type')} WHEN 'Date' THEN ${marked} WHEN 'BigInt' THEN CAST(${marked} AS INTEGER) ELSE ${raw} END`;
  }

  #columnJson(column: string): string | undefined {
    if (this.kinds.has('bigint')) return undefined;
    switch (this.#family) {
      case 'string':
      case 'number':
        return `json_quote(${column})`;
      case 'boolean':
        return `CASE ${column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END`;
      case 'date':
        return `CASE WHEN ${column} IS NOT NULL THEN json_object('__type', 'Date', 'value', ${column}) END`;
      case undefined:
        return undefined;
    }
  }

  /** Other writers store dates as ISO texts of other forms, or as milliseconds, where the schema says what they are. */
  #dateSql(raw: string): string {
    const type = `json_type(${this.#document}, ${pointer(this.#keys)})`;
    const text = `coalesce(strftime(${ISO_FORMAT}, ${raw}), ${raw})`;
    const number = `strftime(${ISO_FORMAT}, (${raw}) / 1000.0, 'unixepoch')`;
    return `coalesce(${this.#at('->>', 'value')}, CASE WHEN ${type} = 'text' THEN ${text} WHEN ${type} IN ('integer', 'real') THEN ${number} END)`;
  }

  /** Whether JSON has a form of its own for all its values, which are of one family. */
  #isPlain(): boolean {
    return this.#family !== undefined && !this.kinds.has('date') && !this.kinds.has('bigint');
  }

  #mayHold(kind: ValueKind): boolean {
    return this.kinds.has(kind) || this.kinds.has('unknown');
  }

  #at(operator: '->' | '->>', ...more: string[]): string {
    return `${this.#document} ${operator} ${pointer([...this.#keys, ...more])}`;
  }
}

/** What an aggregate gives, as something to compare: in HAVING, and to sort by. */
export function aggregateSql(value: string, kinds: ReadonlySet<ValueKind>): ComparableSql {
  return { kinds, value, presence: value, isColumn: true, of: () => value };
}

/** The family of all values of these kinds; undefined when there is not exactly one. */
export function commonFamily(kinds: ReadonlySet<ValueKind>): Family | undefined {
  let common: Family | undefined;
  for (const kind of kinds) {
    const family = familyOfKind[kind];
    if (family === undefined || (common !== undefined && common !== family)) return undefined;
    common = family;
  }
  return common;
}

/** SQLite converts what is compared with a column to the column's type: it must be that of the values. */
function fits({ type }: PathColumn, family: Family | undefined): boolean {
  switch (family) {
    case undefined:
      return false;
    case 'string':
    case 'date':
      return type === 'TEXT' || type === 'BLOB';
    case 'number':
    case 'boolean':
      return type !== 'TEXT';
  }
}

/** A JSON path as an SQL text that means exactly these keys, whatever characters they have. */
function pointer(keys: readonly (string | number)[]): string {
  return `'$${keys.map(pointerPiece).join('').replaceAll("'", "''")}'`;
}

function pointerPiece(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `.${JSON.stringify(key)}`;
}
