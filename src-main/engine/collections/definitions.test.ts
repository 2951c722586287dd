import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { ownAndPooled } from '../testing/each-access.ts';
import type { CollectionOptions, DocumentSchema } from './collection-spec.ts';
import { check, compositeUnique, foreignKey, index, unique } from './constraint-helpers.ts';
import { defineCollection } from './define-collection.ts';
import { Registry } from './registry.ts';
import { TestCollections } from './testing/test-collections.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const schema = z.object({
  id: z.string(),
  email: z.string(),
  age: z.number().int(),
  at: z.object({ x: z.number() }),
});

describe('bad input is refused before anything is written', () => {
  test.each<[string, unknown, unknown, unknown?]>([
    ['an empty name', '', schema],
    ['no name', undefined, schema],
    ['a name that ends a statement', 'users; DROP TABLE users', schema],
    ['a name with a quote', 'us"ers', schema],
    ['a name with NUL', 'us\0ers', schema],
    ['a name of SQLite', 'sqlite_users', schema],
    ['the name of the metadata', '_cairn_collections', schema],
    ['the name of the schemas of columns', '_Cairn_Schemas', schema],
    ['a long name', 'x'.repeat(129), schema],
    ['no schema', 'users', undefined],
    ['something else as schema', 'users', { id: 'string' }],
    ['a schema without object', 'users', z.string()],
    ['a list as schema', 'users', z.array(schema)],
    ['a union with something else', 'users', z.union([schema, z.number()])],
    ['an unknown option', 'users', schema, { uniques: ['email'] }],
    ['a wrong option', 'users', schema, { version: 0 }],
    [
      'an upgrade to nowhere',
      'users',
      schema,
      { version: 2, upgrades: { 3: (document: object) => document } },
    ],
    ['an unknown part of a field', 'users', schema, { constrainedFields: { email: { uniq: true } } }],
    [
      'a wrong type',
      'users',
      schema,
      { constrainedFields: { email: { type: 'VARCHAR(20); DROP TABLE x' } } },
    ],
    [
      'a wrong action',
      'users',
      schema,
      { constrainedFields: { email: { foreignKey: 'a.b', onDelete: 'EXPLODE' } } },
    ],
    ['an action without key', 'users', schema, { constrainedFields: { email: { onDelete: 'CASCADE' } } }],
    ['a foreign key to nothing', 'users', schema, { constrainedFields: { email: { foreignKey: 'table' } } }],
    ['a foreign key with SQL', 'users', schema, { constrainedFields: { email: { foreignKey: 'a) --.b' } } }],
    [
      'a check with two statements',
      'users',
      schema,
      { constrainedFields: { age: { check: '1); DROP TABLE x; --' } } },
    ],
    [
      'a check that leaves its parentheses',
      'users',
      schema,
      { constrainedFields: { age: { check: 'age) OR (1' } } },
    ],
    ['a check with a comment', 'users', schema, { constraints: [check('age > 0 -- x')] }],
    ['a field twice', 'users', schema, { constraints: [compositeUnique(['age', 'age'])] }],
    ['too few columns', 'users', schema, { constraints: [foreignKey(['age', 'email'], 'others._id')] }],
    ['a constraint on the id', 'users', schema, { constrainedFields: { id: { check: "id <> ''" } } }],
  ])('%s', (_what, name, given, options) => {
    expect(() =>
      defineCollection(name as string, given as DocumentSchema, options as CollectionOptions),
    ).toThrow(expect.objectContaining({ name: 'DatabaseError', code: 'COLLECTION_INVALID' }));
  });

  test.each<[string, CollectionOptions]>([
    ['constrainedFields', { constrainedFields: { emial: {} } }],
    ['a path into a text', { constrainedFields: { 'email.x': {} } }],
    ['a path with a dot too many', { constrainedFields: { 'at.': {} } }],
    ['indexes', { indexes: ['at.y'] }],
    ['constraints', { constraints: [unique('nothing')] }],
  ])('a path that the schema has not, in %s', (_where, options) => {
    expect(() => defineCollection('users', schema, options)).toThrow(
      expect.objectContaining({ code: 'FIELD_UNKNOWN' }),
    );
  });

  test('a name that is taken, in any case', () => {
    const registry = new Registry();
    registry.register('users', schema);
    expect(() => registry.register('Users', schema)).toThrow(
      expect.objectContaining({ code: 'COLLECTION_EXISTS' }),
    );
    expect(() => registry.register('users', schema)).toThrow('already exists');
    expect(registry.list().map(({ name }) => name)).toEqual(['users']);
    registry.unregister('users');
    expect(registry.has('users')).toBe(false);
  });

  test('every code that is thrown here stands in the table', () => {
    expect(errorCodes).toMatchObject({
      COLLECTION_INVALID: expect.any(String),
      FIELD_UNKNOWN: expect.any(String),
    });
  });
});

describe('the types of columns', () => {
  test.each<[z.ZodType, string, boolean]>([
    [z.string(), 'TEXT', false],
    [z.email().optional(), 'TEXT', true],
    [z.date().nullable(), 'TEXT', true],
    [z.enum(['a', 'b']).default('a'), 'TEXT', false],
    [z.literal('x').or(z.literal('y')), 'TEXT', false],
    [z.int(), 'INTEGER', false],
    [z.number().int().optional().default(1), 'INTEGER', false],
    [z.number().nullable().default(null), 'REAL', true],
    [z.boolean(), 'INTEGER', false],
    [z.bigint().nullish(), 'INTEGER', true],
    [z.number(), 'REAL', false],
    [z.union([z.string(), z.number()]), 'BLOB', false],
    [z.any(), 'BLOB', true],
    [z.object({}), 'BLOB', false],
    [z.string().transform(Number).pipe(z.number()), 'REAL', false],
    [z.lazy(() => z.string()), 'TEXT', false],
    [z.string().readonly().catch('x'), 'TEXT', false],
  ])('%#', (field, type, nullable) => {
    const spec = defineCollection('t', z.object({ field }), { constrainedFields: { field: {} } });
    expect(spec.constrainedFields).toMatchObject([{ path: ['field'], column: 'field', type, nullable }]);
  });
});

describe.each(ownAndPooled)('constraints over a connection %s', (_name, kind) => {
  const open = () => new TestCollections(kind);
  const teams = z.object({ id: z.string(), name: z.string() });
  const members = z.object({
    id: z.string(),
    team: z.string().nullable(),
    first: z.string(),
    last: z.string(),
    age: z.number(),
  });

  test('foreign keys, with what happens when their row goes', async () => {
    const db = open();
    const team = db.collection('teams', teams);
    const member = db.collection('members', members, {
      constrainedFields: { team: { foreignKey: 'teams._id', onDelete: 'SET NULL' } },
    });
    await team.insertBulk([
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ]);
    const one = { id: '1', team: 'a', first: 'F', last: 'L', age: 1 };
    await member.insert(one);
    await expect(member.insert({ ...one, id: '2', team: 'nowhere' })).rejects.toMatchObject({
      ...{ name: 'ForeignKeyError', code: 'CONSTRAINT_FOREIGN_KEY', collection: 'members', field: 'team' },
    });
    const several = db.collection('several', members, {
      constrainedFields: { team: { foreignKey: 'teams.id' }, first: { foreignKey: 'members.id' } },
    });
    const other = { ...one, first: '1' };
    await several.insert(other);
    const missing = [
      [several.insert({ ...other, id: '2', team: 'nowhere' }), 'team'],
      [several.insert({ ...other, id: '2', first: 'nobody' }), 'first'],
      [several.put('1', { first: 'nobody' }), 'first'],
      [several.upsert('1', { ...other, first: 'nobody' }), 'first'],
      [several.insertBulk([{ ...other, id: '2', first: 'nobody' }]), undefined],
      [member.delete('1'), undefined],
      [member.deleteBulk(['1']), undefined],
    ] as const;
    for (const [failure, field] of missing) {
      await expect(failure).rejects.toMatchObject({ code: 'CONSTRAINT_FOREIGN_KEY', field });
    }
    await several.delete('1');
    await team.delete('a');
    expect(await db.rows('SELECT team FROM members')).toEqual([[null]]);
  });

  test('what a foreign key does to a column, it does to the document', async () => {
    const db = open();
    const team = db.collection('teams', teams);
    const schema = z.object({
      id: z.string(),
      nullable: z.string().nullable(),
      optional: z.string().optional(),
      'say "it\'s"': z.object({ 'a.b': z.string().nullish() }),
    });
    const key = { foreignKey: 'teams.id', onDelete: 'SET NULL', onUpdate: 'CASCADE' } as const;
    const member = db.collection('members', schema, {
      constrainedFields: { nullable: key, optional: key, 'say "it\'s".a.b': key },
    });
    await team.insertBulk([
      { id: 'a', name: 'A' },
      { id: 'b', name: 'B' },
    ]);
    await member.insert({ id: '1', nullable: 'a', optional: 'a', 'say "it\'s"': { 'a.b': 'a' } });
    await member.insert({ id: '2', nullable: 'b', optional: 'b', 'say "it\'s"': { 'a.b': 'b' } });
    await member.put('2', { optional: 'a' });
    expect(await member.versionOf('2')).toBe(2);
    await db.exec("UPDATE teams SET _id = 'c' WHERE _id = 'b'");
    expect(await member.findById('2')).toMatchObject({
      nullable: 'c',
      optional: 'a',
      'say "it\'s"': { 'a.b': 'c' },
    });
    await team.delete('a');
    expect(await member.findById('1')).toEqual({ id: '1', nullable: null, 'say "it\'s"': { 'a.b': null } });
    expect(await member.put('1', { nullable: 'c' })).toMatchObject({ nullable: 'c' });
    expect(await member.findById('2')).toEqual({ id: '2', nullable: 'c', 'say "it\'s"': { 'a.b': 'c' } });
    const guests = db.collection('guests', z.object({ host: z.string() }), {
      constrainedFields: { host: { foreignKey: 'teams.id', onDelete: 'SET NULL' } },
    });
    await guests.insert({ host: 'c' });
    await expect(team.delete('c')).rejects.toThrow(code('CONSTRAINT_NOT_NULL'));
  });

  test('a foreign key may name the field, before its collection is there and after it', async () => {
    const db = open();
    const fields = { team: { foreignKey: 'teams.id' }, first: { foreignKey: 'teams.name' } };
    const early = db.collection('early', members, {
      constrainedFields: { team: { foreignKey: 'teams.id' } },
    });
    await early.prepare();
    const team = db.collection('teams', teams, { constrainedFields: { name: { unique: true } } });
    await team.insert({ id: 'a', name: 'A' });
    const late = db.collection('late', members, { constrainedFields: fields });
    const one = { id: '1', team: 'a', first: 'A', last: 'L', age: 1 };
    await early.insert(one);
    await late.insert(one);
    await expect(early.insert({ ...one, id: '2', team: 'b' })).rejects.toThrow(
      code('CONSTRAINT_FOREIGN_KEY'),
    );
    await expect(late.insert({ ...one, id: '2', first: 'B' })).rejects.toThrow(
      code('CONSTRAINT_FOREIGN_KEY'),
    );
    await db.exec('CREATE TABLE raw (id TEXT PRIMARY KEY)');
    const raw = db.collection('to_raw', members, { constrainedFields: { team: { foreignKey: 'raw.id' } } });
    await expect(raw.insert(one)).rejects.toThrow(code('CONSTRAINT_FOREIGN_KEY'));
    await db.exec("INSERT INTO raw VALUES ('a')");
    expect(await raw.insert(one)).toEqual(one);
  });

  test('helpers: compound keys and checks over several columns', async () => {
    const db = open();
    const member = db.collection('members', members, {
      constrainedFields: { age: {} },
      indexes: ['last'],
      constraints: [
        unique('team'),
        compositeUnique(['first', 'last'], { name: 'whole_name' }),
        index(['last', 'first']),
        check('first <> last OR age > 100'),
      ],
    });
    await member.insert({ id: '1', team: 'a', first: 'F', last: 'L', age: 1 });
    await expect(member.insert({ id: '2', team: 'a', first: 'G', last: 'L', age: 1 })).rejects.toMatchObject({
      field: 'team',
    });
    await expect(member.insert({ id: '2', team: 'b', first: 'F', last: 'L', age: 1 })).rejects.toMatchObject({
      ...{ name: 'UniqueConstraintError', field: 'first, last' },
    });
    await expect(member.insert({ id: '2', team: 'b', first: 'X', last: 'X', age: 1 })).rejects.toMatchObject({
      ...{ name: 'CheckConstraintError', message: expect.stringContaining('first <> last OR age > 100') },
    });
    await member.insert({ id: '3', team: null, first: 'X', last: 'X', age: 101 });
    const names = await db.rows(
      "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    );
    expect(names.flat()).toEqual([
      'idx_members_last',
      'idx_members_last_first',
      'idx_members_team',
      'whole_name',
    ]);
  });

  test('indexes of two tables whose names would be the same', async () => {
    const db = open();
    const fields = z.object({ b_c: z.string(), c: z.string() });
    const one = db.collection('a', fields, { constrainedFields: { b_c: { unique: true } } });
    const two = db.collection('a_b', fields, { constrainedFields: { c: { unique: true } } });
    await one.insert({ b_c: 'x', c: 'x' });
    await two.insert({ b_c: 'x', c: 'x' });
    await expect(two.insert({ b_c: 'y', c: 'x' })).rejects.toMatchObject({ collection: 'a_b', field: 'c' });
    await expect(one.insert({ b_c: 'x', c: 'y' })).rejects.toMatchObject({ collection: 'a', field: 'b_c' });
  });

  test('a field that must have a value', async () => {
    const db = open();
    const t = db.collection('t', z.object({ a: z.string().optional() }), {
      constrainedFields: { a: { nullable: false } },
    });
    await expect(t.insert({})).rejects.toMatchObject({ code: 'VALIDATION', issues: [{ path: ['a'] }] });
    expect(await t.insert({ a: 'x' })).toMatchObject({ a: 'x' });
  });

  test('names of collections with spaces, dots and dashes', async () => {
    const db = open();
    for (const name of ['order', 'my table', 'a.b', 'x-y', 'größe', '0', '$']) {
      const t = db.collection(name, z.object({ n: z.number() }), {
        constrainedFields: { n: { unique: true } },
      });
      await t.insert({ n: 1 });
      await expect(t.insert({ n: 1 })).rejects.toMatchObject({ collection: name, field: 'n' });
    }
  });

  test('a check that SQLite does not understand fails, and leaves nothing', async () => {
    const db = open();
    const t = db.collection('t', z.object({ n: z.number() }), {
      constrainedFields: { n: { check: 'nothing > 1' } },
    });
    await expect(t.insert({ n: 1 })).rejects.toMatchObject({ code: 'SQL_ERROR' });
    expect(await db.rows('SELECT name FROM sqlite_schema')).toEqual([]);
  });
});
