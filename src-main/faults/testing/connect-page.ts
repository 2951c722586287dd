import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Client, createClient } from '../../../src-preload/client.ts';
import { createFrameBridge } from '../../../src-preload/frame-bridge.ts';

/** Signs in to a browser shell as its page does, and speaks to it over its WebSocket. */
export async function connectPage(address: string): Promise<{ client: Client; socket: WebSocket }> {
  const { origin, hash, host } = new URL(address);
  const answer = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin' },
    body: JSON.stringify({ token: hash.slice(1) }),
  });
  const [cookie = ''] = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const socket = new WebSocket(`ws://${host}/bridge`, { headers: { origin, cookie } });
  await once(socket, 'open');
  const frames = createFrameBridge((frame) => socket.send(frame));
  socket.on('message', (data) => frames.receive(new Uint8Array(data as Buffer)));
  // The far side may be killed in the middle of a message.
  socket.on('error', () => {});
  return { client: createClient(frames.bridge), socket };
}
