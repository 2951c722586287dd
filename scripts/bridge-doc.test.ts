import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bridgeDoc } from './bridge-doc.ts';

test('docs/bridge.md is what the contract says now (else: npm run docs)', () => {
  const written = readFileSync(new URL('../docs/bridge.md', import.meta.url), 'utf8');
  expect(written).toBe(bridgeDoc());
});
