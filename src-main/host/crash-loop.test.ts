import { expect, onTestFinished, test } from 'vitest';
import { openEvent } from '../../src-preload/contract/envelope.ts';
import { decode, FrameKind, type Reply, readFrame, writeFrame } from '../../src-preload/contract/index.ts';
import { createShellHandlers } from '../loopback/shell-handlers.ts';
import { createNodeSpawner, killProcess } from '../ports/node-spawner.ts';
import type { ChildProcess, Spawner } from '../ports/port.ts';
import { isAlive, until, untilGone } from '../ports/testing/living-processes.ts';
import { createModuleFolder, type ModuleFolder } from '../ports/testing/module-folder.ts';
import { createEngineHost, type EngineHost } from './engine-host.ts';

const FACTS = {
  dataFolder: '/',
  cacheFolder: '/',
  resourcesFolder: '/',
  allowedRoots: [],
  openedByCommandLine: [],
  grantsOnly: false,
};

const DIES_AT_ONCE = 'process.exit(3);';
/** Answers every call with the snapshot it was started from, and gives a new one. */
const LIVES = `
  import { enterChildProcess } from '@main/ports/own-process.ts';
  import { encode, readFrame, writeFrame } from '@main/../src-preload/contract/index.ts';
  const { parent } = await enterChildProcess(import.meta.url);
  parent.onClose(() => process.exit(0));
  let start;
  parent.onMessage((message) => {
    if (message.type === 'start') {
      start = message;
      const before = start.snapshot ?? 0;
      parent.post({ type: 'snapshot', snapshot: before + 1 });
      parent.post({ type: 'ready' });
    }
    if (message.type === 'ping') parent.post({ type: 'pong' });
    if (message.type === 'frame') {
      const { callId, payload } = readFrame(message.bytes);
      if (payload[0] === 66) process.exit(4);
      const value = { snapshot: start.snapshot ?? 0, restarts: start.facts.restarts };
      parent.post({ type: 'frame', client: message.client, bytes: writeFrame(4, callId, encode({ ok: true, value })) });
    }
  });`;

interface HostUnderTest {
  readonly host: EngineHost;
  readonly folder: ModuleFolder;
  readonly started: readonly ChildProcess[];
  readonly states: string[];
  call(payload: Uint8Array): Promise<Reply>;
}

function startHost(code: string): HostUnderTest {
  const folder = createModuleFolder();
  const real = createNodeSpawner(folder.write('engine-process.ts', code).href);
  const started: ChildProcess[] = [];
  const spawner: Spawner = {
    async spawn(entry) {
      const child = await real.spawn(entry);
      started.push(child);
      return child;
    },
  };
  const host = createEngineHost({
    spawner,
    facts: FACTS,
    shell: createShellHandlers({ version: '0.0.0', filesAtStart: [], folders: { data: '/', cache: '/' } }),
    crashLoop: { deaths: 3, within: 60_000 },
  });
  onTestFinished(async () => {
    await host.dispose();
    for (const child of started) child.kill();
    folder.remove();
  });
  const states: string[] = [];
  const answers = new Map<number, (reply: Reply) => void>();
  const link = host.attach((bytes) => {
    const frame = readFrame(bytes);
    if (frame?.kind === FrameKind.reply) answers.get(frame.callId)?.(decode(frame.payload) as Reply);
    const event = frame?.kind === FrameKind.event ? openEvent(frame.payload) : undefined;
    if (event !== undefined) states.push((decode(event.value) as { state: string }).state);
  });
  let id = 0;
  const call = (payload: Uint8Array) =>
    new Promise<Reply>((resolve) => {
      id += 1;
      answers.set(id, resolve);
      link.receive(writeFrame(FrameKind.call, id, payload));
    });
  return { host, folder, started, states, call };
}

const codeOf = (reply: Reply) => (reply.ok ? 'ok' : reply.error.code);

const ASK = Uint8Array.of(65);
const CRASH = Uint8Array.of(66);

test('an engine that never starts is given up, also after a restart by the user, and says so', async () => {
  const { host, started, states, call, folder } = startHost(DIES_AT_ONCE);
  await expect(host.ready).rejects.toThrow('code 3');
  expect(started).toHaveLength(3);
  expect(states.at(-1)).toBe('hung');
  expect(codeOf(await call(ASK))).toBe('ENGINE_GONE');

  await expect(host.restart()).rejects.toThrow('code 3');
  expect(started).toHaveLength(6);

  const late: number[] = [];
  host.attach((bytes) => late.push(bytes[0] ?? -1)).detach();
  expect(late).toEqual([FrameKind.event]);

  folder.write('engine-process.ts', LIVES);
  await host.restart();
  expect(await call(ASK)).toEqual({ ok: true, value: { snapshot: 0, restarts: 6 } });
});

test('a restart that was asked for and fails is given up as well', async () => {
  const { host, started, folder } = startHost(LIVES);
  await host.ready;
  folder.write('engine-process.ts', DIES_AT_ONCE);
  await expect(host.restart()).rejects.toThrow('code 3');
  expect(started).toHaveLength(4);
});

test('each engine goes on from the last snapshot of the one before, and a crashing call is not run again', async () => {
  const { host, call, states } = startHost(LIVES);
  await host.ready;
  expect(await call(ASK)).toEqual({ ok: true, value: { snapshot: 0, restarts: 0 } });
  const [crashed, behind] = await Promise.all([call(CRASH), call(ASK)]);
  expect([codeOf(crashed), codeOf(behind)]).toEqual(['ENGINE_GONE', 'ENGINE_GONE']);
  expect(await call(ASK)).toEqual({ ok: true, value: { snapshot: 1, restarts: 1 } });
  await host.restart();
  expect(await call(ASK)).toEqual({ ok: true, value: { snapshot: 2, restarts: 2 } });
  expect(states).toEqual(['restarting', 'restarted', 'restarting', 'restarted']);
});

test('the end of an app that is only starting leaves nothing and keeps nobody waiting', async () => {
  const { host, started, call } = startHost(LIVES);
  const asked = call(ASK);
  await host.dispose();
  expect(codeOf(await asked)).toBe('ENGINE_GONE');
  await expect(host.ready).rejects.toThrow('ending');
  await expect(host.restart()).rejects.toThrow('ending');
  expect(started).toHaveLength(1);
  expect(started.map(({ pid }) => isAlive(pid))).toEqual([false]);
});

test('what an engine that crashes leaves behind is ended, also where no watchdog does it', async () => {
  const unwatched = `
    import { spawn } from 'node:child_process';
    const [left, gone] = [0, 0].map(() => spawn('sleep', ['60'], { stdio: 'ignore', detached: true }));
    for (const { pid } of [left, gone]) parent.post({ type: 'process', pid, runs: true });
    parent.post({ type: 'process', pid: gone.pid, runs: false });
    parent.post({ type: 'frame', client: undefined, bytes: writeFrame(6, 0, encode([left.pid, gone.pid])) });`;
  const { host, call } = startHost(LIVES + unwatched);
  const pids: number[] = [];
  onTestFinished(() => pids.forEach(killProcess));
  host.attach((bytes) => {
    const frame = readFrame(bytes);
    const value = frame?.kind === FrameKind.event ? decode(frame.payload) : undefined;
    if (Array.isArray(value)) pids.push(...value);
  });
  await host.ready;
  await until(() => pids.length >= 2);
  const [left = -1, gone = -1] = pids;
  expect([left, gone].map(isAlive)).toEqual([true, true]);
  expect(codeOf(await call(CRASH))).toBe('ENGINE_GONE');
  await untilGone([left], 1_000);
  // Its number may be somebody else's by now: the engine said that it had ended.
  expect(isAlive(gone)).toBe(true);
});

test('bytes that are no frame, and calls of the shell that do not fit, do no harm', async () => {
  const { host, call } = startHost(LIVES);
  const replies: Reply[] = [];
  const link = host.attach((bytes) => {
    const frame = readFrame(bytes);
    if (frame?.kind === FrameKind.reply) replies.push(decode(frame.payload) as Reply);
  });
  for (const bytes of [
    [],
    [1],
    [1, 0, 0, 0],
    [99, 1, 0, 0, 0],
    [4, 1, 0, 0, 0],
    [2, 7, 0, 0, 0],
    [3, 7, 0, 0, 0],
  ]) {
    link.receive(Uint8Array.from(bytes));
  }
  link.receive(writeFrame(FrameKind.shellCall, 1, Uint8Array.of(0xc1)));
  link.receive(writeFrame(FrameKind.shellCall, 2, Uint8Array.of(0x80)));
  expect(await call(ASK)).toMatchObject({ ok: true });
  expect(replies.map(codeOf)).toEqual(['BAD_REQUEST', 'BAD_REQUEST']);
});
