import { expect, it } from 'vitest';
import type { FaultyDocument } from '../../../src-preload/contract/schemas.ts';
import { joinCheck } from './join-check.ts';
import { repairedValues, repairSteps, trialParts } from './repair.ts';

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
  const values = new Map([['"payed"', { kind: 'text', text: 'paid' } as const]]);
  const repair = { kind: 'replace', values } as const;
  expect(repairedValues(found, repair).map(({ document: { id }, after }) => [id, after])).toEqual([
    ['a', '"paid"'],
  ]);
});

it('sets all, those that have none too, but never the document itself', () => {
  const values = repairedValues(found, { kind: 'set', value: { kind: 'number', text: '12' } });
  expect(values.map(({ document: { id }, after }) => [id, after])).toEqual([
    ['a', '12'],
    ['b', '12'],
    ['c', '12'],
  ]);
  expect(repairedValues(found, { kind: 'set', value: { kind: 'number', text: '1,2' } })).toEqual([]);
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

it('finds values that are too long to be shown by what is shown of them', () => {
  const json = JSON.stringify('x'.repeat(300));
  const values = new Map([[`${json.slice(0, 100)}…`, { kind: 'null', text: '' } as const]]);
  expect(repairedValues([document('a', ['note'], json)], { kind: 'replace', values })).toMatchObject([
    { after: 'null' },
  ]);
});

it('asks about documents in parts, each document as a whole and items from their end', () => {
  const many = Array.from({ length: 150 }, (_, at) => document(`d${at}`, ['n'], '0'));
  const twice = [document('x', ['items', 0], '0'), document('x', ['items', 1], '0')];
  const parts = trialParts(
    repairedValues([...many.slice(0, 99), ...twice, ...many.slice(99)], { kind: 'remove' }),
  );
  expect(parts.map((part) => part.length)).toEqual([101, 51]);
  expect(parts[0]?.slice(-2).map(({ path }) => path)).toEqual([
    ['items', 1],
    ['items', 0],
  ]);
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
