import { expect, test } from 'vitest';
import {
  emptyOf,
  jsonOf,
  kindOf,
  numberOf,
  problemAt,
  textOf,
  withValue,
  wordsOf,
} from './settings-model.ts';

test('each part of a schema has its control', () => {
  expect(kindOf({ type: 'object', properties: {} })).toBe('fields');
  expect(kindOf({ type: 'object', additionalProperties: { type: 'string' } })).toBe('named');
  expect(kindOf({ type: 'array', items: {} })).toBe('list');
  expect(kindOf({ type: 'integer' })).toBe('number');
  expect(kindOf({})).toBe('json');
  expect(wordsOf('maxEntries')).toBe('Max entries');
});

test('a value is put at its path, and taken out so that the default holds', () => {
  const settings = { rules: { orders: [{ path: 'total', min: 1 }] } };
  expect(withValue(settings, ['rules', 'orders', 0, 'min'], 2)).toEqual({
    rules: { orders: [{ path: 'total', min: 2 }] },
  });
  expect(withValue(settings, ['rules', 'orders', 0, 'min'], undefined)).toEqual({
    rules: { orders: [{ path: 'total' }] },
  });
  expect(withValue(settings, ['rules', 'orders', 0], undefined)).toEqual({ rules: { orders: [] } });
  expect(withValue({}, ['rules', 'orders'], [])).toEqual({ rules: { orders: [] } });
  expect(settings.rules.orders[0]?.min).toBe(1);
});

test('a new part has what must be there', () => {
  const rule = {
    type: 'object',
    properties: { path: { type: 'string' }, min: { type: 'number' } },
    required: ['path'],
  };
  expect(emptyOf(rule)).toEqual({ path: '' });
});

test('what is typed is a value, or nothing', () => {
  expect([numberOf('1.5'), numberOf(' '), numberOf('one')]).toEqual([1.5, undefined, 'one']);
  expect([jsonOf('1'), jsonOf('paid'), jsonOf('')]).toEqual([1, 'paid', undefined]);
  expect([textOf([1], 'json'), textOf('a', 'json'), textOf(undefined, 'text')]).toEqual(['[1]', 'a', '']);
});

test('a problem stands at its own place', () => {
  const problems = [{ path: ['rules', 'a', 0, 'min'], message: 'expected a number' }];
  expect(problemAt(problems, ['rules', 'a', 0, 'min'])).toBe('expected a number');
  expect(problemAt(problems, ['rules', 'a', 0])).toBeUndefined();
});
