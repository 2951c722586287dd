import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { databaseKinds, openDatabase } from '../testing/each-database.ts';
import { testedDrivers } from '../testing/each-driver.ts';
import { findSchemaPath } from './schema-path.ts';

/** Names that mean something to SQL, to JSON paths or to JavaScript. */
const names = [
  'doc',
  '_version',
  'select',
  'a b',
  'a.b',
  '.',
  'a"b',
  "a'b",
  'a\\b',
  'a\\"c',
  '$',
  '$.x',
  '[0]',
  '0',
  '',
  'é\u{1f600}',
  'line\nbreak',
  '--',
  '?',
  't0',
];

describe.each(databaseKinds)('names of fields over %s', (_name, kind) => {
  test.each([false, true])(
    'of any text are found, sorted, selected and grouped by (indexed: %s)',
    async (isIndexed) => {
      const fields = Object.fromEntries(names.map((name) => [name, z.number().optional()]));
      const schema = z.object({ id: z.string(), ...fields });
      const indexes = isIndexed ? names : [];
      const collection = openDatabase(kind).collection('odd names', schema, { indexes });
      const documents = names.map((name, index) => ({ id: `${index}`, [name]: index }));
      await collection.insertBulk(documents);
      for (const [index, name] of names.entries()) {
        expect(await collection.where(name).eq(index).toArray()).toEqual([documents[index]]);
        expect(await collection.where(name).exists().count()).toBe(1);
        expect(await collection.orderBy(name, 'desc').first()).toEqual(documents[index]);
        expect(await collection.query().select(name).where(name).gte(0).toArray()).toEqual([
          { [name]: index },
        ]);
        expect(await collection.query().groupBy(name).count('how many').orderBy(name).toArray()).toEqual([
          { [name]: null, 'how many': names.length - 1 },
          { [name]: index, 'how many': 1 },
        ]);
      }
      expect(() => collection.where('__proto__')).toThrow(expect.objectContaining({ code: 'PATH_UNKNOWN' }));
    },
  );
});

describe('paths of schemas', () => {
  const keysAndKinds = (schema: z.ZodType, path: string) => {
    const found = findSchemaPath(schema, path);
    return found && [...found.keys, [...found.kinds].sort().join('|')];
  };

  test('go through what wraps and combines schemas', () => {
    type Tree = { value: number; children: Tree[] };
    const tree: z.ZodType<Tree> = z.lazy(() => z.object({ value: z.number(), children: z.array(tree) }));
    const schema = z.object({
      optional: z.object({ inner: z.string().nullish() }).optional().readonly(),
      filled: z.object({ inner: z.boolean().default(true) }).default({ inner: true }),
      both: z.intersection(z.object({ left: z.date() }), z.object({ right: z.bigint() })),
      either: z.union([
        z.object({ kind: z.literal('a'), at: z.string() }),
        z.object({ kind: z.literal(2), at: z.date() }),
      ]),
      coerced: z.coerce.date(),
      piped: z.string().pipe(z.transform((text) => text.length)),
      toNumber: z.string().transform(Number).pipe(z.number()),
      choice: z.enum(['x', 'y']),
      record: z.record(z.string(), z.object({ n: z.number() })),
      flat: z.record(z.string(), z.number()),
      tuple: z.tuple([z.string(), z.number()]),
      tree,
      loose: z.looseObject({ known: z.string() }),
      any: z.any(),
    });
    expect(keysAndKinds(schema, 'optional.inner')).toEqual(['optional', 'inner', 'string']);
    expect(keysAndKinds(schema, 'filled.inner')).toEqual(['filled', 'inner', 'boolean']);
    expect(keysAndKinds(schema, 'both.left')).toEqual(['both', 'left', 'date']);
    expect(keysAndKinds(schema, 'both.right')).toEqual(['both', 'right', 'bigint']);
    expect(keysAndKinds(schema, 'either.at')).toEqual(['either', 'at', 'date|string']);
    expect(keysAndKinds(schema, 'either.kind')).toEqual(['either', 'kind', 'number|string']);
    expect(keysAndKinds(schema, 'coerced')).toEqual(['coerced', 'date']);
    expect(keysAndKinds(schema, 'piped')).toEqual(['piped', 'unknown']);
    expect(keysAndKinds(schema, 'toNumber')).toEqual(['toNumber', 'number']);
    expect(keysAndKinds(schema, 'choice')).toEqual(['choice', 'string']);
    expect(keysAndKinds(schema, 'record.a.n')).toEqual(['record', 'a', 'n', 'number']);
    expect(keysAndKinds(schema, 'record.a.b.n')).toEqual(['record', 'a.b', 'n', 'number']);
    expect(keysAndKinds(schema, 'flat.a.b')).toEqual(['flat', 'a.b', 'number']);
    expect(keysAndKinds(schema, 'tuple.1')).toEqual(['tuple', 1, 'number|string']);
    expect(keysAndKinds(schema, 'tree.children.0.children.12.value')).toEqual([
      ...['tree', 'children', 0, 'children', 12, 'value', 'number'],
    ]);
    expect(keysAndKinds(schema, 'loose.known')).toEqual(['loose', 'known', 'string']);
    expect(keysAndKinds(schema, 'loose.other')).toEqual(['loose', 'other', 'unknown']);
    expect(keysAndKinds(schema, 'any.thing.0')).toEqual(['any', 'thing', 0, 'unknown']);
    for (const path of [
      'nope',
      'optional.nope',
      'choice.x',
      'tuple.x',
      'tree.value.x',
      'optional.',
      '.optional',
    ]) {
      expect(findSchemaPath(schema, path)).toBeUndefined();
    }
  });
});

describe.each(testedDrivers)('documents of other writers, read by %s', (driver) => {
  test('dates and bigints in other forms, in text and in JSONB, without ids inside', async () => {
    const database = openDatabase({ driver, memory: true });
    await database.exec(`CREATE TABLE notes (_id TEXT PRIMARY KEY NOT NULL, doc TEXT NOT NULL);
      INSERT INTO notes VALUES
        ('iso', '{"at":"2024-01-02T03:04:05Z","big":5}'),
        ('offset', '{"at":"2024-01-02T05:04:05.000+02:00","big":"6"}'),
        ('day', '{"at":"2024-01-03","big":{"__type":"BigInt","value":"7"}}'),
        ('milliseconds', '{"at":1704164645000,"marks":["a","b"]}'),
        ('marker', jsonb('{"at":{"__type":"Date","value":"2024-01-02T03:04:05.000Z"},"marks":{"__type":"Set","value":["a"]}}')),
        ('none', '{"at":null,"id":"other"}');`);
    const schema = z.object({
      at: z.date().nullish(),
      big: z.bigint().optional(),
      marks: z.set(z.string()).optional(),
    });
    const notes = database.collection('notes', schema, { attach: true });
    const ids = async (query: { toArray(): Promise<{ _id: string }[]> }) =>
      (await query.toArray()).map(({ _id }) => _id).sort();
    const moment = new Date('2024-01-02T03:04:05.000Z');
    expect(await ids(notes.where('at').eq(moment))).toEqual(['iso', 'marker', 'milliseconds', 'offset']);
    expect(await ids(notes.where('at').gt(moment))).toEqual(['day']);
    expect(await ids(notes.where('at').in([moment]))).toHaveLength(4);
    expect(await ids(notes.where('at').eq(null))).toEqual(['none']);
    expect(await ids(notes.where('big').between(5n, 7n))).toEqual(['day', 'iso', 'offset']);
    expect(await ids(notes.where('big').gt(6n))).toEqual(['day']);
    expect(await ids(notes.where('marks').arrayContains('a'))).toEqual(['marker', 'milliseconds']);
    expect(await ids(notes.where('marks').arrayLength(2))).toEqual(['milliseconds']);
    expect(await ids(notes.where('_id').startsWith('m'))).toEqual(['marker', 'milliseconds']);
    expect(await notes.query().max('at')).toEqual(new Date('2024-01-03'));
    expect((await notes.orderBy('at', 'desc').first())?._id).toBe('day');
    expect(await notes.query().select('_id', 'at').where('_id').eq('offset').first()).toEqual({
      _id: 'offset',
      at: moment,
    });
    expect(await notes.query().groupBy('at').count().having('count').gt(1).toArray()).toEqual([
      { at: moment, count: 4 },
    ]);
  });

  test('texts of files in UTF-16', async () => {
    for (const encoding of ['UTF-16le', 'UTF-16be']) {
      const database = openDatabase({ driver, memory: true });
      await database.exec(`PRAGMA encoding = '${encoding}'`);
      const schema = z.object({ id: z.string(), text: z.string(), plain: z.string() });
      const texts = database.collection('texts', schema, { indexes: ['text'] });
      expect(await database.query('PRAGMA encoding')).toEqual([{ encoding }]);
      const values = ['ab', 'abc', 'a\u0162', 'a\u00ff', 'a\u00ffx', 'a\u0100', 'zab', '\u{1f600}a', 'a\0b'];
      await texts.insertBulk(values.map((text, index) => ({ id: `${index}`, text, plain: text })));
      for (const part of ['', 'a', 'ab', 'a\u00ff', 'b', '\u00ff', '\u{1f600}', '\0b']) {
        for (const path of ['text', 'plain'] as const) {
          const found = async (query: typeof all) =>
            (await query.toArray()).map(({ text }) => text).toSorted();
          const all = texts.query();
          const wanted = (matches: (text: string) => boolean) => values.filter(matches).toSorted();
          expect(await found(all.where(path).startsWith(part))).toEqual(
            wanted((text) => text.startsWith(part)),
          );
          expect(await found(all.where(path).endsWith(part))).toEqual(wanted((text) => text.endsWith(part)));
          expect(await found(all.where(path).contains(part))).toEqual(wanted((text) => text.includes(part)));
          expect(await found(all.where(path).eq(part))).toEqual(wanted((text) => text === part));
        }
      }
    }
  });
});
