import { expect, test } from 'vitest';
import { isQueryText, queryPlaceAt } from './index.ts';

/** What may stand at the mark | of a text. */
function at(marked: string) {
  const place = marked.indexOf('|');
  return queryPlaceAt(marked.replace('|', ''), place);
}

test('what may be typed is known at each place of a query', () => {
  expect(at('orders.|')).toEqual({ kind: 'step', from: 7, stage: 'collection' });
  expect(at('orders.wh|')).toEqual({ kind: 'step', from: 7, stage: 'collection' });
  expect(at("orders.where('a').|")).toMatchObject({ kind: 'step', stage: 'condition' });
  expect(at("orders.where('a').eq(1).or|.limit(1)")).toMatchObject({ kind: 'step', stage: 'query' });
  // What is wrong before it is told when it is run.
  expect(at("orders.where('a').equ(1).oderBy('b').li|")).toMatchObject({ kind: 'step', stage: 'query' });
  expect(at('orders.or((g) => g.|')).toMatchObject({ kind: 'step', stage: 'conditions' });
  expect(at("orders.query().groupBy('a').count().|")).toMatchObject({ kind: 'step', stage: 'groups' });
  expect(at("orders.where('shi|")).toEqual({
    ...{ kind: 'path', from: 14 },
    collections: [{ name: 'orders', as: null }],
  });
  expect(at("orders.query().select('a', 'b|')")).toMatchObject({ kind: 'path', from: 28 });
  expect(at('orders.query().join(us|')).toEqual({ kind: 'collection', from: 20 });
  expect(at("orders.query().join(users, 'buyer', 'i|")).toMatchObject({
    collections: [{ name: 'users', as: null }],
  });
  expect(at("orders.query().join(users, 'buyer', '_id', 'who').or(g => g.where('|")).toMatchObject({
    collections: [
      { name: 'orders', as: null },
      { name: 'users', as: 'who' },
    ],
  });
  expect(at("orders.query().groupBy('a').sum('b').count('n').having('|")).toMatchObject({
    ...{ kind: 'output', names: ['a', 'sum_b', 'n'] },
  });
  expect(at("orders.orderBy('a', '|")).toMatchObject({ kind: 'direction', names: ['asc', 'desc'] });
});

test('nothing is offered where nothing is known', () => {
  for (const text of [
    ...["orders.where('a').eq('|", "orders.where('a')|", 'orders.limit(|'],
    ...['orders.count().|', '|'],
  ])
    expect([text, at(text)]).toEqual([text, null]);
});

test('a query is told from SQL by how it begins', () => {
  for (const text of [
    'orders.',
    'orders.wh',
    ' await orders.where(',
    "db.collection('a')",
    'db.orders.count()',
  ])
    expect([text, isQueryText(text)]).toEqual([text, true]);
  for (const text of ['SELECT a.b FROM a', 'orders', 'WITH a AS (SELECT 1) SELECT 1', '-- a.b()', '1.5', ''])
    expect([text, isQueryText(text)]).toEqual([text, false]);
});
