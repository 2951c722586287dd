import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildSchema } from './build-schema.ts';
import type { StoredSchema } from './stored-schema.ts';
import { toStoredSchema } from './to-stored-schema.ts';

interface Tree {
  value: number;
  children: Tree[];
}
const tree: z.ZodType<Tree> = z.object({
  value: z.number(),
  get children() {
    return z.array(tree);
  },
});
const linked = z.object({ value: z.int(), next: z.lazy(() => linked.optional()) }) as z.ZodType;

/** Each kind with inputs, valid ones and others. */
const kinds: [name: string, schema: z.ZodType, ...inputs: unknown[]][] = [
  ['string', z.string(), '', 'x', 1, null],
  ['string with lengths', z.string().min(2).max(3), 'a', 'ab', 'abcd'],
  ['string of a length', z.string().length(2), 'a', 'ab', 'abc'],
  ['regex', z.string().regex(/^a+$/), 'aa', 'ab'],
  ['regex with flags', z.string().regex(/^a+$/i), 'aA', 'b'],
  ['two regexes with flags', z.string().regex(/a/i).regex(/b/), 'Ab', 'aB', 'ab'],
  [
    'startsWith, endsWith, includes',
    z.string().startsWith('a').endsWith('z').includes('m'),
    'amz',
    'az',
    'mz',
  ],
  ['email', z.email(), 'a@b.de', 'a@b', ''],
  ['url', z.url(), 'https://a.b', 'x', 'a b'],
  ['uuid', z.uuid(), 'f47ac10b-58cc-4372-a567-0e02b2c3d479', 'x'],
  ['datetime', z.iso.datetime(), '2024-01-01T00:00:00Z', '2024-01-01T00:00:00+01:00', '2024-13-01T00:00:00Z'],
  ['datetime with offset', z.iso.datetime({ offset: true }), '2024-01-01T00:00:00+01:00', '2024-01-01'],
  ['date text', z.iso.date(), '2024-02-29', '2023-02-29'],
  ['time text', z.iso.time(), '10:00:00', '25:00:00'],
  ['ipv4', z.ipv4(), '1.2.3.4', '1.2.3.400'],
  ['ipv6', z.ipv6(), '::1', 'xyz'],
  ['base64', z.base64(), 'aGk=', 'a'],
  ['base64url', z.base64url(), 'aGk', 'a+'],
  ['jwt', z.jwt(), 'eyJhbGciOiJIUzI1NiJ9.e30.x', 'x'],
  ['emoji', z.emoji(), '😀', 'a'],
  ['nanoid', z.nanoid(), 'V1StGXR8_Z5jdHi6B-myT', 'x'],
  ['lowercase', z.string().lowercase(), 'a', 'A'],
  ['number', z.number(), 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1'],
  ['number in a range', z.number().min(1).max(3), 0, 1, 3, 4],
  ['number in an open range', z.number().gt(1).lt(3), 1, 2, 3],
  ['positive number', z.number().positive(), 0, 1],
  ['integer', z.int(), 1, 1.5, 2 ** 60],
  ['number().int()', z.number().int().nonnegative(), 0, -1, 0.5],
  ['multipleOf', z.number().multipleOf(0.5), 1.5, 1.2],
  ['int32', z.int32(), 1, 2 ** 40],
  ['boolean', z.boolean(), true, false, 'true', 0],
  ['null', z.null(), null, undefined],
  ['bigint', z.bigint(), 1n, 1, '1'],
  ['bigint in a range', z.bigint().min(1n).max(5n), 0n, 1n, 5n, 6n],
  ['date', z.date(), new Date(0), '1970-01-01', new Date(Number.NaN)],
  ['date in a range', z.date().min(new Date(10)).max(new Date(20)), new Date(9), new Date(10), new Date(21)],
  ['nan', z.nan(), Number.NaN, 1],
  ['undefined', z.undefined(), undefined, null],
  ['any', z.any(), 1, 'x', null],
  ['unknown', z.unknown(), 1, {}],
  ['never', z.never(), 1, undefined],
  ['literal text', z.literal('a'), 'a', 'b'],
  ['literals', z.literal(['a', 1, null, true]), 'a', 1, null, true, false],
  ['literal bigint', z.literal([1n, 2n]), 1n, 3n, 1],
  ['enum', z.enum(['a', 'b']), 'a', 'c'],
  ['enum of numbers', z.enum({ A: 0, B: 1 }), 0, 1, 2, 'A'],
  ['template literal', z.templateLiteral(['a', z.int()]), 'a1', 'ab'],
  ['array', z.array(z.string()), [], ['x'], [1], {}],
  ['array with lengths', z.array(z.int()).min(1).max(2), [], [1], [1, 2, 3]],
  ['array of dates', z.array(z.date()), [new Date(1)], ['x']],
  ['tuple', z.tuple([z.string(), z.number()]), ['a', 1], ['a'], ['a', 1, 2], [1, 'a']],
  ['tuple with rest', z.tuple([z.string()], z.number()), ['a', 1, 2], ['a'], ['a', 'b']],
  ['tuple with optional part', z.tuple([z.string(), z.date().optional()]), ['a'], ['a', new Date(0)], []],
  [
    'object',
    z.object({ a: z.string(), b: z.number().optional() }),
    { a: 'x' },
    { a: 'x', b: 1, c: 2 },
    {},
    [],
  ],
  ['strict object', z.strictObject({ a: z.string() }), { a: 'x' }, { a: 'x', b: 1 }],
  ['loose object', z.looseObject({ a: z.string() }), { a: 'x', b: 1 }, { b: 1 }],
  [
    'object with catchall',
    z.object({ a: z.string() }).catchall(z.date()),
    { a: 'x', b: new Date(0) },
    { a: 'x', b: 1 },
  ],
  ['empty object', z.object({}), {}, { a: 1 }, null],
  [
    'field named like a method',
    z.object({ toString: z.string(), 'a.b': z.int() }),
    { toString: 'x', 'a.b': 1 },
    { 'a.b': 1 },
  ],
  ['record', z.record(z.string(), z.number()), { a: 1 }, { a: 'x' }, []],
  [
    'record with enum keys',
    z.record(z.enum(['a', 'b']), z.number()),
    { a: 1, b: 2 },
    { a: 1 },
    { a: 1, b: 2, c: 3 },
  ],
  ['partial record', z.partialRecord(z.enum(['a', 'b']), z.number()), { a: 1 }, { c: 1 }],
  ['record with key pattern', z.record(z.string().regex(/^k/), z.bigint()), { k1: 1n }, { x: 1n }],
  ['map', z.map(z.string(), z.date()), new Map([['a', new Date(0)]]), new Map([[1, new Date(0)]]), {}],
  ['set', z.set(z.int()), new Set([1]), new Set(['x']), [1]],
  [
    'sized set and map',
    z.tuple([z.set(z.any()).min(1), z.map(z.any(), z.any()).max(1)]),
    [new Set([1]), new Map()],
    [new Set(), new Map()],
    [
      new Set([1]),
      new Map([
        [1, 1],
        [2, 2],
      ]),
    ],
  ],
  [
    'map of maps',
    z.map(z.bigint(), z.map(z.string(), z.set(z.date()))),
    new Map([[1n, new Map([['a', new Set([new Date(1)])]])]]),
    new Map([[1n, 1]]),
  ],
  ['optional', z.object({ a: z.date().optional() }), {}, { a: undefined }, { a: new Date(0) }, { a: null }],
  ['nullable', z.object({ a: z.date().nullable() }), { a: null }, { a: new Date(0) }, {}],
  ['nullable text', z.object({ a: z.string().min(1).nullable() }), { a: null }, { a: 'x' }, { a: '' }],
  ['nullish', z.object({ a: z.bigint().nullish() }), {}, { a: null }, { a: 1n }, { a: 1 }],
  ['default', z.object({ a: z.string().default('x') }), {}, { a: 'y' }, { a: 1 }],
  ['default of a list', z.object({ a: z.array(z.int()).default([1]) }), {}, { a: [] }],
  ['default date', z.object({ a: z.date().default(new Date(5)) }), {}, { a: 'x' }],
  ['default bigint', z.object({ a: z.bigint().default(5n) }), {}, { a: 5 }],
  [
    'default map and set',
    z.object({
      a: z.map(z.any(), z.any()).default(new Map([[1, 2]])),
      b: z.set(z.any()).default(new Set([1])),
    }),
    {},
  ],
  ['default null', z.object({ a: z.string().nullable().default(null) }), {}, { a: null }, { a: 'x' }],
  ['prefault', z.object({ a: z.string().min(3).prefault('abc') }), {}, { a: 'x' }],
  ['catch', z.object({ a: z.number().catch(7) }), { a: 'x' }, { a: 1 }],
  ['catch of a date', z.object({ a: z.date().catch(new Date(3)) }), { a: 'x' }, { a: new Date(1) }],
  ['readonly', z.object({ a: z.array(z.string()).readonly() }), { a: ['x'] }, { a: [1] }],
  ['nonoptional', z.object({ a: z.string().optional().nonoptional() }), { a: 'x' }, {}],
  [
    'coerce',
    z.object({
      n: z.coerce.number(),
      s: z.coerce.string(),
      b: z.coerce.boolean(),
      d: z.coerce.date(),
      i: z.coerce.bigint(),
    }),
    { n: '1', s: 1, b: 'x', d: 0, i: '5' },
    { n: 'x', s: 1, b: 0, d: 'x', i: 5 },
  ],
  [
    'union',
    z.union([z.string(), z.date(), z.object({ a: z.int() })]),
    'x',
    new Date(0),
    { a: 1 },
    { a: 'x' },
    1,
  ],
  [
    'discriminated union',
    z.discriminatedUnion('k', [
      z.object({ k: z.literal('a'), at: z.date() }),
      z.object({ k: z.literal('b') }),
    ]),
    { k: 'a', at: new Date(0) },
    { k: 'b', at: 1 },
    { k: 'c' },
    { k: 'a' },
  ],
  [
    'intersection',
    z.intersection(z.object({ a: z.string() }), z.object({ b: z.date() })),
    { a: 'x', b: new Date(0) },
    { a: 'x' },
  ],
  ['lazy', z.lazy(() => z.date()), new Date(0), 1],
  [
    'recursive object',
    tree,
    { value: 1, children: [{ value: 2, children: [] }] },
    { value: 1, children: [{ value: 'x', children: [] }] },
  ],
  [
    'list that points to itself',
    linked,
    { value: 1, next: { value: 2 } },
    { value: 1, next: { value: 'x' } },
  ],
  [
    'recursive schema in a document',
    z.object({ one: tree, two: tree.optional() }),
    { one: { value: 1, children: [] } },
    { one: { value: 1 } },
  ],
];

const roundTrip = (schema: z.ZodType) => JSON.parse(JSON.stringify(toStoredSchema(schema))) as StoredSchema;
const outcomeOf = (schema: z.ZodType, input: unknown) => {
  const { success, data } = schema.safeParse(input);
  return { success, data };
};

describe('a schema that was stored takes and gives what the original does', () => {
  test.each(kinds)('%s', (_name, schema, ...inputs) => {
    const stored = roundTrip(schema);
    expect(JSON.stringify(stored)).not.toContain('onlyInCode');
    const built = buildSchema(stored);
    const outcomes = inputs.map((input) => outcomeOf(schema, structuredClone(input)));
    expect(inputs.map((input) => outcomeOf(built, structuredClone(input)))).toEqual(outcomes);
  });

  test('all kinds as fields of one document, and nothing is stored anew from what was built', () => {
    const schema = z.object(Object.fromEntries(kinds.map(([name, kind]) => [name, kind.optional()])));
    const stored = roundTrip(schema);
    const built = buildSchema(stored);
    expect(toStoredSchema(built)).toBe(stored);
    for (const [name, , ...inputs] of kinds) {
      for (const input of inputs) {
        expect(outcomeOf(built, { [name]: input })).toEqual(outcomeOf(schema, { [name]: input }));
      }
    }
  });
});

describe('rules that only the program has are named', () => {
  test.each<[string, z.ZodType, readonly string[]]>([
    ['refine', z.string().refine(() => true), ['refine']],
    ['superRefine', z.object({ a: z.string() }).superRefine(() => {}), ['refine']],
    ['transform', z.string().transform(Number), ['transform']],
    ['trim', z.string().trim(), ['transform']],
    ['preprocess', z.preprocess(String, z.string()), ['preprocess']],
    ['custom', z.custom<string>(() => true), ['custom']],
    ['instanceof', z.instanceof(Uint8Array), ['custom']],
    ['message', z.string().min(1, 'is empty'), ['message']],
    ['message of the schema', z.string('no text'), ['message']],
    ['bounds that dates do not have', z.date().check(z.gt(new Date(0))), ['refine']],
    [
      'a codec',
      z.codec(z.string(), z.date(), { decode: (text) => new Date(text), encode: String }),
      ['transform'],
    ],
  ])('%s', (_name, schema, rules) => {
    const stored = toStoredSchema(z.object({ field: schema }));
    const field = stored.properties?.field as StoredSchema;
    const named = [...(field['x-zod']?.onlyInCode ?? [])];
    expect(named).toEqual(expect.arrayContaining([...rules]));
    expect(() => buildSchema(JSON.parse(JSON.stringify(stored)) as StoredSchema)).not.toThrow();
  });
});

test.each<[string, unknown]>([
  ['a pattern that is none', { type: 'string', pattern: '(' }],
  ['a type that does not exist', { type: 'object', properties: { a: { type: 'text' } } }],
  ['a kind that does not exist', { 'x-zod': { kind: 'regexp' } }],
  ['a pointer to nothing', { $ref: '#/$defs/nothing' }],
  ['a bad date', { 'x-zod': { kind: 'bigint', min: 'x' } }],
  ['no schema', 'text'],
])('%s is told, not guessed', (_what, stored) => {
  expect(() => buildSchema(stored as StoredSchema)).toThrow(
    expect.objectContaining({ code: 'SCHEMA_INVALID' }),
  );
});

test.each([
  ['email', z.email(), 'Invalid email address'],
  ['date-time', z.iso.datetime(), 'Invalid ISO datetime'],
  ['uuid', z.uuid(), 'Invalid UUID'],
])('a format is told by its name: %s', (_name, schema, message) => {
  const built = buildSchema(JSON.parse(JSON.stringify(toStoredSchema(schema))));
  expect(built.safeParse('nothing of the kind').error?.issues.map((issue) => issue.message)).toEqual([
    message,
  ]);
});
