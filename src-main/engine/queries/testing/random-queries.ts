import fc from 'fast-check';
import { z } from 'zod';
import type { Filter, Operator } from '../filter.ts';
import { compareValues } from './filter-oracle.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.date(), z.bigint()]);
/** A schema with every kind of value. */
export const schema = z.object({
  id: z.string(),
  text: z.string().nullish(),
  number: z.number().nullish(),
  flag: z.boolean().nullish(),
  date: z.date().nullish(),
  big: z.bigint().nullish(),
  mixed: scalar.nullish(),
  list: z.array(scalar.nullable()).nullish(),
  nested: z.object({ 'dot.ted': z.object({ text: z.string().nullish() }).optional() }).optional(),
  record: z.record(z.string(), scalar).optional(),
  any: z.unknown().optional(),
});

/** Where each path leads, written by hand: the oracle does not ask the code that is tested. */
const places: Readonly<Record<string, readonly (string | number)[]>> = {
  id: ['id'],
  text: ['text'],
  number: ['number'],
  flag: ['flag'],
  date: ['date'],
  big: ['big'],
  mixed: ['mixed'],
  list: ['list'],
  'list.0': ['list', 0],
  'nested.dot.ted.text': ['nested', 'dot.ted', 'text'],
  'record.a': ['record', 'a'],
  'record.it\'s "x".y': ['record', 'it\'s "x".y'],
  any: ['any'],
  'any.inner': ['any', 'inner'],
};
export const keysOf = (path: string) => places[path] as readonly (string | number)[];

const text = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'A',
    'ab',
    'aB',
    'b',
    'z%',
    'a_b',
    '*[?]',
    'é',
    'É',
    '\u{1f600}',
    '\uffff',
    'a\0b',
    '\0',
    "'",
    '"',
    '\\',
    '5',
    'true',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
/** Without -0, which JSON does not have. */
const stored = fc.oneof(
  fc.constantFrom(0, 1, -1, 5, 0.1, 0.1 + 0.2, 2 ** 53 - 1, 1e300, 5e-324),
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => (double === 0 ? 0 : double)),
);
const number = fc.oneof({ weight: 20, arbitrary: stored }, fc.constant(-0));
const day = 86_400_000;
const date = fc.oneof(
  fc.integer({ min: -2, max: 2 }).map((days) => new Date(days * day)),
  fc.date({
    min: new Date('0000-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59.999Z'),
    noInvalidDate: true,
  }),
);
const big = fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
const value = fc.oneof(text, number, fc.boolean(), date, big);
const storedValue = fc.oneof(text, stored, fc.boolean(), date, big);
const missing = fc.constantFrom(null, undefined);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary }, { weight: 1, arbitrary: missing });
const anything = fc.oneof(
  storedValue,
  fc.constantFrom([], {}, [1], { a: 1 }),
  fc.record({ inner: maybe(storedValue) }),
);

const documentParts = fc.record(
  {
    text: maybe(text),
    number: maybe(stored),
    flag: maybe(fc.boolean()),
    date: maybe(date),
    big: maybe(big),
    mixed: maybe(storedValue),
    list: maybe(fc.array(fc.oneof(storedValue, fc.constant(null)), { maxLength: 3 })),
    nested: fc.record({ 'dot.ted': fc.record({ text: maybe(text) }) }, { requiredKeys: [] }),
    record: fc.dictionary(fc.constantFrom('a', 'it\'s "x".y', '__proto__', ''), storedValue, {
      noNullPrototype: true,
    }),
    any: maybe(anything),
  },
  { requiredKeys: [] },
);
/** Up to eight documents of the schema. */
export const documents = fc
  .uniqueArray(text, { maxLength: 8 })
  .chain((ids) => fc.tuple(...ids.map((id) => documentParts.map((parts) => ({ id, ...parts })))));

const path = fc.constantFrom(...Object.keys(places));
/** Values that the schema lets be at a path are asked for more often than others. */
const valueFor = (field: string): fc.Arbitrary<unknown> => {
  switch (field) {
    // Texts and numbers mean dates, and dates mean texts, where there is nothing else: that is tested apart.
    case 'date':
      return oftenOf(date, fc.boolean());
    case 'id':
    case 'text':
    case 'nested.dot.ted.text':
      return oftenOf(text, fc.oneof(number, fc.boolean(), big));
    case 'number':
      return oftenOf(number, fc.oneof(text, fc.boolean()));
    case 'big':
      return oftenOf(big, value);
    case 'flag':
      return oftenOf(fc.boolean(), value);
    default:
      return value;
  }
};
const oftenOf = (usual: fc.Arbitrary<unknown>, others: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: others });

const compare = (field: string, operator: Operator, values: readonly unknown[]): Filter => ({
  kind: 'compare',
  path: field,
  operator,
  values,
});
const comparison: fc.Arbitrary<Filter> = path.chain((field) => {
  const own = valueFor(field);
  const orNull = fc.oneof({ weight: 5, arbitrary: own }, fc.constant(null));
  const one = (operators: readonly Operator[], values: fc.Arbitrary<unknown>) =>
    fc
      .tuple(fc.constantFrom(...operators), values)
      .map(([operator, wanted]) => compare(field, operator, [wanted]));
  return fc.oneof(
    one(['eq', 'neq'], orNull),
    one(['gt', 'gte', 'lt', 'lte'], own),
    one(
      ['like', 'ilike', 'startsWith', 'endsWith', 'contains'],
      fc.oneof(
        text,
        text.map((part) => `${part}%`),
      ),
    ),
    one(['arrayContains', 'arrayNotContains'], fc.oneof(value, fc.constant(null))),
    one(['arrayLength'], fc.nat({ max: 3 })),
    fc.constantFrom<Operator>('exists', 'notExists').map((operator) => compare(field, operator, [])),
    fc
      .tuple(fc.constantFrom<Operator>('in', 'nin'), fc.array(orNull, { maxLength: 4 }))
      .map(([operator, values]) => compare(field, operator, values)),
    fc
      .tuple(own, own)
      .filter(([low, high]) => compareValues(low, high) !== undefined)
      .map((ends) => compare(field, 'between', ends)),
  );
});
/** Conditions on their paths, nested in groups. */
export const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: comparison },
    { weight: 1, arbitrary: tie('filter').map((inner) => ({ kind: 'not' as const, filter: inner })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('filter'), { maxLength: 3 }))
        .map(([kind, filters]) => ({ kind, filters })),
    },
  ),
}));

const sortable = fc.constantFrom('text', 'number', 'flag', 'date', 'big', 'nested.dot.ted.text');
export const order = fc.uniqueArray(
  fc.record({ path: sortable, direction: fc.constantFrom('asc' as const, 'desc' as const) }),
  { minLength: 1, maxLength: 2, selector: ({ path: field }) => field },
);
