import { expect, it } from 'vitest';
import type { FaultyDocument } from '../../../src-preload/contract/schemas.ts';
import { joinCheck } from './join-check.ts';
import { repairedValues, repairSteps, typedJson } from './repair.ts';

const document = (id: string, path: (string | number)[], json: string | null): FaultyDocument => ({
  ...{ group: 0, key: [id], id, path, json },
});
const found = [
  document('a', ['status'], '"payed"'),
  document('b', ['status'], '"Shipped"'),
  document('c', ['status'], null),
  document('d', [], null),
];

it('replaces only the values that have a new one', () => {
  const repair = { kind: 'replace', texts: new Map([['"payed"', 'paid']]) } as const;
  expect(repairedValues(found, repair).map(({ document: { id }, after }) => [id, after])).toEqual([
    ['a', '"paid"'],
  ]);
});

it('sets all, those that have none too, but never the document itself', () => {
  const values = repairedValues(found, { kind: 'set', text: '12' });
  expect(values.map(({ document: { id }, after }) => [id, after])).toEqual([
    ['a', '12'],
    ['b', '12'],
    ['c', '12'],
  ]);
  expect(repairedValues(found, { kind: 'set', text: ' ' })).toEqual([]);
});

it('removes what is there, items of a list from its end', () => {
  const items = [0, 1, 2].map((index) => document('a', ['items', index], '0'));
  const steps = repairSteps('orders', 'doc', repairedValues(items, { kind: 'remove' }));
  expect(steps.map((step) => (step.kind === 'field' ? [step.path, step.raw] : null))).toEqual([
    [['items', 2], null],
    [['items', 1], null],
    [['items', 0], null],
  ]);
  expect(repairedValues([document('c', ['x'], null)], { kind: 'remove' })).toEqual([]);
});

it.each([
  ['paid', '"paid"'],
  ['"paid"', '"paid"'],
  ['1.10', '1.10'],
  ['null', 'null'],
  ['{"a": 1}', '{"a": 1}'],
  ['12 Main', '"12 Main"'],
])('takes %s for %s', (text, json) => {
  expect(typedJson(text)).toBe(json);
});

it('joins the answers of a check: figures of the last, documents of all', () => {
  const answer = {
    ...{ checked: 1, about: 9, faulty: 1, problems: 1, seconds: 1, isDone: false, isCut: false, stuck: null },
    groups: [{ path: 'status', message: 'is missing', documents: 1, values: [] }],
  };
  const first = joinCheck(null, { ...answer, documents: found.slice(0, 1) });
  const second = joinCheck(first, { ...answer, checked: 2, documents: found.slice(1, 2) });
  const third = joinCheck(second, { ...answer, checked: 3, isDone: true, documents: [] });
  expect([third.checked, third.isDone]).toEqual([3, true]);
  expect(third.documents.get(0)?.map(({ id }) => id)).toEqual(['a', 'b']);
});
