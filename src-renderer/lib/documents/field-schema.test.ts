import { expect, test } from 'vitest';
import { type FieldSchema, optionLabel, readFieldSchema } from './field-schema.ts';
import { minimalJson } from './minimal-json.ts';

function read(schema: unknown): FieldSchema {
  const found = readFieldSchema(JSON.stringify(schema));
  if (found === null) throw new Error('no schema');
  return found;
}

const order = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['paid', 'open'], default: 'open' },
    email: { type: 'string', format: 'email', pattern: '@' },
    qty: { type: 'integer', minimum: 1, maximum: 9007199254740991 },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    since: { 'x-zod': { kind: 'date' } },
    items: {
      type: 'array',
      items: { type: 'object', properties: { sku: { type: 'string' } }, required: ['sku'] },
    },
    tags: { type: 'object', propertyNames: { type: 'string' }, additionalProperties: { type: 'number' } },
    parent: { $ref: '#' },
    pay: {
      oneOf: [
        {
          type: 'object',
          properties: { by: { const: 'card' }, last4: { type: 'string' } },
          required: ['by', 'last4'],
        },
        { type: 'object', properties: { by: { const: 'cash' } }, required: ['by'] },
      ],
      'x-zod': { discriminator: 'by' },
    },
    size: { type: ['string', 'number', 'null'], 'x-zod': { onlyInCode: ['refine'] } },
  },
  required: ['email', 'qty', 'note', 'items', 'pay'],
};

test('what a form needs to know of each field', () => {
  const fields = read(order).properties();
  const said = [...fields].map(([key, { schema, isRequired }]) => [
    key,
    schema.kind,
    schema.typeText,
    schema.isNullable,
    isRequired,
  ]);
  expect(said).toEqual([
    ['status', 'enum', 'enum', false, false],
    ['email', 'string', 'string · email', false, true],
    ['qty', 'integer', 'int, min 1', false, true],
    ['note', 'string', 'string', true, true],
    ['since', 'date', 'date', false, false],
    ['items', 'array', 'array', false, true],
    ['tags', 'record', 'record', false, false],
    ['parent', 'object', 'object', false, false],
    ['pay', 'union', 'one of', false, true],
    ['size', 'union', 'union', true, false],
  ]);
  expect(fields.get('status')?.schema).toMatchObject({ options: ['"paid"', '"open"'], defaultRaw: '"open"' });
  expect(fields.get('tags')?.schema.rest()?.kind).toBe('number');
  expect(fields.get('items')?.schema.item(4).properties().get('sku')?.schema.kind).toBe('string');
  expect(fields.get('size')?.schema.rulesInCode).toEqual(['refine']);
  expect(
    fields
      .get('size')
      ?.schema.variants()
      .map(({ label }) => label),
  ).toEqual(['string', 'number']);
});

test('the variants of a discriminated union go by their tags', () => {
  const pay = read(order).properties().get('pay')?.schema;
  expect(pay?.discriminator).toBe('by');
  expect(pay?.variants().map(({ label, tag }) => [label, tag])).toEqual([
    ['card', '"card"'],
    ['cash', '"cash"'],
  ]);
  expect(optionLabel('"card"')).toBe('card');
  expect(optionLabel('7')).toBe('7');
});

test('a schema that contains itself can be followed as far as one likes', () => {
  let schema: FieldSchema | undefined = read(order);
  for (let depth = 0; depth < 50; depth += 1) schema = schema?.properties().get('parent')?.schema;
  expect(schema?.properties().get('email')?.schema.kind).toBe('string');
});

test('a new value has what is required, with defaults', () => {
  expect(minimalJson(read(order))).toBe(
    '{"status":"open","email":"","qty":1,"note":null,"items":[],"pay":{"by":"card","last4":""}}',
  );
  expect(minimalJson(read({ type: 'array', items: { type: 'boolean' }, minItems: 2 }))).toBe('[false,false]');
  const endless = { type: 'object', properties: { me: { $ref: '#' } }, required: ['me'] };
  expect(JSON.parse(minimalJson(read(endless)))).toHaveProperty('me.me.me');
  expect(minimalJson(read({ 'x-zod': { kind: 'date' } }))).toMatch(/^\{"__type":"Date","value":"\d{4}-/);
});

test.each([
  ['no schema', 7, null],
  ['no JSON', 'x', null],
  ['nothing', {}, 'any'],
  ['an odd type', { type: 'odd' }, 'any'],
  ['a list of properties', { type: 'object', properties: [1] }, 'record'],
  ['a reference to nothing', { $ref: '#/$defs/none' }, 'any'],
  ['a reference to itself', { $ref: '#' }, 'any'],
  ['null in a union', { anyOf: [null, 7] }, 'union'],
])('whatever a file says is read: %s', (_what, schema, kind) => {
  const text = schema === 'x' ? '{' : JSON.stringify(schema);
  expect(readFieldSchema(text)?.kind ?? null).toBe(kind);
});
