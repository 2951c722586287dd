import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type SecondStart, SingleInstanceLock } from './single-instance-lock.ts';

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standin-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const start: SecondStart = {
  argv: ['electron', 'a'],
  workingDirectory: '/',
  additionalData: { files: ['/b'] },
};

test('the second is refused, and the first hears what it has to say', async () => {
  const folder = makeFolder();
  const heard: SecondStart[] = [];
  const first = new SingleInstanceLock(folder, (said) => heard.push(said));
  const second = new SingleInstanceLock(folder, () => {});
  onTestFinished(() => first.release());
  expect(first.request(start)).toBe(true);
  expect(second.request(start)).toBe(false);
  expect([first.isHeld, second.isHeld]).toEqual([true, false]);
  await expect.poll(() => heard).toEqual([start]);
});

test('a lock that was released, or whose holder has died, is taken over', () => {
  const folder = makeFolder();
  const first = new SingleInstanceLock(folder, () => {});
  expect(first.request(start)).toBe(true);
  first.release();
  writeFileSync(join(folder, 'standin-instance.lock'), String(2 ** 22 + 9));
  const second = new SingleInstanceLock(folder, () => {});
  expect(second.request(start)).toBe(true);
  second.release();
});
