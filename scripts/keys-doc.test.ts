import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keysDoc } from './keys-doc.ts';

test('docs/keys.md is what the commands say now (else: npm run docs)', () => {
  const written = readFileSync(new URL('../docs/keys.md', import.meta.url), 'utf8');
  expect(written).toBe(keysDoc());
});
