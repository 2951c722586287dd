import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { enterUtilityProcess, type ParentPortLike, shellPidOf } from './electron-child.ts';
import type { MessagePortLike } from './electron-message-port.ts';
import type { ToChild } from './electron-messages.ts';

/** The end of a Node channel with the manners of Electron's: one object for an event, and its payload in it. */
function electronPort(port: MessagePort): MessagePortLike {
  onTestFinished(() => port.close());
  return {
    on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      if (event === 'close') port.on('close', () => listener({ data: undefined }));
      else port.on('message', (data: unknown) => listener({ data }));
    },
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Electron's main process as a child sees it. */
function startMain() {
  const asked: unknown[] = [];
  let listener: Parameters<ParentPortLike['on']>[1] = () => undefined;
  const parentPort: ParentPortLike = {
    on: (_event, taken) => {
      listener = taken;
    },
    postMessage: (message) => asked.push(message),
  };
  const tell = (data: ToChild, ...ports: readonly MessagePort[]) =>
    listener({ data, ports: ports.map(electronPort) });
  return { parentPort, asked, tell };
}

const next = (port: { onMessage(listener: (message: unknown) => void): () => void }) =>
  new Promise((resolve) => port.onMessage(resolve));

async function enter() {
  const main = startMain();
  const entering = enterUtilityProcess(main.parentPort);
  const { port1, port2 } = new MessageChannel();
  main.tell({ type: 'port' }, port2);
  return { ...main, ...(await entering), far: port1 };
}

test('a utility process speaks over the channel that main hands it', async () => {
  const { parent, far } = await enter();
  far.postMessage({ bytes: new Uint8Array([1, 2]) });
  expect(await next(parent)).toEqual({ bytes: new Uint8Array([1, 2]) });
  const heard = new Promise((resolve) => far.once('message', resolve));
  parent.post('back');
  expect(await heard).toBe('back');
});

test('what is heard before the end is delivered, and a post to a closed channel is nothing', async () => {
  const { parent, far } = await enter();
  const messages: unknown[] = [];
  const closed = new Promise<void>((resolve) => parent.onClose(resolve));
  parent.onMessage((message) => messages.push(message));
  far.postMessage('last words');
  far.close();
  await closed;
  expect(messages).toEqual(['last words']);
  parent.post('nobody');
  parent.close();
});

test('a process that is asked for comes with its channel, and its end is told', async () => {
  const { spawner, asked, tell } = await enter();
  const starting = spawner.spawn('connection-process');
  expect(asked).toEqual([{ type: 'spawn', id: 1, entry: 'connection-process' }]);
  const { port1, port2 } = new MessageChannel();
  tell({ type: 'spawned', id: 1, pid: 2 ** 22 + 7 }, port2);
  const child = await starting;
  expect(child.pid).toBe(2 ** 22 + 7);
  port1.postMessage('here');
  expect(await next(child.port)).toBe('here');
  tell({ type: 'exited', id: 1, code: 9 });
  expect(await child.exited).toEqual({ code: 9, signal: null });
  child.kill();
});

test('a process that cannot be started is said so, with the reason, and others are still started', async () => {
  const { spawner, tell } = await enter();
  const failing = spawner.spawn('connection-process');
  const working = spawner.spawn('connection-process');
  tell({ type: 'failed', id: 1, message: 'it ended with code 1' });
  await expect(failing).rejects.toThrow('it ended with code 1');
  tell({ type: 'spawned', id: 2, pid: 5 }, new MessageChannel().port2);
  expect((await working).pid).toBe(5);
});

test.each([
  [['electron', 'engine-process.js', '--shell-pid=4711'], 4711],
  [['electron', 'engine-process.js'], undefined],
  [['--shell-pid='], undefined],
  [['--shell-pid=-1'], undefined],
  [['--shell-pid=many'], undefined],
])('the shell of %j', (args, pid) => {
  expect(shellPidOf(args)).toBe(pid);
});
