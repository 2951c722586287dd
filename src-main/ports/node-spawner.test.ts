import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNodeSpawner, forkProcess, killProcess } from './node-spawner.ts';
import type { Port } from './port.ts';
import { isAlive, processorTime, until, untilGone } from './testing/living-processes.ts';
import { createModuleFolder, type ModuleFolder } from './testing/module-folder.ts';

let folder: ModuleFolder;
beforeAll(() => {
  folder = createModuleFolder();
  folder.write(
    'connection-process.ts',
    `import { enterChildProcess } from '@main/ports/own-process.ts';
     const { parent } = await enterChildProcess(import.meta.url);
     parent.onMessage((message: unknown) => {
       if (message === 'facts') parent.post({ execArgv: process.execArgv, options: process.env.NODE_OPTIONS ?? null });
       else if (message === 'spin') for (;;);
       else if (message === 'leave') process.exit(7);
       else parent.post(message);
     });
     parent.onClose(() => process.exit(0));`,
  );
});
afterAll(() => folder.remove());

const spawn = () => createNodeSpawner(folder.write('entry.ts', '').href).spawn('connection-process');

function next(port: Port): Promise<unknown> {
  return new Promise((resolve) => {
    const off = port.onMessage((message) => {
      off();
      resolve(message);
    });
  });
}

describe('a forked process', () => {
  test('stands beside the running entry and answers structured clones', async () => {
    const child = await spawn();
    const value = {
      bytes: new Uint8Array([0, 255]),
      big: -(2n ** 63n),
      real: -0,
      text: '\u0000\ud800',
      nested: [undefined, null, Number.NaN],
    };
    child.port.post(value);
    expect(await next(child.port)).toEqual(value);
    child.kill();
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  test('gets a clean command line and no NODE_OPTIONS', async () => {
    process.env.NODE_OPTIONS = '--no-warnings';
    try {
      const child = await spawn();
      child.port.post('facts');
      expect(await next(child.port)).toEqual({ execArgv: [], options: null });
      child.kill();
      await child.exited;
    } finally {
      delete process.env.NODE_OPTIONS;
    }
  });

  test('is ended while its thread is busy; its port closes, and posts to it are dropped', async () => {
    const child = await spawn();
    child.port.post('ready?');
    await next(child.port);
    child.port.post('spin');
    const closed = new Promise<void>((resolve) => child.port.onClose(resolve));
    child.kill();
    await closed;
    child.port.post('anybody?');
    child.kill();
    expect((await child.exited).signal).toBe('SIGKILL');
    child.port.post('anybody?');
    expect(isAlive(child.pid)).toBe(false);
  });

  test('tells how it ended by itself', async () => {
    const child = await spawn();
    child.port.post('leave');
    expect(await child.exited).toEqual({ code: 7, signal: null });
    await new Promise<void>((resolve) => child.port.onClose(resolve));
  });

  test('ends when its parent closes the port', async () => {
    const child = await spawn();
    child.port.close();
    expect(await child.exited).toEqual({ code: 0, signal: null });
  });

  test('keeps what it said before anybody listened', async () => {
    const child = await forkProcess(
      folder.write('early.mjs', "process.send('first'); process.send('second');"),
    );
    await child.exited;
    expect(await next(child.port)).toBe('first');
  });
});

test('killing a process that is gone is no error', () => {
  killProcess(2 ** 22 + 1);
  killProcess(0);
});

describe.runIf(process.platform === 'linux')('the watchdog', () => {
  const runaway = `import { DatabaseSync } from 'node:sqlite';
    import { enterChildProcess } from '@main/ports/own-process.ts';
    const { parent } = await enterChildProcess(import.meta.url);
    parent.post({ running: process.pid });
    parent.onClose(() => process.exit(0));
    setTimeout(() => {
      new DatabaseSync(':memory:').exec(
        'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n');
    }, 50);`;
  const middle = `import { enterChildProcess } from '@main/ports/own-process.ts';
    const { parent, spawner } = await enterChildProcess(import.meta.url);
    const child = await spawner.spawn('connection-process');
    child.port.onMessage((message) => parent.post(message));`;

  const withoutPipe = `import { fork } from 'node:child_process';
    import { enterChildProcess } from '@main/ports/own-process.ts';
    const { parent } = await enterChildProcess(import.meta.url);
    const child = fork(new URL('./connection-process.ts', import.meta.url), { stdio: ['ignore', 2, 2, 'ipc'] });
    child.on('message', (message) => parent.post(message));`;

  /** As Electron's utility processes are forked: by a helper that lives on, with somebody else's standard input. */
  const underHelper = `import { spawn } from 'node:child_process';
    import { enterChildProcess } from '@main/ports/own-process.ts';
    const { parent } = await enterChildProcess(import.meta.url);
    const helper = spawn(process.execPath, [new URL('./helper.ts', import.meta.url).pathname, String(process.pid)],
      { stdio: ['ignore', 'pipe', 2], detached: true });
    helper.stdout.on('data', (text) => parent.post({ running: Number(text) }));`;
  const helper = `import { fork } from 'node:child_process';
    const child = fork(new URL('./watched.ts', import.meta.url), [process.argv[2]], { stdio: ['pipe', 2, 2, 'ipc'] });
    child.on('message', (pid) => console.log(String(pid)));
    child.on('exit', () => process.exit(0));`;
  const watched = `import { DatabaseSync } from 'node:sqlite';
    import { startWatchdog } from '@main/ports/watchdog.ts';
    startWatchdog({ shellPid: Number(process.argv[2]) });
    process.send(process.pid);
    setTimeout(() => {
      new DatabaseSync(':memory:').exec(
        'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n');
    }, 50);`;

  test.each([
    ['by the end of its standard input', middle],
    ["by its parent's id, where it has no pipe", withoutPipe],
    ['by the process id of the shell, where a helper forked it', underHelper],
  ])('ends a process inside an endless statement when its parent is killed: %s', async (_name, code) => {
    const own = createModuleFolder();
    let running = 0;
    try {
      own.write('connection-process.ts', runaway);
      own.write('helper.ts', helper);
      own.write('watched.ts', watched);
      const parent = await forkProcess(own.write('engine-process.ts', code));
      ({ running } = (await next(parent.port)) as { running: number });
      // Inside the statement for certain: nothing else in it uses so much of the processor.
      const idle = processorTime(running);
      await until(() => processorTime(running) > idle + 150);
      parent.kill();
      expect(await untilGone([parent.pid, running], 5_000)).toBeLessThan(1_000);
    } finally {
      killProcess(running);
      own.remove();
    }
  });
});
