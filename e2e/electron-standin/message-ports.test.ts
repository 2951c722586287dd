import { expect, onTestFinished, test } from 'vitest';
import { MessagePortMain } from './message-ports.ts';

function pair(): [MessagePortMain, MessagePortMain] {
  const ports = MessagePortMain.pair();
  onTestFinished(() => {
    for (const port of ports) port.close();
  });
  return ports;
}

const next = (port: MessagePortMain) =>
  new Promise<unknown>((resolve) => port.once('message', ({ data }) => resolve(data)));
const closed = (port: MessagePortMain) => new Promise<void>((resolve) => port.once('close', resolve));

test('messages wait until a port is started, and come in order', async () => {
  const [first, second] = pair();
  first.postMessage('one');
  first.postMessage(null);
  const heard: unknown[] = [];
  second.on('message', ({ data }) => heard.push(data));
  expect(heard).toEqual([]);
  second.start();
  first.postMessage('three');
  await expect.poll(() => heard).toEqual(['one', null, 'three']);
});

test('a value is a copy, and what cannot be copied is refused', async () => {
  const [first, second] = pair();
  const value = { list: [1] };
  second.start();
  first.postMessage(value);
  value.list.push(2);
  expect(await next(second)).toEqual({ list: [1] });
  expect(() => first.postMessage(() => 1)).toThrow('could not be cloned');
});

test('the last words come before the end', async () => {
  const [first, second] = pair();
  const heard: unknown[] = [];
  second.on('message', ({ data }) => heard.push(data));
  second.on('close', () => heard.push('closed'));
  second.start();
  first.postMessage('last');
  first.close();
  await closed(second);
  expect(heard).toEqual(['last', 'closed']);
});

test('an end that is handed over is a socket, what was posted before included', async () => {
  const [first, second] = pair();
  first.postMessage('before');
  const moving = second.detach();
  first.postMessage('during');
  const far = MessagePortMain.over(await moving);
  first.postMessage({ after: new Map([[1, 2n]]) });
  const heard: unknown[] = [];
  far.on('message', ({ data }) => heard.push(data));
  far.start();
  await expect.poll(() => heard).toEqual(['before', 'during', { after: new Map([[1, 2n]]) }]);
  first.start();
  far.postMessage('back');
  expect(await next(first)).toBe('back');
  far.close();
  await closed(first);
});

test('both ends that are handed over at once share one connection', async () => {
  const [first, second] = pair();
  first.postMessage('before');
  const [one, two] = (await Promise.all([first.detach(), second.detach()])).map((port) =>
    MessagePortMain.over(port),
  );
  if (one === undefined || two === undefined) throw new Error('Two ends were handed over.');
  one.start();
  two.start();
  expect(await next(two)).toBe('before');
  two.postMessage(new Uint8Array(300_000).fill(7));
  expect(await next(one)).toEqual(new Uint8Array(300_000).fill(7));
  one.close();
  await closed(two);
});

test('a port that was handed over or started cannot be handed over', async () => {
  const [first, second] = pair();
  second.start();
  await expect(second.detach()).rejects.toThrow('not implemented');
  (await first.detach()).socket.destroy();
  expect(() => first.postMessage('late')).toThrow('handed over');
});
