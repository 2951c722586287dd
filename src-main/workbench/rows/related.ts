import type { Related, RowKey } from '../../../src-preload/contract/index.ts';
import type { CallOptions } from '../../engine/types.ts';
import type { RelatedValuesInput } from '../../operations/related.ts';
import { fromKeyValue, type StoredValue } from '../../operations/stored-value.ts';
import { BridgeError } from '../bridge-error.ts';
import type { ForeignKeyFacts } from '../catalog/foreign-keys.ts';
import { codeOf } from '../catalog/object-errors.ts';
import type { Handlers } from '../handlers.ts';
import type { OpenFile } from '../open-file.ts';
import type { Services } from '../services.ts';
import { describeObject } from './describe-object.ts';
import { columnSql, type ObjectShape } from './object-shape.ts';
import {
  allForeignKeys,
  childSearch,
  columnsOf,
  isSameName,
  isSearchable,
  noRows,
  parentCondition,
} from './related-keys.ts';
import { countRelated, keyPlan, readRelated, shownColumns } from './related-rows.ts';
import type { View, Views } from './view.ts';

type Parent = Related['parents'][number];
type Child = Related['children'][number];

/** Values of the row, by column name in lower case. */
type RowValues = ReadonlyMap<string, StoredValue>;

/** `rows.related`: foreign keys of one row followed both ways. */
export function createRelated(views: Views, _services: Services): Handlers<'rows'>['related'] {
  return async ({ view: id, key, limit }, { signal }) => {
    const start = performance.now();
    const view = views.get(id);
    const { file } = view;
    const shape = await describeObject(file, view.info.object, true);
    const outgoing = shape.facts.foreignKeys;
    const keys = await allForeignKeys(file);
    const incoming = keys.filter(({ parentTable }) => isSameName(parentTable, shape.facts.name));
    const names = [
      ...outgoing.flatMap(({ childColumns }) => childColumns),
      ...incoming.flatMap(({ parentColumns }) => parentColumns),
    ];
    const values = await rowValues(view, shape, names, key, { signal });
    const [parents, children] = await Promise.all([
      Promise.all(outgoing.map((foreignKey) => parentOf(file, foreignKey, values, { signal }))),
      Promise.all(incoming.map((foreignKey) => childrenOf(file, foreignKey, values, limit, { signal }))),
    ]);
    return { parents, children, milliseconds: performance.now() - start };
  };
}

async function rowValues(
  { file }: View,
  shape: ObjectShape,
  names: readonly string[],
  key: RowKey,
  { signal }: CallOptions,
): Promise<RowValues> {
  const columns = shape.facts.columns.filter(({ name }) => names.some((other) => isSameName(other, name)));
  const plan = keyPlan(shape, null);
  if (plan === null || columns.length === 0) return new Map();
  const input: RelatedValuesInput = {
    plan,
    columns: columns.map(({ name }) => ({ kind: 'stored', sql: columnSql(name) })),
    key: key.map(fromKeyValue),
  };
  const answer = await file.use('reader', { holder: 'related rows', signal }, (connection) =>
    connection.call('relatedValues', input, { signal }),
  );
  if (answer === null) {
    throw new BridgeError('ROW_NOT_FOUND', 'No row has this key any more.', {
      hint: 'Another program deleted it, or changed its key.',
    });
  }
  // What the operation gives: it reads columns as a whole.
  const values = answer as readonly StoredValue[];
  return new Map(columns.map(({ name }, index) => [name.toLowerCase(), values[index] ?? null]));
}

async function parentOf(
  file: OpenFile,
  key: ForeignKeyFacts,
  row: RowValues,
  options: CallOptions,
): Promise<Parent> {
  const values = key.childColumns.map((name) => row.get(name.toLowerCase()) ?? null);
  const shape = await shapeOrNull(file, key.parentTable, options);
  const base = {
    table: shape?.facts.name ?? key.parentTable,
    kind: shape?.kind ?? 'table',
    fromColumns: [...key.childColumns],
    toColumns: [...key.parentColumns],
    columns: [],
    row: null,
    isNull: values.includes(null),
  } satisfies Parent;
  const targets = shape === null ? null : targetsOf(key, shape);
  if (shape === null || targets === null) return base;
  const columns = shownColumns(shape, key.parentColumns);
  const found = { ...base, columns: columns.map(({ info }) => info.name) };
  if (base.isNull) return found;
  const search = {
    file,
    shape,
    where: parentCondition(targets, values),
    isSearchable: isSearchable(targets),
  };
  const rows = await readRelated(search, columns, 1, options);
  return { ...found, row: copied(rows?.[0]) };
}

async function childrenOf(
  file: OpenFile,
  key: ForeignKeyFacts,
  row: RowValues,
  limit: number,
  options: CallOptions,
): Promise<Child> {
  const values = key.parentColumns.map((name) => row.get(name.toLowerCase()) ?? null);
  const shape = await shapeOrNull(file, key.childTable, options);
  const base = {
    table: key.childTable,
    kind: shape?.kind ?? 'table',
    fromColumns: [...key.childColumns],
    toColumns: [...key.parentColumns],
    columns: [],
    rows: [],
    count: { value: 0, kind: 'exact' },
    filter: key.childColumns.slice(0, 1).flatMap((name) => noRows({ name })),
  } satisfies Child;
  if (shape === null) return { ...base, count: { value: null, kind: 'unknown' } };
  const sources = columnsOf(shape.facts, key.childColumns);
  const columns = shownColumns(shape, key.childColumns);
  const found = { ...base, columns: columns.map(({ info }) => info.name) };
  if (sources === null || values.length !== sources.length || values.includes(null)) return found;
  const { where, filter } = childSearch(sources, values);
  const search = { file, shape, where, isSearchable: isSearchable(sources) };
  const rows = await readRelated(search, columns, limit, options);
  // Where finding a few took too long, counting all of them does, too.
  const count =
    rows === null ? ({ value: null, kind: 'unknown' } as const) : await countRelated(search, options);
  return {
    ...found,
    rows: (rows ?? []).map((found) => ({ key: found.key, cells: found.cells })),
    count,
    filter,
  };
}

/** The parent's columns; null where the key is broken, as SQLite would say when it is used. */
function targetsOf(key: ForeignKeyFacts, { facts }: ObjectShape): ReturnType<typeof columnsOf> {
  return key.parentColumns.length === key.childColumns.length ? columnsOf(facts, key.parentColumns) : null;
}

/** Null where SQLite has no such object, or cannot read it: the others are shown all the same. */
async function shapeOrNull(
  file: OpenFile,
  object: string,
  { signal }: CallOptions,
): Promise<ObjectShape | null> {
  try {
    return await describeObject(file, object, false);
  } catch (error) {
    const code = codeOf(error);
    if (signal?.aborted === true || (code !== 'OBJECT_NOT_FOUND' && code !== 'OBJECT_UNREADABLE'))
      throw error;
    return null;
  }
}

function copied(row: Child['rows'][number] | undefined): Parent['row'] {
  return row === undefined ? null : { key: row.key, cells: row.cells };
}
