import { expect, test } from 'vitest';
import { recordedKeys } from './recorded-keys.ts';

test.each([
  ['the only one is replaced', ['F2'], 0, 'F9', ['F9']],
  ['one of two is replaced, where it stands', ['Enter', 'F2'], 0, 'F9', ['F9', 'F2']],
  ['the second is replaced', ['Enter', 'F2'], 1, 'F9', ['Enter', 'F9']],
  ['one is added behind the last', ['Enter', 'F2'], 2, 'F9', ['Enter', 'F2', 'F9']],
  ['the first of a command without keys', [], 0, 'F9', ['F9']],
  ['the same again changes nothing', ['Enter', 'F2'], 0, 'Enter', ['Enter', 'F2']],
  ['one that it has elsewhere is not there twice', ['Enter', 'F2'], 1, 'Enter', ['Enter']],
  ['one that it has is not added', ['Enter', 'F2'], 2, 'Enter', ['F2', 'Enter']],
  ['one is taken away, the others stay', ['Enter', 'F2'], 0, null, ['F2']],
  ['the last is taken away', ['F2'], 0, null, []],
  ['nothing to take away where one would be added', ['F2'], 1, null, ['F2']],
] as const)('%s', (_name, keys, place, chord, expected) => {
  expect(recordedKeys(keys, place, chord)).toEqual(expected);
});
