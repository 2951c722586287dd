import { expect } from 'vitest';

const failures: string[] = [];

/** What was not as the guide says since the last call. */
export function takeFailures(): string[] {
  return failures.splice(0);
}

/**
 * Notes a failure unless `actual` gives what `expected` gives: the same value; text that matches, where a regular
 * expression is expected; at least these fields, where `isPart`.
 */
export async function expectValue(
  line: number,
  actual: () => unknown,
  expected: () => unknown,
  isPart: boolean,
): Promise<void> {
  try {
    const [value, wanted] = [await actual(), expected()];
    if (wanted instanceof RegExp) expect(value).toMatch(wanted);
    else if (isPart) expect(value).toMatchObject(wanted as object);
    else expect(value).toEqual(wanted);
  } catch (error) {
    failures.push(`line ${line}: ${inWords(error)}`);
  }
}

/** Notes a failure unless `work` throws an error with this code, or this message. */
export async function expectThrow(line: number, work: () => unknown, expected: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code !== expected && message !== expected) failures.push(`line ${line}: it threw ${inWords(error)}`);
    return;
  }
  failures.push(`line ${line}: it did not throw ${expected}`);
}

function inWords(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === undefined ? String(message) : `${code}: ${message}`;
}
