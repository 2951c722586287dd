import { onTestFinished } from 'vitest';

/** Work that goes on until it is told to end. */
export function untilTold() {
  const { promise, resolve } = Promise.withResolvers<void>();
  onTestFinished(() => resolve());
  return { promise, resolve };
}
