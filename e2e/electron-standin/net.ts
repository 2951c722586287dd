import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerRequest } from './protocol.ts';
import { notImplemented, strict } from './strict.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** Electron's `net`: `fetch` of files and of the app's own schemes. Nothing goes over the network. */
export const net = strict('net', {
  async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const address = typeof input === 'string' ? input : input.url;
    if (address.startsWith('file:')) {
      const path = fileURLToPath(address.split(/[?#]/)[0] ?? address);
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      return new Response(new Uint8Array(await readFile(path)), { headers: { 'content-type': type } });
    }
    const answer = answerRequest(new Request(input, init), address);
    if (answer === undefined) throw notImplemented(`net.fetch of ${address}`);
    return answer;
  },
});
