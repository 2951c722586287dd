import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from '../../../../src-preload/contract/schema-draft/index.ts';
import { toTypeScript } from './to-typescript.ts';
import { toZod } from './to-zod.ts';

/** What zod makes of the source, as JSON Schema again. */
function readBack(schema: JsonSchema): unknown {
  const source = toZod(schema, 'orders')
    .replace(/^import .*$/mu, '')
    .replaceAll('export const', 'const');
  const made = new Function('z', `${source}; return orders;`)(z) as z.ZodType;
  return storedForm(made);
}

function storedForm(schema: z.ZodType): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    // As files keep it.
    override: ({ zodSchema: { _zod }, jsonSchema }) => {
      if (!('discriminator' in _zod.def)) return;
      jsonSchema['x-zod'] = { discriminator: String(_zod.def.discriminator) };
    },
  });
  return JSON.parse(JSON.stringify(rest));
}

const schemas: Readonly<Record<string, z.ZodType>> = {
  plain: z.object({ a: z.string(), b: z.int(), c: z.number().optional(), d: z.boolean(), e: z.null() }),
  bounds: z.object({ a: z.string().min(1).max(9), b: z.number().gt(1).lt(9), c: z.int().min(1).max(50) }),
  formats: z.object({
    a: z.email(),
    b: z.uuid(),
    c: z.iso.datetime(),
    d: z.url(),
    e: z.string().regex(/^a'\d$/),
  }),
  unions: z.object({
    a: z.enum(['x', "it's"]),
    b: z.union([z.string(), z.number()]),
    c: z.string().nullable(),
    d: z.literal([1, 'a']),
    e: z.discriminatedUnion('k', [
      z.object({ k: z.literal('x') }),
      z.object({ k: z.literal('y'), v: z.int() }),
    ]),
  }),
  nested: z.object({
    list: z.array(z.object({ sku: z.string(), tags: z.array(z.string()).max(3) })).min(1),
    by: z.record(z.string(), z.number()),
    pair: z.tuple([z.string(), z.number()]),
    strict: z.strictObject({ a: z.string().default('x') }),
    open: z.object({}).catchall(z.int()),
  }),
  keys: z.object({ 'a.b': z.string(), 'it’s "so"': z.string(), '': z.string(), '1': z.string() }),
};

describe('zod source', () => {
  it.each(Object.entries(schemas))('%s: gives the same schema when it is run', (_, schema) => {
    const stored = storedForm(schema) as JsonSchema;
    expect(readBack(stored)).toEqual(stored);
  });

  it('has dates, bigints, maps and sets as they are, and names what only code knows', () => {
    const stored: JsonSchema = {
      type: 'object',
      properties: {
        at: { 'x-zod': { kind: 'date', min: '2026-01-01T00:00:00.000Z' } },
        big: { 'x-zod': { kind: 'bigint', max: '9' } },
        map: { 'x-zod': { kind: 'map', key: { type: 'string' }, value: { 'x-zod': { kind: 'date' } } } },
        set: { 'x-zod': { kind: 'set', value: { type: 'string' } } },
        code: { type: 'string', 'x-zod': { onlyInCode: ['refine'] } },
      },
      required: ['at', 'big', 'map', 'set'],
    };
    expect(toZod(stored, 'my orders')).toBe(`import { z } from 'zod';

export const myOrders = z.object({
  at: z.date().min(new Date('2026-01-01T00:00:00.000Z')),
  big: z.bigint().max(9n),
  map: z.map(z.string(), z.date()),
  set: z.set(z.string()),
  code: z.string() /* only in code: refine */.optional(),
});
`);
    expect(toTypeScript(stored, 'my orders')).toBe(`export type MyOrders = {
  at: Date;
  big: bigint;
  map: Map<string, Date>;
  set: Set<string>;
  code?: string;
};
`);
  });
});

describe('TypeScript source', () => {
  it('has unions, lists, records and keys in quotes', () => {
    const stored = storedForm(
      z.object({
        'a.b': z.array(z.union([z.string(), z.null()])),
        by: z.record(z.string(), z.array(z.int())),
        kind: z.enum(['x', "it's"]).optional(),
        items: z.array(z.object({ qty: z.int() })),
      }),
    ) as JsonSchema;
    expect(toTypeScript(stored, 'orders')).toBe(`export type Orders = {
  'a.b': (string | null)[];
  by: Record<string, number[]>;
  kind?: 'x' | 'it\\'s';
  items: {
    qty: number;
  }[];
};
`);
  });
});
