import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { type Client, createClient } from '../../src-preload/client.ts';
import { createFrameBridge } from '../../src-preload/frame-bridge.ts';

/** The built app in a process of its own. */
export interface ServedApp {
  readonly pid: number;
  readonly address: string;
  /** Signs in like a page and gives a client over a WebSocket. */
  connect(): Promise<{ readonly client: Client; disconnect(): void }>;
  stop(): Promise<void>;
}

/** Starts the built browser shell, with more environment variables, and waits until it has printed its address. */
export async function serveBuilt(
  paths: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<ServedApp> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'cairn-bench-data-'));
  const child = spawn(process.execPath, ['out/main/serve.js', ...paths, '--no-open'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: {
      ...process.env,
      CAIRN_DATA_DIR: dataFolder,
      CAIRN_CACHE_DIR: join(dataFolder, 'cache'),
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A bench that is stopped in the middle leaves nothing behind.
  const endWithBench = () => void child.kill('SIGTERM');
  process.once('exit', endWithBench);
  const address = await addressOf(child);
  return {
    pid: child.pid ?? -1,
    address,
    connect: () => connect(address),
    async stop() {
      process.off('exit', endWithBench);
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the shell ended with code ${code} at its start`)));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      const address = /http:\/\/127\.0\.0\.1:\d+\/\S*#\S+/.exec(line)?.[0];
      if (address !== undefined) resolve(address);
    });
  });
}

async function connect(address: string): Promise<{ client: Client; disconnect(): void }> {
  const { origin, host, hash } = new URL(address);
  const reply = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token: hash.slice(1) }),
  });
  const cookie = reply.headers.getSetCookie()[0]?.split(';', 1)[0];
  if (cookie === undefined) throw new Error(`the shell refused to sign in (${reply.status})`);
  const socket = new WebSocket(`ws://${host}/bridge`, {
    origin,
    headers: { cookie },
    perMessageDeflate: false,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  const frames = createFrameBridge((frame) => socket.send(frame));
  socket.on('message', (data) => {
    if (data instanceof Buffer) frames.receive(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  });
  return { client: createClient(frames.bridge), disconnect: () => socket.terminate() };
}
