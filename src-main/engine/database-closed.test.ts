import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Collection } from './collections/collection.ts';
import { Database } from './database.ts';
import { QueryBuilder } from './queries/query-builder.ts';
import { collect } from './testing/collect.ts';
import { databaseKinds, openDatabase } from './testing/each-database.ts';

const schema = z.object({ id: z.string(), n: z.number() });
type Documents = Collection<typeof schema>;
type Query = ReturnType<Documents['query']>;
type Calls<T> = Readonly<Record<string, (subject: T) => unknown>>;

const document = { id: 'a', n: 1 };
const entries = [{ id: 'a', doc: document }];

/** Every method that asks the file, or changes what the database is. */
const databaseCalls: Calls<Database> = {
  collection: (db) => db.collection('others', schema),
  listCollections: (db) => db.listCollections(),
  storedCollections: (db) => db.storedCollections(),
  exec: (db) => db.exec('SELECT 1'),
  query: (db) => db.query('SELECT 1'),
  iterate: (db) => collect(db.iterate('SELECT 1')),
  execSync: (db) => db.execSync('SELECT 1'),
  querySync: (db) => db.querySync('SELECT 1'),
  transaction: (db) => db.transaction(async () => 1),
  use: (db) => db.use({ name: 'two' }),
  unuse: (db) => db.unuse('one'),
};
/** What may be asked of a closed database: closing it again, and what it knows without its file. */
const databaseRest = [
  ...['close', 'closeSync', 'closeAllConnections'],
  ...['getPlugin', 'listPlugins', 'getConnectionStats'],
];

const collectionCalls: Calls<Documents> = {
  prepare: (documents) => documents.prepare(),
  prepareSync: (documents) => documents.prepareSync(),
  insert: (documents) => documents.insert(document),
  insertSync: (documents) => documents.insertSync(document),
  insertBulk: (documents) => documents.insertBulk([document]),
  insertBulkSync: (documents) => documents.insertBulkSync([document]),
  findById: (documents) => documents.findById('a'),
  findByIdSync: (documents) => documents.findByIdSync('a'),
  put: (documents) => documents.put('a', { n: 2 }),
  putSync: (documents) => documents.putSync('a', { n: 2 }),
  putBulk: (documents) => documents.putBulk(entries),
  putBulkSync: (documents) => documents.putBulkSync(entries),
  upsert: (documents) => documents.upsert('a', document),
  upsertSync: (documents) => documents.upsertSync('a', document),
  upsertBulk: (documents) => documents.upsertBulk(entries),
  upsertBulkSync: (documents) => documents.upsertBulkSync(entries),
  delete: (documents) => documents.delete('a'),
  deleteSync: (documents) => documents.deleteSync('a'),
  deleteBulk: (documents) => documents.deleteBulk(['a']),
  deleteBulkSync: (documents) => documents.deleteBulkSync(['a']),
  atomicUpdate: (documents) => documents.atomicUpdate('a', { $inc: { n: 1 } }),
  atomicUpdateSync: (documents) => documents.atomicUpdateSync('a', { $inc: { n: 1 } }),
  versionOf: (documents) => documents.versionOf('a'),
  versionOfSync: (documents) => documents.versionOfSync('a'),
  rebuildIndexes: (documents) => documents.rebuildIndexes(),
  rebuildIndexesSync: (documents) => documents.rebuildIndexesSync(),
  drop: (documents) => documents.drop(),
  dropSync: (documents) => documents.dropSync(),
  toArray: (documents) => documents.toArray(),
  toArraySync: (documents) => documents.toArraySync(),
  count: (documents) => documents.count(),
  countSync: (documents) => documents.countSync(),
  first: (documents) => documents.first(),
  firstSync: (documents) => documents.firstSync(),
  iterator: (documents) => collect(documents.iterator()),
  iteratorSync: (documents) => [...documents.iteratorSync()],
  explain: (documents) => documents.explain(),
  explainSync: (documents) => documents.query().explainSync(),
};

const queryCalls: Calls<Query> = {
  toArray: (query) => query.toArray(),
  toArraySync: (query) => query.toArraySync(),
  first: (query) => query.first(),
  firstSync: (query) => query.firstSync(),
  count: (query) => query.count(),
  countSync: (query) => query.countSync(),
  sum: (query) => query.sum('n'),
  sumSync: (query) => query.sumSync('n'),
  avg: (query) => query.avg('n'),
  avgSync: (query) => query.avgSync('n'),
  min: (query) => query.min('n'),
  minSync: (query) => query.minSync('n'),
  max: (query) => query.max('n'),
  maxSync: (query) => query.maxSync('n'),
  iterator: (query) => collect(query.iterator()),
  iteratorSync: (query) => [...query.iteratorSync()],
  explain: (query) => query.explain(),
  explainSync: (query) => query.explainSync(),
};
/** Steps of queries ask nothing: they give another builder. */
const steps = [
  ...[
    'query',
    'where',
    'filter',
    'and',
    'or',
    'not',
    'orderBy',
    'orderByMultiple',
    'limit',
    'offset',
    'page',
  ],
  ...['select', 'distinct', 'groupBy', 'join', 'leftJoin'],
];

/** For the builder's own use. */
const inner = ['scope', 'present', 'withFilter'];

/** Names of a class's methods, those of the classes that it extends included. */
function methodsOf(type: { readonly prototype: object }): string[] {
  const names = new Set<string>();
  for (let each = type.prototype; each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(each))) {
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
    }
  }
  return [...names];
}

test('the calls below are all that there are', () => {
  const missing = (type: { readonly prototype: object }, known: readonly string[]) =>
    methodsOf(type).filter((name) => !known.includes(name));
  expect(missing(Database, [...Object.keys(databaseCalls), ...databaseRest])).toEqual([]);
  expect(missing(Collection, [...Object.keys(collectionCalls), ...steps])).toEqual([]);
  expect(missing(QueryBuilder, [...Object.keys(queryCalls), ...steps, ...inner])).toEqual([]);
});

describe.each(databaseKinds)('after close, with %s', (_name, kind) => {
  test.each([false, true])('every call throws DB_CLOSED (used before: %s)', async (isUsed) => {
    const database = openDatabase(kind);
    database.use({ name: 'one' });
    const documents = database.collection('documents', schema);
    const query = documents.where('n').gte(0);
    if (isUsed) await documents.insert(document);
    await database.close();
    const refuses = async <T>(calls: Calls<T>, subject: T) => {
      for (const [name, call] of Object.entries(calls)) {
        const outcome = (async () => await call(subject))();
        await expect(outcome, name).rejects.toMatchObject({ name: 'DatabaseError', code: 'DB_CLOSED' });
      }
    };
    await refuses(databaseCalls, database);
    await refuses(collectionCalls, documents);
    await refuses(queryCalls, query);
    expect(database.listPlugins().map(({ name }) => name)).toEqual(['one']);
    await database.close();
    await database.closeAllConnections();
    expect(() => database.closeSync()).not.toThrow();
  });
});
