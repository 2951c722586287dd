import { expect, it } from 'vitest';
import { readFieldSchema } from '../../lib/documents/field-schema.ts';
import { emptyValue, readTyped, schemaAt, suggestedValue, type TypedValue } from './repair-value.ts';

const root = readFieldSchema(
  JSON.stringify({
    type: 'object',
    properties: {
      status: { type: 'string', enum: ['draft', 'paid', 'shipped'] },
      total: { type: ['number', 'null'] },
      note: { type: 'string' },
      open: { type: 'boolean' },
      at: { 'x-zod': { kind: 'date' } },
      items: { type: 'array', items: { type: 'object', properties: { qty: { type: 'integer' } } } },
      ship: { type: 'object', properties: {} },
    },
  }),
);
const at = (...path: (string | number)[]) => schemaAt(root, path);

it.each<[TypedValue['kind'], string, string | null, string | null]>([
  ['text', '12', '"12"', null],
  ['text', '', null, null],
  ['number', ' 1.10 ', '1.10', null],
  ['number', '1e400', '1e400', null],
  ['number', '0x1', null, 'This is not a number.'],
  ['boolean', 'true', 'true', null],
  ['choice', '"paid"', '"paid"', null],
  ['null', '', 'null', null],
  ['date', '2026-11-27T08:00:00Z', '{"__type":"Date","value":"2026-11-27T08:00:00Z"}', null],
  ['date', 'soon', null, 'This is not a date, such as 2026-11-27T08:00:00Z.'],
  ['bigint', '123456789012345678901', '{"__type":"BigInt","value":"123456789012345678901"}', null],
  ['json', '{"a": 1}', '{"a": 1}', null],
  ['json', 'a', null, 'This is not JSON. A text needs quotes.'],
])('as %s %s is %s', (kind, text, raw, problem) => {
  expect(readTyped({ kind, text })).toEqual({ raw, problem });
});

it('asks for the type that the schema wants, inside lists too', () => {
  const kinds = [at('status'), at('total'), at('items', 3, 'qty'), at('ship'), at('at'), at('nobody')];
  expect(kinds.map((schema) => emptyValue(schema).kind)).toEqual([
    ...['choice', 'number', 'number', 'json', 'date', 'text'],
  ]);
});

it.each<[string, string, string]>([
  ['status', '"Shipped"', '"shipped"'],
  ['status', '"payed"', ''],
  ['total', '"12.50"', '12.50'],
  ['total', '"n/a"', ''],
  ['note', '7', '7'],
  ['open', '"TRUE"', 'true'],
  ['total', '{"a":1}', ''],
])('for %s it takes %s for %s', (field, json, text) => {
  expect(suggestedValue(at(field), json).text).toBe(text);
});
