import { expect, onTestFinished, test } from 'vitest';
import { sampleFile } from '../testing/sample-file.ts';
import { createProcessConnector } from './process-connector.ts';
import { connectProcesses, isRunning, targetOf } from './testing/test-processes.ts';

test('a spare process is forked ahead, taken, and replaced', async () => {
  const { connector, processes } = connectProcesses({ keepsSpare: true });
  connector.warm?.();
  connector.warm?.();
  await expect.poll(() => processes.length).toBe(1);
  const target = targetOf(sampleFile());
  const { connection } = await connector.connect(target, 'reader');
  expect(connection.pid).toBe(processes[0]?.pid);
  await expect.poll(() => processes.length).toBe(2);
  const second = await connector.connect(target, 'reader');
  expect(second.connection.pid).toBe(processes[1]?.pid);
});

test('without a spare nothing is forked ahead', async () => {
  const { connector, processes } = connectProcesses();
  connector.warm?.();
  await connector.connect(targetOf(sampleFile()), 'reader');
  expect(processes).toHaveLength(1);
});

test('a spare that died is not lent', async () => {
  const { connector, processes } = connectProcesses({ keepsSpare: true });
  connector.warm?.();
  await expect.poll(() => processes.length).toBe(1);
  processes[0]?.kill();
  await processes[0]?.exited;
  const { connection } = await connector.connect(targetOf(sampleFile()), 'reader');
  expect(connection.pid).not.toBe(processes[0]?.pid);
  expect((await connection.query('SELECT 1')).rows).toEqual([[1]]);
});

test('dispose ends the spare', async () => {
  const { connector, processes } = connectProcesses({ keepsSpare: true });
  connector.warm?.();
  await connector.dispose?.();
  expect(processes).toHaveLength(1);
  expect(isRunning(processes[0]?.pid ?? 0)).toBe(false);
});

test('when no process can be started, the request is told and the next one tries again', async () => {
  let tries = 0;
  const connector = createProcessConnector({
    spawn: () => {
      tries += 1;
      return Promise.reject(new Error('EAGAIN'));
    },
  });
  onTestFinished(() => connector.dispose?.());
  for (let round = 0; round < 2; round += 1) {
    await expect(connector.connect(targetOf(sampleFile()), 'reader')).rejects.toThrow(
      expect.objectContaining({ code: 'CONNECTION_GONE', message: 'EAGAIN' }),
    );
  }
  expect(tries).toBeGreaterThanOrEqual(2);
});

test('an aborted opening leaves no process', async () => {
  const { connector, processes } = connectProcesses();
  const stop = new AbortController();
  const opening = connector.connect(targetOf(sampleFile()), 'reader', stop.signal);
  // At once: a process of Bun is ready within the usual pause of a poll.
  await expect.poll(() => processes.length, { interval: 1 }).toBe(1);
  stop.abort();
  await expect(opening).rejects.toThrow(expect.objectContaining({ code: 'CANCELLED' }));
  await processes[0]?.exited;
});
