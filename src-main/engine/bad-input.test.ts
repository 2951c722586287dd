import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Collection } from './collections/collection.ts';
import type { CollectionOptions } from './collections/collection-spec.ts';
import type { DBConfig } from './config.ts';
import { createDB, type Database } from './database.ts';
import type { ErrorCode } from './error-codes.ts';
import { DatabaseError } from './errors.ts';
import type { Plugin } from './plugins/plugin.ts';
import type { Operator } from './queries/filter.ts';
import { databaseKinds, openDatabase } from './testing/each-database.ts';
import { temporaryFile } from './testing/temporary-folder.ts';

const userSchema = z.object({ id: z.string(), name: z.string(), age: z.int().optional() });

interface Subject {
  readonly db: Database;
  readonly users: Collection<typeof userSchema>;
}

/** What is wrong, what is done, its code, and what the message must name. */
type Case = readonly [what: string, (subject: Subject) => unknown, ErrorCode, names: string];

const define =
  (name: unknown, schema: unknown, options?: object) =>
  ({ db }: Subject) =>
    db.collection(name as string, schema as typeof userSchema, options as CollectionOptions);

const condition = (operator: string, path = 'age') => ({
  ...({ kind: 'compare', path, operator: operator as Operator, values: [1] } as const),
});

const cases: readonly Case[] = [
  ['a name with a quote', define('my"table', userSchema), 'COLLECTION_INVALID', 'my"table'],
  ['a name that ends a statement', define('a; DROP TABLE users', userSchema), 'COLLECTION_INVALID', 'DROP'],
  ['an empty name', define('', userSchema), 'COLLECTION_INVALID', 'name'],
  ['a name that is no text', define(5, userSchema), 'COLLECTION_INVALID', 'name'],
  ['a name of SQLite', define('sqlite_stat1', userSchema), 'COLLECTION_INVALID', 'sqlite_stat1'],
  ['the name of the metadata', define('_cairn_collections', userSchema), 'COLLECTION_INVALID', '_cairn_'],
  ['a schema of texts', define('texts', z.string()), 'COLLECTION_INVALID', 'texts'],
  ['a schema of arrays', define('lists', z.array(userSchema)), 'COLLECTION_INVALID', 'lists'],
  ['a schema that is none', define('other', { id: 'string' }), 'COLLECTION_INVALID', 'other'],
  ['an unknown option', define('other', userSchema, { index: ['name'] }), 'COLLECTION_INVALID', 'index'],
  [
    'a type that is SQL',
    define('other', userSchema, { constrainedFields: { age: { type: 'INT); DROP TABLE users' } } }),
    'COLLECTION_INVALID',
    'constrainedFields.age.type',
  ],
  [
    'a foreign key that is SQL',
    define('other', userSchema, { constrainedFields: { age: { foreignKey: 'users(id); DROP' } } }),
    'COLLECTION_INVALID',
    'foreign key',
  ],
  [
    'a constrained field that is not in the schema',
    define('other', userSchema, { constrainedFields: { emial: { unique: true } } }),
    'FIELD_UNKNOWN',
    'emial',
  ],
  ['an index of no field', define('other', userSchema, { indexes: ['nme'] }), 'FIELD_UNKNOWN', 'nme'],
  ['a name that is taken', define('Users', userSchema), 'COLLECTION_EXISTS', 'Users'],
  ['a collection that is not there', ({ db }) => db.collection('user'), 'COLLECTION_NOT_FOUND', 'user'],

  ['a path that is not in the schema', ({ users }) => users.where('nme'), 'PATH_UNKNOWN', 'nme'],
  ['a path into a text', ({ users }) => users.where('name.first'), 'PATH_UNKNOWN', 'name.first'],
  ['an order by no field', ({ users }) => users.orderBy('nme'), 'PATH_UNKNOWN', 'nme'],
  ['a sum of no field', ({ users }) => users.query().sum('agee'), 'PATH_UNKNOWN', 'agee'],
  [
    'an unknown operator',
    ({ users }) => users.filter(condition('equals')).toArray(),
    'OPERATOR_UNKNOWN',
    'equals',
  ],
  [
    'an operator of objects',
    ({ users }) => users.filter(condition('toString')).count(),
    'OPERATOR_UNKNOWN',
    'toString',
  ],
  [
    'a path of a condition as data',
    ({ users }) => users.filter(condition('eq', 'agee')).first(),
    'PATH_UNKNOWN',
    'agee',
  ],
  ['a page before the first', ({ users }) => users.page(0, 10), 'QUERY_INVALID', 'page'],

  [
    'an unknown operator of an update',
    ({ users }) => users.atomicUpdate('ann', { $add: { age: 1 } } as object),
    'UPDATE_INVALID',
    '$add',
  ],
  [
    'an update of no field',
    ({ users }) => users.atomicUpdate('ann', { $set: { name: 'Anna' }, $inc: { agee: 1 } }),
    'FIELD_UNKNOWN',
    'agee',
  ],
  ['a wrong document', ({ users }) => users.insert({ name: 5 as never }), 'VALIDATION', 'name'],
  [
    'one wrong document of many',
    ({ users }) => users.insertBulk([{ name: 'Bob' }, { name: 'Eve', age: 0.5 }]),
    'VALIDATION',
    '1.age',
  ],
  ['no document', ({ users }) => users.insert(undefined as never), 'VALIDATION', 'users'],

  ['a plugin without a name', ({ db }) => db.use({} as Plugin), 'PLUGIN_INVALID', 'name'],
  ['a plugin that is none', ({ db }) => db.use(undefined as unknown as Plugin), 'PLUGIN_INVALID', 'plugin'],
  [
    'a hook that does not exist',
    ({ db }) => db.use({ name: 'log', onInsert: () => {} } as Plugin),
    'PLUGIN_INVALID',
    'onInsert',
  ],
  ['a plugin twice', ({ db }) => db.use({ name: 'known' }), 'PLUGIN_EXISTS', 'known'],
];

/** All that a caller can see of a database. */
async function stateOf({ db, users }: Subject): Promise<unknown> {
  return {
    collections: db.listCollections(),
    plugins: db.listPlugins(),
    schema: await db.query('SELECT name, sql FROM sqlite_schema ORDER BY name'),
    rows: await db.query('SELECT _id, json(doc) AS doc, _version FROM users'),
    users: await users.toArray(),
  };
}

async function failureOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe.each(databaseKinds)('bad input, with %s', (_kind, kind) => {
  test('is told by a code and by name, and nothing is written', async () => {
    const filename = kind.memory ? undefined : temporaryFile();
    const db = openDatabase(kind, filename === undefined ? {} : { filename });
    const users = db.collection('users', userSchema, { indexes: ['age'] });
    await users.insert({ id: 'ann', name: 'Ann', age: 31 });
    db.use({ name: 'known' });
    const before = await stateOf({ db, users });
    const bytes = filename === undefined ? undefined : readFileSync(filename);

    for (const [what, work, code, names] of cases) {
      const error = await failureOf(() => work({ db, users }));
      expect(error, what).toBeInstanceOf(DatabaseError);
      expect(error, what).toMatchObject({ code, message: expect.stringContaining(names) });
      expect(await stateOf({ db, users }), what).toEqual(before);
      if (filename !== undefined) expect(readFileSync(filename).equals(bytes as Buffer), what).toBe(true);
    }
  });
});

test.each<[string, object]>([
  ['filenme .*filename', { filenme: 'x.db' }],
  ['journal', { journal: 'WAL' }],
  ['sqlite.journal .*journalMode', { sqlite: { journal: 'WAL' } }],
  ['sqlite.journalMode', { sqlite: { journalMode: 'wal' } }],
  ['unknown key connectionPool.max', { connectionPool: { max: 5 } }],
  ['connectionPool.maxConnections', { connectionPool: { maxConnections: 0 } }],
  ['connectionPool.maxIdleTime: ', { connectionPool: { maxIdleTime: 'long' } }],
  ['connectionPool: expected true', { connectionPool: 'yes' }],
  ['poolSize', { poolSize: 0 }],
  ['driver', { driver: 'sqlite3' }],
  ['mode', { mode: 'w' }],
  ['readonly', { mode: 'rw', readonly: true }],
])('a configuration with a wrong %s opens nothing', (names, config) => {
  for (const sharedConnection of [false, true]) {
    const filename = temporaryFile();
    const open = () => createDB({ filename, sharedConnection, ...config } as DBConfig);
    const message = expect.stringMatching(new RegExp(`${names}.*Nothing was opened`));
    expect(open).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }));
    expect(existsSync(filename)).toBe(false);
  }
});
