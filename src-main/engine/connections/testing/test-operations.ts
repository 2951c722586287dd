import { OperationError } from '../../errors.ts';
import type { Operation } from '../connection.ts';

/** Operations of the connection processes of tests. */
export const testOperations = {
  echo: (_context, input) => input,
  countRows: ({ driver }, input) => driver.allSync(`SELECT COUNT(*) FROM ${String(input)}`).rows[0]?.[0],
  refuse: () => {
    throw new OperationError('TEST_REFUSED', 'The operation refuses.', { details: { reason: 1 } });
  },
  fail: () => {
    throw new TypeError('An operation with a fault.');
  },
  numbers: function* (_context, input) {
    for (let number = 1; number <= Number(input); number += 1) yield number;
  },
  /** Breathes for ever; says only that it has begun. */
  breathe: function* () {
    yield 'begun';
    for (;;) yield undefined;
  },
  asynchronous: async function* () {
    yield 1;
    await Promise.resolve();
    yield 2;
  },
  /** Yields once, then never gives its turn back. */
  hang: function* () {
    yield 'begun';
    for (;;);
  },
} satisfies Readonly<Record<string, Operation>>;
