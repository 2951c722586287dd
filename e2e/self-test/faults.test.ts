import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededFaults } from './faults.ts';

const root = join(import.meta.dirname, '../..');

test.each(seededFaults)('the place of the fault is in the sources, once: $name', ({ file, from, to }) => {
  expect(readFileSync(join(root, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
});
