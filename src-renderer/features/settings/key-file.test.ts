import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readKeyFile, writeKeyFile } from './key-file.ts';

test('what was exported is imported as it was, in its order', () => {
  const keys = { settings: ['Ctrl+M'], 'grid.copy': [], keys: ['F9', 'Ctrl+M'] };
  const read = readKeyFile(writeKeyFile(keys), false);
  expect(read).toEqual({ ok: true, keys });
  expect(read.ok && Object.keys(read.keys)).toEqual(['settings', 'grid.copy', 'keys']);
});

test.each([
  ['{', 'no JSON'],
  ['[]', 'no file of keys'],
  ['{"keys": {}}', 'no file of keys'],
  ['{"kind": "keys", "keys": {"rm.all": ["F9"]}}', 'rm.all'],
  ['{"kind": "keys", "keys": {"grid.move": ["F9"]}}', 'grid.move'],
  ['{"kind": "keys", "keys": {"settings": "F9"}}', 'no list'],
  ['{"kind": "keys", "keys": {"settings": ["F1","F2","F3","F4","F5"]}}', 'no list'],
  ['{"kind": "keys", "keys": {"settings": ["Ctrl M"]}}', 'no key'],
  ['{"kind": "keys", "keys": {"settings": ["A"]}}', 'types a character'],
  [' '.repeat(100_001), 'too large'],
])('%s is refused: %s', (text, words) => {
  const read = readKeyFile(text, false);
  expect(read.ok).toBe(false);
  expect(read.ok ? '' : read.problem).toContain(words);
});

test('no text makes it throw, or changes what every object has', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      readKeyFile(text, false);
      readKeyFile(`{"kind": "keys", "keys": ${text}}`, true);
    }),
  );
  expect(readKeyFile('{"kind":"keys","keys":{"__proto__":["F9"]}}', false).ok).toBe(false);
  expect(({} as Record<string, unknown>).F9).toBeUndefined();
});
