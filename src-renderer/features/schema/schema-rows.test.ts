import { expect, it } from 'vitest';
import type { JsonSchema } from '../../../src-preload/contract/schema-draft/index.ts';
import {
  draftConstraints,
  draftOfSchema,
  draftSchema,
} from '../../../src-preload/contract/schema-draft/index.ts';
import { addField, changeField, draftProblem, draftRows, draftSummary, includeAll } from './draft-edits.ts';
import { codeRules, schemaRows, unfoldedRows } from './schema-rows.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['_id', 'items'],
  properties: {
    _id: { type: 'string' },
    status: { type: 'string', enum: ['draft', 'paid'], default: 'draft' },
    items: {
      type: 'array',
      maxItems: 50,
      items: { type: 'object', properties: { qty: { type: 'integer', minimum: 1 } }, required: ['qty'] },
    },
    customer: {
      type: 'object',
      properties: { email: { type: 'string', format: 'email', 'x-zod': { onlyInCode: ['transform'] } } },
    },
  },
  'x-zod': { onlyInCode: ['refine'] },
};
const fields = [
  { path: ['status'], unique: false, index: true, foreignKey: null },
  { path: ['customer', 'email'], unique: true, index: false, foreignKey: 'people.email' },
];
const shown = { name: 'orders', primaryKey: '_id', schema, fields };

it('lists fields with what stands above them, rules and columns', () => {
  const rows = schemaRows(shown);
  expect(rows.map(({ key, depth, type, isRequired }) => [key, depth, type, isRequired])).toEqual([
    ['_id', 0, 'string', true],
    ['status', 0, 'enum (2)', false],
    ['items', 0, 'array of object', true],
    ['qty', 1, 'integer', true],
    ['customer', 0, 'object', false],
    ['email', 1, 'string · email', false],
  ]);
  expect(rows[0]).toMatchObject({ isKey: true, isUnique: true });
  expect(rows[1]).toMatchObject({ default: '"draft"', isIndexed: true });
  expect(rows[2]?.rules).toEqual(['at most 50 items']);
  expect(rows[5]).toMatchObject({ isUnique: true, foreignKey: 'people.email', onlyInCode: ['transform'] });
  const folded = new Set([rows[2]?.id ?? '']);
  expect(unfoldedRows(rows, folded).map(({ key }) => key)).toEqual([
    '_id',
    'status',
    'items',
    'customer',
    'email',
  ]);
});

it('lists the rules that are only in code, by path; a schema that holds itself comes to an end', () => {
  expect(codeRules(shown).map(({ path, rule }) => [path, rule])).toEqual([
    ['orders', 'refine'],
    ['customer.email', 'transform'],
  ]);
  expect(schemaRows({ ...shown, schema: { properties: 3, required: 'x' } as never })).toEqual([]);
});

it('a schema that is edited keeps what the editor has no words for, and its columns', () => {
  const draft = draftOfSchema(schema, fields, '_id');
  expect(draftSchema(draft)).toEqual(schema);
  expect(draftConstraints(draft)).toEqual(fields);
  expect(draftRows(draft).map(({ path, inColumns }) => [path.join('.'), inColumns])).toEqual([
    ['_id', true],
    ['status', true],
    ['items', true],
    ['customer', true],
    ['customer.email', true],
  ]);
  expect(draftSummary(draft)).toBe(
    '2 indexes, 1 of them unique and 1 foreign key are created with the schema.',
  );
});

it('fields are added with a name of their own, changed, left out and checked', () => {
  const two = addField(addField(draftOfSchema(schema, [], null), null), null);
  const [first, second] = two.fields.slice(-2);
  expect([first?.key, second?.key]).toEqual(['field', 'field2']);
  expect(draftProblem(two)).toBeNull();
  const same = changeField(two, second?.id ?? 0, (field) => ({ ...field, key: 'field' }));
  expect(draftProblem(same)).toContain('twice');
  expect(draftProblem(changeField(same, second?.id ?? 0, () => null))).toBeNull();
  expect(draftProblem(includeAll(same, false))).toContain('No field');
});
