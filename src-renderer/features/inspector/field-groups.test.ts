import { expect, test } from 'vitest';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import { type Field, formParts, groupSummary } from './field-groups.ts';

function field(name: string, path: readonly string[] | null, cell: Cell = name): Field {
  const column = {
    name,
    path: path === null ? null : [...path],
    declaredType: 'string',
    isNumeric: false,
    primaryKeyPosition: 0,
    isNotNull: false,
    isIndexed: false,
    isUnique: false,
    isGenerated: false,
    isHidden: false,
    references: null,
  };
  return { column, cell };
}

test('fields of one object are a group, in the order of the columns', () => {
  const parts = formParts([
    field('_id', null),
    field('customer.name', ['customer', 'name']),
    field('customer.email', ['customer', 'email']),
    field('status', ['status']),
    field('ship.city', ['ship', 'city']),
  ]);
  expect(
    parts.map((part) =>
      part.kind === 'field' ? part.field.column.name : { [part.name]: part.fields.map(({ cell }) => cell) },
    ),
  ).toEqual(['_id', { customer: ['customer.name', 'customer.email'] }, 'status', { ship: ['ship.city'] }]);
});

test('a column whose name has a dot, and a key with a dot, are no objects', () => {
  const parts = formParts([field('a.b', null), field('a.c', ['a.c'])]);
  expect(parts.map(({ kind }) => kind)).toEqual(['field', 'field']);
});

test('objects that other fields stand between are two groups', () => {
  const parts = formParts([field('a.b', ['a', 'b']), field('x', ['x']), field('a.c', ['a', 'c'])]);
  expect(parts.map(({ kind }) => kind)).toEqual(['group', 'field', 'group']);
});

test('a folded group says its values and leaves out NULL and empty text', () => {
  const fields = [
    field('ship.street', ['ship', 'street'], '1 Saltmarket'),
    field('ship.note', ['ship', 'note'], null),
    field('ship.more', ['ship', 'more'], ''),
    field('ship.number', ['ship', 'number'], 7),
  ];
  expect(groupSummary(fields)).toBe('1 Saltmarket, 7');
});
