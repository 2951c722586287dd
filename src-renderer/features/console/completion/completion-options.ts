import type { Completion } from '@codemirror/autocomplete';
import type { KnownName } from '../../../../src-preload/contract/queries.ts';
import {
  EVERYTHING,
  type ScopeSource,
  type SqlScope,
} from '../../../../src-preload/contract/sql-text/index.ts';
import { sqlKeywords } from '../../../lib/sql/sql-dialect.ts';
import type { AnyColumn, NameIndex } from './name-index.ts';

const reserved = new Set(sqlKeywords);
/** What statements begin with. */
const STARTERS =
  'select insert update delete with create drop alter pragma explain begin commit rollback savepoint release analyze reindex vacuum attach detach replace values end'.split(
    ' ',
  );
/** Words that are meant more often than others with the same letters. */
const often = new Set(
  'select from where order group limit join left on as and or in is like between desc asc set values having union insert update delete distinct not null create pragma'.split(
    ' ',
  ),
);
const NO_SCOPE: SqlScope = { sources: [], tables: new Map() };

/** A name as it has to be written in SQL. */
export function quoted(name: string): string {
  const isPlain = /^[A-Za-z_][\w$]*$/.test(name) && !reserved.has(name.toLowerCase());
  return isPlain ? name : `"${name.replaceAll('"', '""')}"`;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly table: string;
  /** "column 6 of 9". */
  readonly place: string;
}

/** The columns of a source, from the statement itself or from the file. */
export function columnsOf(source: ScopeSource, scope: SqlScope, names: NameIndex): readonly Column[] {
  const own = source.columns ?? (source.table === null ? null : scope.tables.get(source.table.toLowerCase()));
  if (own !== null && own !== undefined) return namedColumns(source.name, own, scope, names);
  const object = source.table === null ? undefined : names.object(source.table);
  return object === undefined ? [] : objectColumns(object);
}

function objectColumns({ name, columns }: KnownName): readonly Column[] {
  return columns.map((column, index) => ({
    ...column,
    table: name,
    place: `column ${index + 1} of ${columns.length}`,
  }));
}

function namedColumns(
  table: string,
  columns: readonly string[],
  scope: SqlScope,
  names: NameIndex,
): readonly Column[] {
  const plain = columns.filter((column) => !column.startsWith(EVERYTHING));
  const all = columns
    .filter((column) => column.startsWith(EVERYTHING) && column !== EVERYTHING)
    .flatMap((column) => {
      const name = column.slice(EVERYTHING.length);
      const isItself = name.toLowerCase() === table.toLowerCase();
      return isItself ? [] : columnsOf({ name, table: name, columns: null }, scope, names);
    });
  const made = plain.map((name, index) => ({
    name,
    type: '',
    table,
    place: `column ${index + 1} of ${plain.length}`,
  }));
  return [...made, ...all];
}

/** The columns that can be written behind `name.`; the label is what is typed, qualifier included. */
export function qualifiedOptions(
  written: string,
  source: ScopeSource,
  scope: SqlScope,
  names: NameIndex,
): readonly Completion[] {
  const columns = columnsOf(source, scope, names);
  return columns.map((column, index) => ({
    ...columnOption(column),
    label: `${written}.${column.name}`,
    apply: `${written}.${quoted(column.name)}`,
    // In the order of the table.
    boost: -Math.min(90, index),
  }));
}

/** What may be written where a statement begins: words, and collections whose queries are typed as in code. */
export function startOptions(names: NameIndex): readonly Completion[] {
  return [
    ...keywordOptions(STARTERS, 20),
    ...tableOptions(NO_SCOPE, names).filter(({ type }) => type === 'collection'),
  ];
}

/** Everything that may be written where an expression stands; behind a value it is a word of the grammar first. */
export function expressionOptions(
  scope: SqlScope,
  qualified: readonly ScopeSource[],
  names: NameIndex,
  isBehindValue: boolean,
): readonly Completion[] {
  const sources = new Set(scope.sources.map(({ name }) => name.toLowerCase()));
  return [
    ...columnOptions(scope, names, false),
    ...[...scope.sources, ...qualified].map(({ name, table }) => ({
      label: name,
      apply: quoted(name),
      type: 'table',
      detail: table === null || table === name ? '' : table,
      boost: 10,
    })),
    ...pathOptions(scope, names),
    ...tableOptions(scope, names).filter(({ label }) => !sources.has(label.toLowerCase())),
    ...names.functions.map(({ name, arguments: count }) => ({
      label: name,
      apply: `${name}(`,
      type: 'function',
      detail: count < 0 ? 'function' : `${count} argument${count === 1 ? '' : 's'}`,
      boost: -10,
    })),
    ...keywordOptions(sqlKeywords, isBehindValue ? 30 : -5),
  ];
}

/**
 * The columns of what is read, those that several sources have behind the names of these; where nothing is read yet,
 * the columns of all tables. `isList`: only names can be written, as in USING.
 */
export function columnOptions(scope: SqlScope, names: NameIndex, isList: boolean): readonly Completion[] {
  if (scope.sources.length === 0) return names.columns().map(anyColumnOption);
  const byName = new Map<string, { readonly source: string; readonly column: Column }[]>();
  for (const source of scope.sources) {
    for (const column of columnsOf(source, scope, names)) {
      const key = column.name.toLowerCase();
      const same = byName.get(key);
      if (same === undefined) byName.set(key, [{ source: source.name, column }]);
      else same.push({ source: source.name, column });
    }
  }
  return [...byName.values()].flatMap((same) => {
    const [first] = same;
    if (first !== undefined && (isList || same.length === 1)) {
      return [{ ...columnOption(first.column), apply: quoted(first.column.name), boost: 20 }];
    }
    return same.map(({ source, column }) => ({
      ...columnOption(column),
      displayLabel: `${source}.${column.name}`,
      apply: `${quoted(source)}.${quoted(column.name)}`,
      boost: 20,
    }));
  });
}

function anyColumnOption({ name, type, table, tableCount }: AnyColumn): Completion {
  const where = tableCount === 1 ? table : `${table} and ${tableCount - 1} more`;
  return {
    label: name,
    apply: quoted(name),
    type: 'column',
    detail: type,
    info: () => aboutNode(where),
    boost: -3,
  };
}

function keywordOptions(words: readonly string[], boost: number): readonly Completion[] {
  return words.map((word) => ({
    label: word.toUpperCase(),
    type: 'keyword',
    detail: '',
    boost: boost + (often.has(word) ? 2 : 0),
  }));
}

/** What can be read from or written to. */
export function tableOptions(scope: SqlScope, names: NameIndex): readonly Completion[] {
  const made = [...scope.tables.keys()].map((name) => ({
    label: name,
    apply: quoted(name),
    type: 'table',
    detail: 'WITH',
    boost: 5,
  }));
  const kept = names.objects
    .filter(({ kind }) => kind !== 'shadow')
    .map(({ name, kind }) => ({
      label: name,
      apply: quoted(name),
      type: kind,
      detail: kind === 'system' ? 'of SQLite' : kind,
      boost: kind === 'system' ? -20 : 0,
    }));
  return [...made, ...kept];
}

/** Values inside the documents of the collections that are read, as SQL reads them. */
function pathOptions(scope: SqlScope, names: NameIndex): readonly Completion[] {
  return collectionsOf(scope, names).flatMap(({ source, object }) => {
    const document = object.columns.find(({ name }) => name === 'doc')?.name;
    if (document === undefined) return [];
    const column = scope.sources.length > 1 ? `${quoted(source.name)}.${document}` : document;
    return object.paths.map(({ path, type }) => ({
      label: path.replace(/^\$\.?/, ''),
      apply: `${column} ->> ${textLiteral(path)}`,
      type: 'path',
      detail: type,
      boost: 8,
    }));
  });
}

/** Paths as they stand inside a string, such as `'$.total'`. */
export function stringPathOptions(scope: SqlScope, names: NameIndex): readonly Completion[] {
  const seen = new Set<string>();
  return collectionsOf(scope, names)
    .flatMap(({ object }) => object.paths)
    .filter(({ path }) => !seen.has(path) && seen.add(path) !== undefined)
    .map(({ path, type }) => ({
      label: path,
      apply: path.replaceAll("'", "''"),
      type: 'path',
      detail: type,
    }));
}

function collectionsOf(scope: SqlScope, names: NameIndex) {
  return scope.sources.flatMap((source) => {
    const object = source.table === null ? undefined : names.object(source.table);
    return object === undefined || object.paths.length === 0 ? [] : [{ source, object }];
  });
}

function columnOption({ name, type, table, place }: Column): Completion {
  return { label: name, type: 'column', detail: type, info: () => aboutNode(`${table} · ${place}`) };
}

function aboutNode(text: string): Node {
  return document.createTextNode(text);
}

function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
