import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BridgeFailure, type Client } from '../../../src-preload/client.ts';
import { ConsoleText } from './console-text.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function textOf(keep: (input: { readonly text?: string }) => Promise<null>) {
  const kept: object[] = [];
  const sizes = { editor: null, pane: 400 };
  const client = {
    queries: {
      text: async () => ({ text: 'SELECT 1', parameters: [], limit: 50, writing: 'ask', sizes }),
      keep: async ({ file: _, console: __, ...input }: Record<string, unknown>) => {
        kept.push(input);
        return keep(input);
      },
    },
  };
  return { text: new ConsoleText(client as unknown as Client, 'f1', 'c1'), kept };
}

test('what is typed is kept 300 ms after the last key, as it is then', async () => {
  const { text, kept } = textOf(async () => null);
  await text.read();
  expect(text.state()).toMatchObject({ text: 'SELECT 1', limit: 50 });
  let typed = 'S';
  text.typed(() => typed);
  await vi.advanceTimersByTimeAsync(250);
  typed = 'SELECT 2';
  text.typed(() => typed);
  text.setLimit(100);
  await vi.advanceTimersByTimeAsync(299);
  expect(kept).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(kept).toEqual([{ text: 'SELECT 2', limit: 100 }]);
  // The editor that is made next begins with it.
  expect(text.state().text).toBe('SELECT 2');
});

test('sizes are kept once the handle rests, the one that was not moved as it was', async () => {
  const { text, kept } = textOf(async () => null);
  await text.read();
  for (const editor of [300, 290, 280]) text.setSizes({ editor });
  expect(text.state().sizes).toEqual({ editor: 280, pane: 400 });
  await vi.advanceTimersByTimeAsync(300);
  expect(kept).toEqual([{ sizes: { editor: 280, pane: 400 } }]);
});

test('leaving keeps at once, and nothing twice', async () => {
  const { text, kept } = textOf(async () => null);
  text.typed(() => 'x');
  await text.flush();
  await text.flush();
  await vi.advanceTimersByTimeAsync(1000);
  expect(kept).toEqual([{ text: 'x' }]);
});

test('what could not be kept is said, and tried again with what is newer', async () => {
  let isFull = true;
  const { text, kept } = textOf(async () => {
    if (isFull) throw new BridgeFailure({ code: 'DISK_FULL', message: 'The disk is full.' });
    return null;
  });
  text.typed(() => 'one');
  text.setWriting('begin');
  await text.flush();
  expect(text.state().unkept?.message).toBe('The disk is full.');
  text.typed(() => 'two');
  isFull = false;
  await vi.advanceTimersByTimeAsync(4000);
  expect(kept.at(-1)).toEqual({ text: 'two', writing: 'begin' });
  expect(text.state().unkept).toBeNull();
});

test('a console that is gone is not tried again', async () => {
  const { text, kept } = textOf(async () => {
    throw new BridgeFailure({ code: 'BAD_REQUEST', message: 'There is no such console.' });
  });
  text.typed(() => 'one');
  text.release();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(kept).toHaveLength(1);
});
