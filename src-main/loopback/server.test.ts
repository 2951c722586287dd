import { request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ClientLink, EngineHost } from '../host/engine-host.ts';
import { type LoopbackServer, startLoopbackServer } from './server.ts';

/** A host that gives every frame back: this file is about who may reach it. */
function echoHost(): EngineHost & { readonly clients: Set<number> } {
  const clients = new Set<number>();
  let last = 0;
  return {
    clients,
    ready: Promise.resolve(),
    pid: undefined,
    allow: () => {},
    allowFolders: () => {},
    restart: async () => {},
    dispose: async () => {},
    attach(send): ClientLink {
      last += 1;
      const id = last;
      clients.add(id);
      return { id, receive: send, detach: () => clients.delete(id) };
    },
  };
}

const page = {
  type: 'text/html; charset=utf-8',
  bytes: Buffer.from('<title>Cairn</title>'),
  isImmutable: false,
};
const host = echoHost();
let server: LoopbackServer | undefined;

async function start(): Promise<{ port: number; token: string; origin: string }> {
  server = await startLoopbackServer({ host, files: new Map([['/', page]]), port: 0 });
  const { port, hash, origin } = new URL(server.address);
  return { port: Number(port), token: hash.slice(1), origin };
}

afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

function ask(
  port: number,
  options: { path?: string; method?: string; headers?: Record<string, string>; body?: string },
) {
  return new Promise<Answer>((resolve, reject) => {
    const { path = '/', method = 'GET', headers = {}, body } = options;
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, async (response) => {
      let text = '';
      for await (const part of response) text += String(part);
      resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

async function signIn(port: number, origin: string, token: string, headers: Record<string, string> = {}) {
  const answer = await ask(port, {
    path: '/session',
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  });
  return { ...answer, cookie: String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '' };
}

/** The status with which an upgrade was refused, or the echo of three bytes. */
function upgrade(
  port: number,
  headers: Record<string, string>,
  path = '/bridge',
): Promise<number | number[]> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.on('open', () => socket.send(Uint8Array.of(1, 2, 3)));
    socket.on('message', (data: Buffer) => {
      resolve([...data]);
      socket.close();
    });
    socket.on('error', (error) => reject(error));
  });
}

test('listens on the loopback interface only, with a token of 256 bits in the fragment', async () => {
  const { token } = await start();
  expect(server?.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#/);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('gives the page with a policy that allows no foreign and no inline code', async () => {
  const { port } = await start();
  const { status, text, headers } = await ask(port, {});
  expect(status).toBe(200);
  expect(text).toContain('Cairn');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test.each(['/../package.json', '/%2e%2e/package.json', '/etc/passwd', '/index.html/..', '//'])(
  'has nothing at %s',
  async (path) => {
    const { port } = await start();
    expect((await ask(port, { path })).status).toBe(404);
  },
);

test.each([
  ['another host (DNS rebinding)', { host: 'evil.example' }],
  ['the right name with another port', { host: '127.0.0.1:1' }],
  ['another origin', { origin: 'http://evil.example' }],
  ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['another port by its site', { 'sec-fetch-site': 'same-site' }],
])('refuses %s, for the page, for signing in and for the bridge', async (_name, headers) => {
  const { port, origin, token } = await start();
  const { cookie } = await signIn(port, origin, token);
  expect((await ask(port, { headers })).status).toBe(403);
  expect((await signIn(port, origin, token, headers)).status).toBe(403);
  expect(await upgrade(port, { origin, cookie, ...headers })).toBe(403);
});

test('swaps the token, and only the token, for a cookie that no script can read', async () => {
  const { port, origin, token } = await start();
  expect((await signIn(port, origin, `${token.slice(0, -1)}_`)).status).toBe(403);
  expect((await signIn(port, origin, '')).status).toBe(403);
  const { status, headers } = await signIn(port, origin, token);
  expect(status).toBe(204);
  expect(String(headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict; Path=\/$/);
  expect(String(headers['set-cookie'])).not.toContain(token);
});

test.each([
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ['a body that is too long', { body: `{"token":"${'x'.repeat(5000)}"}` }, 403],
  ['a body that is no JSON', { body: '{' }, 403],
  ['a missing origin', { origin: undefined }, 403],
])('refuses %s when signing in', async (_name, change, status) => {
  const { port, origin } = await start();
  const { body = '{}', ...headers } = change as Record<string, string>;
  const all = { origin, 'content-type': 'application/json', ...headers };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  expect((await ask(port, { path: '/session', method: 'POST', headers: given, body })).status).toBe(status);
});

test('opens the bridge for the session of this run alone', async () => {
  const { port, origin, token } = await start();
  const { cookie } = await signIn(port, origin, token);
  expect(await upgrade(port, { origin })).toBe(401);
  expect(await upgrade(port, { origin, cookie: `${cookie}x` })).toBe(401);
  expect(await upgrade(port, { origin, cookie: `cairn-${port}=` })).toBe(401);
  expect(await upgrade(port, { cookie })).toBe(403);
  expect(await upgrade(port, { origin, cookie }, '/other')).toBe(404);
  expect(await upgrade(port, { origin, cookie: `a=b; ${cookie}` })).toEqual([1, 2, 3]);
});

test('a page that leaves is detached from the host', async () => {
  const { port, origin, token } = await start();
  const { cookie } = await signIn(port, origin, token);
  await upgrade(port, { origin, cookie });
  await expect.poll(() => host.clients.size).toBe(0);
});

test('takes no other method, and says when its port is taken', async () => {
  const { port } = await start();
  expect((await ask(port, { method: 'PUT' })).status).toBe(405);
  expect((await ask(port, { method: 'OPTIONS' })).status).toBe(405);
  await expect(startLoopbackServer({ host, files: new Map(), port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
