import { expect, test } from 'vitest';
import { contract } from './index.ts';
import { verbs } from './verbs.ts';

test('names every method of the contract with its kind, in its order', () => {
  const declared = Object.fromEntries(
    Object.entries(contract).map(([slice, methods]) => [
      slice,
      Object.fromEntries(Object.entries(methods).map(([verb, { kind }]) => [verb, kind])),
    ]),
  );
  expect(verbs).toEqual(declared);
  expect(JSON.stringify(verbs)).toBe(JSON.stringify(declared));
});
