import fc from 'fast-check';
import { z } from 'zod';
import type { AtomicOperators } from '../atomic-operators.ts';

/** A schema with optional fields, defaults, values that JSON has not, and names with dots. */
export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  n: z.number().optional(),
  at: z.date().optional(),
  big: z.bigint().nullable().default(null),
  tags: z.array(z.string()).default([]),
  any: z.any().optional(),
  inner: z.object({ x: z.number().optional(), 'y.z': z.string().optional() }).optional(),
});

/** A document without its id, or fields to put into one; not always as the schema wants it. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Entry {
  readonly id: string;
  readonly doc: Fields;
}

type Written = 'insert' | 'put' | 'upsert';

/** What is done to a collection, as plain data. */
export type Operation =
  | { readonly kind: Written; readonly id: string; readonly doc: Fields }
  | { readonly kind: `${Written}Bulk`; readonly entries: readonly Entry[] }
  | { readonly kind: 'delete'; readonly id: string }
  | { readonly kind: 'deleteBulk'; readonly ids: readonly string[] }
  | {
      readonly kind: 'atomicUpdate';
      readonly id: string;
      readonly operators: AtomicOperators;
      readonly expects: 'any version' | 'its version' | 'another version';
    }
  | { readonly kind: 'transaction'; readonly steps: readonly Step[]; readonly end: 'commit' | 'fail' };

export interface Step {
  readonly operation: Operation;
  /** Whether the Sync twin does it, where the connection has them. */
  readonly isSync: boolean;
}

const some = { requiredKeys: [] as [], noNullPrototype: true };
/** Few, so that most operations find their document. */
const id = fc.constantFrom('a', 'b', '');
/** Without -0, which JSON does not have. */
const number = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => (double === 0 ? 0 : double)),
);
const date = fc.date({ noInvalidDate: true });
const json = fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
/** Values that only look like the markers of stored ones are among them. */
const anything = fc.oneof(
  json,
  date,
  fc.bigInt(),
  fc.constantFrom<unknown>(
    { __type: 'Date', value: 'x' },
    { __type: 'Map', value: [[1, 2]] },
    new Map([[1, new Set(['x'])]]),
  ),
);
const name = fc.constantFrom('n1', 'n2', 'n3', 'n4', 'n5', 'a\0b', '\u{1f600}');
const tags = fc.array(fc.string(), { maxLength: 3 });
const inner = fc.record({ x: number, 'y.z': fc.string() }, some);
const fields = {
  name,
  n: number,
  at: date,
  big: fc.oneof(fc.bigInt(), fc.constant(null)),
  tags,
  any: anything,
  inner,
};

/** One in many is not what the schema asks for. */
const sometimesWrong = (arbitrary: fc.Arbitrary<Fields>): fc.Arbitrary<Fields> =>
  fc.oneof(
    { weight: 15, arbitrary },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          arbitrary,
          fc.constantFrom<Fields>({ name: 5 }, { n: Number.NaN }, { tags: [null] }, { any: () => 1 }),
        )
        .map(([given, wrong]) => ({ ...given, ...wrong })),
    },
  );
const whole = sometimesWrong(fc.record(fields, { requiredKeys: ['name'], noNullPrototype: true }));
const changes = sometimesWrong(
  fc.record(
    {
      ...fields,
      // Undefined takes a field away, or back to its default.
      n: fc.oneof(number, fc.constant(undefined)),
      tags: fc.oneof(tags, fc.constant(undefined)),
      inner: fc.oneof(inner, fc.constant(undefined)),
    },
    some,
  ),
);
const $set = fc.record({ name, n: number, 'inner.x': number, 'inner.y.z': fc.string() }, some);
const $inc = fc.record({ n: fc.integer(), big: fc.bigInt({ min: -9n, max: 9n }) }, some);
const $push = fc.record({ tags: fc.string() });
const $unset = fc.record(
  { at: fc.constant(''), tags: fc.constant(1), 'inner.x': fc.constant(true), inner: fc.constant(null) },
  some,
);
const operators = fc.oneof(
  fc.record({ $inc, $push }, some),
  fc.record({ $set }),
  fc.record({ $unset }),
  fc.record({ $set, $inc, $push, $unset }, some),
);

const one = (kind: Written, doc: fc.Arbitrary<Fields>) => fc.record({ kind: fc.constant(kind), id, doc });
const many = (kind: `${Written}Bulk`, doc: fc.Arbitrary<Fields>) =>
  fc.record({ kind: fc.constant(kind), entries: fc.array(fc.record({ id, doc }), { maxLength: 3 }) });

const { step } = fc.letrec<{ step: Step; operation: Operation; transaction: Operation }>((tie) => ({
  step: fc.record({ operation: tie('operation'), isSync: fc.boolean() }),
  operation: fc.oneof(
    { maxDepth: 4 },
    one('insert', whole),
    many('insertBulk', whole),
    one('put', changes),
    many('putBulk', changes),
    one('upsert', whole),
    many('upsertBulk', whole),
    fc.record({ kind: fc.constant('delete' as const), id }),
    fc.record({ kind: fc.constant('deleteBulk' as const), ids: fc.array(id, { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('atomicUpdate' as const),
      id,
      operators,
      expects: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('any version' as const, 'its version' as const) },
        { weight: 1, arbitrary: fc.constant('another version' as const) },
      ),
    }),
    tie('transaction'),
  ),
  transaction: fc.record({
    kind: fc.constant('transaction' as const),
    steps: fc.array(tie('step'), { maxLength: 5 }),
    end: fc.constantFrom('commit' as const, 'fail' as const),
  }),
}));

/** A sequence of operations, transactions with operations in them included. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 20 });
