import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { whilePulled } from './while-pulled.ts';

async function* counted(ended: () => void): AsyncGenerator<number, void, void> {
  try {
    for (let value = 1; ; value += 1) yield value;
  } finally {
    ended();
  }
}

test('a result that nobody pulls is ended, and says so to whoever asks later', async () => {
  const end = Promise.withResolvers<void>();
  const chunks = whilePulled(counted(end.resolve), 20);
  expect((await chunks.next()).value).toBe(1);
  expect((await chunks.next()).value).toBe(2);
  await end.promise;
  await expect(chunks.next()).rejects.toMatchObject({ code: 'RESULT_CLOSED' });
});

test('one that is pulled in time goes on, and ends with its reader', async () => {
  const end = Promise.withResolvers<void>();
  const chunks = whilePulled(counted(end.resolve), 200);
  for (let value = 1; value <= 5; value += 1) {
    expect((await chunks.next()).value).toBe(value);
    await delay(60);
  }
  await chunks.return();
  await end.promise;
});
