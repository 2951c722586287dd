import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { servePlugin } from '../../../plugin-host/serve-plugin.ts';
import { createPortPair } from '../../../ports/memory-port.ts';
import type { ChildProcess, ProcessExit } from '../../../ports/port.ts';
import { PluginRunner } from './plugin-runner.ts';

const CONTEXT = { collectionName: '', schema: {}, operation: 'put', isInTransaction: false };

/** A runner whose processes live in this one. */
function open() {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-runner-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'p.mjs');
  writeFileSync(path, `export default { name: 'p', onAfterUpdate() {} }`);
  let time = 0;
  let starts = 0;
  let kill = () => {};
  const spawn = async (): Promise<ChildProcess> => {
    starts += 1;
    const [port, far] = createPortPair();
    const exited = Promise.withResolvers<ProcessExit>();
    kill = () => exited.resolve({ code: 1, signal: null });
    void servePlugin(far);
    return { pid: starts, port, exited: exited.promise, kill };
  };
  const runner = new PluginRunner({ name: 'p', path, spawn, onChange: () => {}, now: () => time });
  return {
    runner,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    die: async () => {
      kill();
      await new Promise((resolve) => setImmediate(resolve));
    },
    starts: () => starts,
    call: () => runner.call('onAfterUpdate', CONTEXT, {}),
  };
}

test('a process that keeps ending is started again at once, then later and later; an answer forgives all', async () => {
  const { runner, pass, die, starts, call } = open();
  await call();
  await die();
  expect(runner.failure).toContain('code 1');
  await runner.load();
  expect(starts()).toBe(2);
  for (const pause of [1000, 2000, 4000]) {
    await die();
    pass(pause - 1);
    await expect(call()).rejects.toMatchObject({
      code: 'PLUGIN_FAILED',
      message: expect.stringContaining('started again'),
    });
    pass(1);
    await runner.load();
  }
  expect(starts()).toBe(5);
  await call();
  expect(runner.failure).toBeNull();
  await die();
  await call();
  expect(starts()).toBe(6);
});
