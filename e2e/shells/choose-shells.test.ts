import { expect, test } from 'vitest';
import { chooseShells } from './choose-shells.ts';

test.each([
  ['auto', '/there/electron', ['browser', 'electron']],
  ['auto', undefined, ['browser', 'standin']],
  ['electron', '/there/electron', ['electron']],
  ['standin', '/there/electron', ['standin']],
  ['browser', undefined, ['browser']],
])('E2E_SHELL=%s with the binary %s', (wanted, electron, shells) => {
  expect(chooseShells(wanted, electron).shells).toEqual(shells);
});

test('nothing stands in for Electron when it is asked for', () => {
  expect(() => chooseShells('electron', undefined)).toThrow('npx install-electron');
  expect(() => chooseShells('chrome', undefined)).toThrow('auto, electron, standin or browser');
});
