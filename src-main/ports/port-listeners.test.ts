import { expect, test } from 'vitest';
import { createPortPair } from './memory-port.ts';
import { PortListeners } from './port-listeners.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('messages that came before anybody listened arrive in order, before later ones', async () => {
  const listeners = new PortListeners();
  const got: unknown[] = [];
  listeners.deliver(1);
  listeners.deliver(2);
  listeners.onMessage((message) => got.push(message));
  listeners.deliver(3);
  expect(got).toEqual([]);
  await turn();
  listeners.deliver(4);
  expect(got).toEqual([1, 2, 3, 4]);
});

test('the end is told once, later than the event, after the messages before it, also to late listeners', async () => {
  const listeners = new PortListeners();
  const got: unknown[] = [];
  listeners.onClose(() => got.push('closed'));
  listeners.deliver('last words');
  listeners.onMessage((message) => got.push(message));
  listeners.close();
  listeners.close();
  expect(got).toEqual([]);
  await turn();
  expect(got).toEqual(['last words', 'closed']);
  listeners.deliver('ghost');
  listeners.onClose(() => got.push('closed for the late one'));
  await turn();
  expect(got).toEqual(['last words', 'closed', 'closed for the late one']);
});

test('a listener that was taken off hears nothing', async () => {
  const listeners = new PortListeners();
  const got: unknown[] = [];
  const off = listeners.onMessage((message) => got.push(message));
  const offClose = listeners.onClose(() => got.push('closed'));
  listeners.deliver(1);
  off();
  offClose();
  listeners.deliver(2);
  listeners.close();
  await turn();
  expect(got).toEqual([1]);
});

test('a pair in memory clones messages, keeps their order and closes both sides', async () => {
  const [left, right] = createPortPair();
  const got: unknown[] = [];
  right.onMessage((message) => got.push(message));
  right.onClose(() => got.push('closed'));
  const bytes = new Uint8Array([1, 2, 3]);
  left.post({ bytes, big: 2n ** 63n });
  bytes[0] = 9;
  left.post('second');
  await turn();
  expect(got).toEqual([{ bytes: new Uint8Array([1, 2, 3]), big: 2n ** 63n }, 'second']);
  left.close();
  await turn();
  left.post('to nobody');
  right.post('to nobody');
  await turn();
  expect(got.at(-1)).toBe('closed');
  expect(got).toHaveLength(3);
});
