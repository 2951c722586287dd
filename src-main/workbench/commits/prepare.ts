import type { ConflictDecision } from '../../../src-preload/contract/commits.ts';
import { findCollections, quoteIdentifier, runReads, type StoredCollection } from '../../engine/index.ts';
import type { Connection } from '../../engine/types.ts';
import type { CommitChange, CommitDecision, CommitTable } from '../../operations/commit/commit-input.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import { describeColumns, type ObjectFacts } from '../catalog/columns.ts';
import { codeOf } from '../catalog/object-errors.ts';
import { readSchemas } from '../collections/stored-schema-of.ts';
import { rowKeyOf } from '../edits/row-key.ts';
import type { RowProblem, StagedEntry } from '../edits/staged-entry.ts';
import { shapeOf } from '../rows/object-shape.ts';

/** Staged rows with what is known of their tables, as one state of the schema has them. */
export interface Prepared {
  readonly schemaVersion: number;
  readonly tables: readonly CommitTable[];
  readonly changes: readonly CommitChange[];
  /** By place in `tables`: schemas that the file has for documents, by their columns. */
  readonly schemas: ReadonlyMap<number, ReadonlyMap<string, StoredCollection>>;
  /** Rows that cannot be written whatever they hold: their table or column is gone. */
  readonly problems: readonly RowProblem[];
}

/** Looks at the tables of staged rows, not at what is remembered of them. Run it on one connection. */
export async function prepare(connection: Connection, entries: readonly StagedEntry[]): Promise<Prepared> {
  const version = async () =>
    Number((await connection.query('PRAGMA main.schema_version')).rows[0]?.[0] ?? 0);
  for (;;) {
    const before = await version();
    const prepared = await describe(connection, entries, before);
    if ((await version()) === before) return prepared;
  }
}

async function describe(
  connection: Connection,
  entries: readonly StagedEntry[],
  schemaVersion: number,
): Promise<Prepared> {
  const collections = await runReads(connection, findCollections());
  const tables: CommitTable[] = [];
  const schemas = new Map<number, ReadonlyMap<string, StoredCollection>>();
  const places = new Map<string, number | RowProblem['problem']>();
  const problems: RowProblem[] = [];
  const changes: CommitChange[] = [];
  for (const entry of entries) {
    const { object, row } = entry;
    let place = places.get(object);
    if (place === undefined) {
      place = await describeTable(connection, object, collections, { tables, schemas });
      places.set(object, place);
    }
    const problem = typeof place === 'number' ? missingColumn(tables[place], entry) : place;
    if (problem !== null) problems.push({ object, row, problem });
    const change = changeOf(entry, typeof place === 'number' ? place : -1);
    changes.push(typeof place === 'number' ? withoutLost(change, tables[place]) : change);
  }
  return { schemaVersion, tables, changes, schemas, problems };
}

async function describeTable(
  connection: Connection,
  object: string,
  collections: ReadonlySet<string>,
  into: {
    readonly tables: CommitTable[];
    readonly schemas: Map<number, ReadonlyMap<string, StoredCollection>>;
  },
): Promise<number | RowProblem['problem']> {
  let facts: ObjectFacts;
  try {
    facts = await describeColumns(connection, object);
  } catch (error) {
    const code = codeOf(error) ?? 'OBJECT_UNREADABLE';
    if (code !== 'OBJECT_NOT_FOUND' && code !== 'SQL_ERROR') throw error;
    return problemOf('OBJECT_NOT_FOUND', `The file has no table ${object} any more.`, null);
  }
  const isCollection = facts.type === 'table' && collections.has(facts.name);
  const schemas = await readSchemas(connection, facts, isCollection);
  const table = tableOf(facts, isCollection, [...schemas.keys()]);
  if (table === null) {
    return problemOf('ROW_WITHOUT_KEY', `The rows of ${object} have no key that names one of them.`, null);
  }
  into.tables.push(table);
  const place = into.tables.length - 1;
  if (schemas.size > 0) into.schemas.set(place, schemas);
  return place;
}

/** What a commit must know of a table; null where its rows cannot be named. */
export function tableOf(
  facts: ObjectFacts,
  isCollection: boolean,
  checkedColumns: readonly string[],
): CommitTable | null {
  const shape = shapeOf(facts, isCollection, null, true);
  if (shape.keyKind === 'position') return null;
  const own = (name: string) => facts.columns.find((column) => column.name.toLowerCase() === name)?.name;
  const unique = facts.indexes.filter(
    ({ isUnique, isPartial, columns }) =>
      isUnique && !isPartial && columns.every(({ name }) => name !== null),
  );
  const keys = shape.keyColumns.map((name) => ({
    name,
    sql: shape.keyKind === 'rowid' && facts.rowidName !== null ? facts.rowidName : quoteIdentifier(name),
  }));
  const isKeyImplicit = shape.keyKind === 'rowid' && !facts.columns.some(({ isRowidAlias }) => isRowidAlias);
  return {
    name: facts.name,
    keys,
    isKeyImplicit,
    uniqueKeys: [
      ...(facts.primaryKey.length > 0 ? [facts.primaryKey] : []),
      ...unique.map(({ columns }) => columns.map(({ name }) => name ?? '')),
    ],
    columns: new Map(
      facts.columns
        .filter(({ hiddenKind }) => hiddenKind === 'none')
        .map(({ name, affinity }) => [name, affinity] as const),
    ),
    isVirtual: facts.type === 'virtual',
    checkedColumns,
    collection: isCollection
      ? {
          idColumn: own('_id') ?? '_id',
          documentColumn: own('doc') ?? 'doc',
          versionColumn: own('_version') ?? null,
        }
      : null,
  };
}

function missingColumn(
  table: CommitTable | undefined,
  { columns, image, kind }: StagedEntry,
): RowProblem['problem'] | null {
  const isNamedByImage = kind === 'delete' || (kind === 'update' && table?.isKeyImplicit === true);
  const missing = firstMissing(table, columns) ?? (isNamedByImage ? firstMissing(table, image) : undefined);
  if (missing === undefined) return null;
  return problemOf(
    'COLUMN_NOT_FOUND',
    `The table has no column ${missing} that can be written any more.`,
    missing,
  );
}

/** The first of these columns that the table has not. */
function firstMissing(
  table: CommitTable | undefined,
  columns: ReadonlyMap<string, unknown> | null,
): string | undefined {
  // One of many thousand rows: nothing is made on the way.
  for (const name of columns?.keys() ?? []) if (table?.columns.has(name) === false) return name;
  return undefined;
}

function problemOf(code: string, message: string, column: string | null): RowProblem['problem'] {
  return { code, message, column, path: null };
}

function changeOf({ kind, row, columns: staged, image, rowid }: StagedEntry, table: number): CommitChange {
  const columns: CommitChange['columns'][number][] = [];
  for (const [name, { before, after, document }] of staged) {
    columns.push({ name, before, after, encoding: document?.encoding ?? null });
  }
  const key = 'key' in row ? row.key.map(fromKeyValue) : null;
  const change = { table, kind, key, columns, image };
  return rowid === undefined ? change : { ...change, rowid };
}

/** Of a row with a key of its own, columns that are gone and were not edited say nothing any more. */
function withoutLost(change: CommitChange, table: CommitTable | undefined): CommitChange {
  const { kind, image } = change;
  if (kind !== 'update' || image === null || table === undefined || table.isKeyImplicit) return change;
  if (firstMissing(table, image) === undefined) return change;
  return { ...change, image: new Map([...image].filter(([name]) => table.columns.has(name))) };
}

/** Decisions by the places of the rows that they are about; those about rows that are not staged are left out. */
export function placedDecisions(
  decisions: readonly ConflictDecision[],
  entries: readonly StagedEntry[],
): readonly CommitDecision[] {
  if (decisions.length === 0) return [];
  const places = new Map(entries.map(({ object, row }, index) => [rowKeyOf(object, row), index]));
  return decisions.flatMap(({ object, row, column, path, take, seen }) => {
    const change = places.get(rowKeyOf(object, row));
    return change === undefined ? [] : [{ change, column, path, take, seen }];
  });
}
