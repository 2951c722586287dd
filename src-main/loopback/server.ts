import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { EngineHost } from '../host/engine-host.ts';
import { pageAnswer } from '../page/page-answer.ts';
import type { PageFiles } from '../page/page-files.ts';
import { safetyHeaders } from '../page/safety-headers.ts';
import {
  cookieName,
  createSecrets,
  foreignness,
  foreignnessOfAction,
  hasSession,
  isSameSecret,
  type Secrets,
} from './guards.ts';

/** Frames are checked again by the engine; this only keeps a mad page from filling the memory of the shell. */
const MAX_FRAME_BYTES = 17 * 1024 * 1024;
const MAX_BODY_BYTES = 1024;

export interface LoopbackServerOptions {
  readonly host: EngineHost;
  readonly files: PageFiles;
  /** 0 chooses a free one. */
  readonly port: number;
}

export interface LoopbackServer {
  /** With the token in its fragment. */
  readonly address: string;
  /** Ends the pages' connections and the server. */
  close(): Promise<void>;
}

/** Serves the page and its bridge on 127.0.0.1. Rejects when the port is taken. */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const secrets = createSecrets();
  const server = createServer();
  const port = await listen(server, options.port);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });

  server.on('request', (request, response) => {
    setHeaders(response, safetyHeaders());
    answer(request, response, { port, secrets, files: options.files });
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = upgradeRefusal(request, port, secrets);
    if (refusal !== undefined) return refuseUpgrade(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => relay(webSocket, options.host));
  });

  return {
    address: `http://127.0.0.1:${port}/#${secrets.token}`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** One page: its frames go to the host and come back unread. */
function relay(socket: WebSocket, host: EngineHost): void {
  socket.binaryType = 'nodebuffer';
  const link = host.attach((frame) => {
    if (socket.readyState === socket.OPEN) socket.send(frame);
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary && data instanceof Buffer) link.receive(new Uint8Array(data));
  });
  // A broken frame of WebSocket itself: the close that follows cleans up.
  socket.on('error', () => {});
  socket.on('close', () => link.detach());
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

interface Site {
  readonly port: number;
  readonly secrets: Secrets;
  readonly files: PageFiles;
}

function answer(request: IncomingMessage, response: ServerResponse, site: Site): void {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (request.method === 'POST' && path === '/session') void signIn(request, response, site);
  else if (request.method === 'GET' || request.method === 'HEAD') sendFile(request, response, site, path);
  else end(response, 405, 'Only GET, and POST for signing in.');
}

function sendFile(request: IncomingMessage, response: ServerResponse, site: Site, path: string): void {
  const refusal = foreignness(request, site.port);
  const file = refusal === undefined ? site.files.get(path) : undefined;
  if (file === undefined) {
    end(response, refusal === undefined ? 404 : 403, refusal ?? 'There is nothing here.');
    return;
  }
  const { headers, body } = pageAnswer(file, [`ws://127.0.0.1:${site.port}`]);
  setHeaders(response, headers);
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** Swaps the token of the address for the session's cookie. */
async function signIn(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  const refusal = foreignnessOfAction(request, site.port);
  if (refusal !== undefined) return end(response, 403, refusal);
  if (request.headers['content-type'] !== 'application/json') return end(response, 415, 'JSON is expected.');
  const token = tokenOf(await readBody(request));
  if (token === undefined || !isSameSecret(token, site.secrets.token)) {
    return end(response, 403, 'This is not the token that Cairn printed at its start.');
  }
  const cookie = `${cookieName(site.port)}=${site.secrets.session}`;
  response.setHeader('set-cookie', `${cookie}; HttpOnly; SameSite=Strict; Path=/`);
  response.statusCode = 204;
  response.end();
}

/** The body as text; undefined when it is too long or breaks off. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.byteLength;
      if (length > MAX_BODY_BYTES) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(parts).toString('utf8');
}

function tokenOf(body: string | undefined): string | undefined {
  try {
    const { token } = JSON.parse(body ?? '') as { token?: unknown };
    return typeof token === 'string' ? token : undefined;
  } catch {
    return undefined;
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(`${text}\n`);
}

function upgradeRefusal(request: IncomingMessage, port: number, secrets: Secrets): string | undefined {
  if (request.url !== '/bridge') return '404 Not Found';
  if (foreignnessOfAction(request, port) !== undefined) return '403 Forbidden';
  return hasSession(request, port, secrets) ? undefined : '401 Unauthorized';
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.on('error', () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
