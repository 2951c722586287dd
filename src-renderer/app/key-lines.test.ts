import { expect, test } from 'vitest';
import type { KeyChanges } from '../../src-preload/contract/preferences.ts';
import { commandSpecs } from '../lib/commands/command-specs.ts';
import { keyMap } from '../lib/commands/key-map.ts';
import { keyLines } from './key-lines.ts';

function linesWith(changes: KeyChanges, text = '') {
  const keys = keyMap(commandSpecs, { isApple: false, reserved: [], changes });
  return { keys, lines: keyLines(keys, text).flatMap(({ lines }) => lines) };
}

test('every key in force is on one line', () => {
  const { keys, lines } = linesWith({});
  const shown = lines.flatMap((line) => line.keys);
  for (const { id } of commandSpecs) {
    if (/^tab\.[1-9]$/.test(id)) continue;
    for (const chord of keys.keysOf(id)) expect(shown, id).toContain(chord);
  }
  expect(lines.find(({ label }) => label === 'That tab')?.keys).toEqual(['Ctrl+1…9']);
  expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
});

test('two that belong together are one line while each has one key', () => {
  expect(linesWith({}).lines.find(({ id }) => id === 'go.back')).toEqual({
    id: 'go.back',
    label: 'Back, forward',
    keys: ['Alt+Left', 'Alt+Right'],
  });
  const { lines } = linesWith({ 'go.forward': ['Alt+Right', 'F9'] });
  expect(lines.find(({ id }) => id === 'go.back')?.label).toBe('Back');
  expect(lines.find(({ id }) => id === 'go.forward')?.keys).toEqual(['Alt+Right', 'F9']);
  expect(linesWith({ 'go.forward': [] }).lines.find(({ id }) => id === 'go.back')?.label).toBe('Back');
});

test.each([
  ['copy rows', ['grid.copy']],
  ['previous region', ['region.next']],
  ['shift f6', ['region.next']],
  ['nothing at all', []],
])('%s finds %j', (text, ids) => {
  expect(linesWith({}, text).lines.map(({ id }) => id)).toEqual(ids);
});
