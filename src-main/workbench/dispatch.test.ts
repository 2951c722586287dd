import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { callEnvelope } from '../../src-preload/contract/envelope.ts';
import {
  decode,
  encode,
  FrameKind,
  type Reply,
  readFrame,
  writeFrame,
} from '../../src-preload/contract/index.ts';
import { until } from '../ports/testing/living-processes.ts';
import { BridgeError } from './bridge-error.ts';
import { createDispatch, type DispatchOptions, type EngineHandlers } from './dispatch.ts';
import type { CallContext } from './handlers.ts';

interface Sent {
  readonly client: number;
  readonly kind: number;
  readonly callId: number;
  readonly value: unknown;
}

/** A door to handlers that a test gives; the others are missing. */
function makeDoor(
  handlers: Record<string, Record<string, (input: never, context: CallContext) => unknown>>,
  options: Partial<DispatchOptions> = {},
) {
  const sent: Sent[] = [];
  const reported: unknown[] = [];
  const slices = ['files', 'catalog', 'rows', 'collections', 'preferences', 'stats'];
  const all = Object.fromEntries(slices.map((slice) => [slice, handlers[slice] ?? {}]));
  const dispatch = createDispatch({
    // Only what a test calls is there.
    handlers: all as unknown as EngineHandlers,
    send: (client, bytes) => {
      const frame = readFrame(bytes);
      if (frame === undefined) throw new Error('no frame was sent');
      sent.push({ client, kind: frame.kind, callId: frame.callId, value: decode(frame.payload) });
    },
    report: (_method, error) => reported.push(error),
    ...options,
  });
  const call = (id: number, method: string, input: unknown, client = 1) =>
    dispatch.receive(client, writeFrame(FrameKind.call, id, callEnvelope(method, encode(input))));
  const cancel = (id: number, client = 1) => dispatch.receive(client, writeFrame(FrameKind.cancel, id));
  const pull = (id: number, client = 1) => dispatch.receive(client, writeFrame(FrameKind.pull, id));
  const replies = (id: number, client = 1) =>
    sent
      .filter((one) => one.kind === FrameKind.reply && one.callId === id && one.client === client)
      .map(({ value }) => value as Reply);
  const chunks = (id: number) =>
    sent.filter((one) => one.kind === FrameKind.chunk && one.callId === id).map(({ value }) => value);
  return { dispatch, sent, reported, call, cancel, pull, replies, chunks };
}

const code = (reply: Reply | undefined) => (reply?.ok === false ? reply.error.code : 'ok');

/** A promise that stays open, and notes whether it was told to stop. */
function endless() {
  const state = { signals: [] as AbortSignal[] };
  const handler = (_input: never, { signal }: CallContext) => {
    state.signals.push(signal);
    return new Promise(() => {});
  };
  return { state, handler };
}

/** Lets everything that is waiting have its turns. */
async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) await turn();
}

test('a call runs its handler with the parsed input, and gets one reply', async () => {
  const inputs: unknown[] = [];
  const door = makeDoor({
    rows: {
      open: async (input: unknown) => {
        inputs.push(input);
        return 'answer';
      },
    },
  });
  door.call(7, 'rows.open', { file: 'f', object: 'o' });
  await until(() => door.sent.length > 0);
  expect(door.replies(7)).toEqual([{ ok: true, value: 'answer' }]);
  // Defaults of the contract are filled in.
  expect(inputs).toEqual([{ file: 'f', object: 'o', sort: [], filter: [], asTable: false }]);
});

test.each([
  ['an unknown method', 'rows.drop', {}],
  ['a method of a prototype', 'rows.constructor', {}],
  ['a slice of a prototype', '__proto__.toString', {}],
  ['a missing field', 'rows.open', { file: 'f' }],
  ['a field too many', 'rows.close', { view: 'v', force: true }],
  ['a wrong type', 'rows.close', { view: 5 }],
  ['a method of the shell', 'shell.info', {}],
])('%s is refused and runs nothing', async (_name, method, input) => {
  let runs = 0;
  const count = async () => {
    runs += 1;
  };
  const door = makeDoor({ rows: { open: count, close: count } });
  door.call(1, method, input);
  await settle();
  expect(door.replies(1).map(code)).toEqual(['BAD_REQUEST']);
  expect(runs).toBe(0);
});

test('a cancel is answered at once, before the handler has noticed, and whatever comes later is dropped', async () => {
  const order: string[] = [];
  const work = Promise.withResolvers<string>();
  const door = makeDoor(
    {
      stats: {
        engine: (_input, { signal }) => {
          signal.addEventListener('abort', () => order.push('stopped'));
          return work.promise;
        },
      },
    },
    { send: (_client, bytes) => order.push(`sent ${readFrame(bytes)?.kind}`) },
  );
  door.call(1, 'stats.engine', {});
  door.cancel(1);
  expect(order).toEqual([`sent ${FrameKind.reply}`, 'stopped']);
  work.resolve('too late');
  await settle();
  expect(order).toHaveLength(2);
  door.cancel(1);
  expect(order).toHaveLength(2);
});

test('the same id can be used again after its answer, and not before; each client has ids of its own', async () => {
  const { handler, state } = endless();
  const door = makeDoor({ stats: { engine: handler } });
  door.call(1, 'stats.engine', {});
  door.call(1, 'stats.engine', {});
  door.call(1, 'stats.engine', {}, 2);
  await settle();
  expect(state.signals).toHaveLength(2);
  expect(door.replies(1).map(code)).toEqual(['BAD_REQUEST']);
  expect(door.replies(1, 2)).toEqual([]);
  door.cancel(1);
  door.call(1, 'stats.engine', {});
  await settle();
  expect(state.signals.map(({ aborted }) => aborted)).toEqual([true, false, false]);
});

test('a client that asks for too much at once is refused, and others are not', async () => {
  const { handler, state } = endless();
  const door = makeDoor({ stats: { engine: handler } });
  for (let id = 1; id <= 1_005; id += 1) door.call(id, 'stats.engine', {});
  door.call(1, 'stats.engine', {}, 2);
  await settle();
  expect(state.signals).toHaveLength(1_001);
  expect(door.sent.map(({ callId }) => callId)).toEqual([1_001, 1_002, 1_003, 1_004, 1_005]);
  door.cancel(5);
  door.call(2_000, 'stats.engine', {});
  await settle();
  expect(door.replies(2_000)).toEqual([]);
});

test('a client that leaves has its calls stopped and not answered; those of others go on', async () => {
  const { handler, state } = endless();
  const door = makeDoor({ stats: { engine: handler } });
  door.call(1, 'stats.engine', {}, 1);
  door.call(1, 'stats.engine', {}, 2);
  door.dispatch.leave(1);
  door.dispatch.leave(3);
  await settle();
  expect(state.signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  expect(door.sent).toEqual([]);
});

test('expected failures cross with code, hint and details; unexpected ones say nothing of the inside', async () => {
  const door = makeDoor({
    files: {
      open: async () => {
        throw new BridgeError('FILE_MISSING', 'There is no file.', { hint: 'Look.', details: { n: 1 } });
      },
      close: async () => {
        throw new Error('secret in /srv/app/inside.ts');
      },
      opened: () => {
        throw new TypeError('thrown before any promise');
      },
    },
  });
  door.call(1, 'files.open', { path: '/x' });
  door.call(2, 'files.close', { file: 'f' });
  door.call(3, 'files.opened', {});
  // In the contract, but not among the handlers.
  door.call(4, 'files.recents', {});
  await until(() => door.sent.length === 4);
  expect(door.replies(1)).toEqual([
    {
      ok: false,
      error: { code: 'FILE_MISSING', message: 'There is no file.', hint: 'Look.', details: { n: 1 } },
    },
  ]);
  for (const id of [2, 3, 4]) {
    expect(door.replies(id).map(code)).toEqual(['INTERNAL']);
    expect(JSON.stringify(door.replies(id))).not.toMatch(/secret|inside|stack|thrown|handler/);
  }
  expect(door.reported).toHaveLength(3);
});

test('what cannot be encoded is INTERNAL and not a call without an answer', async () => {
  const endlessly: unknown[] = [];
  endlessly.push(endlessly);
  const door = makeDoor({
    stats: { engine: async () => endlessly, pool: async () => Symbol('no value') },
    files: {
      recents: async () => {
        throw new BridgeError('FILE_MISSING', 'gone', { details: endlessly });
      },
    },
  });
  door.call(1, 'stats.engine', {});
  door.call(2, 'files.recents', {});
  door.call(3, 'stats.pool', {});
  await until(() => door.sent.length === 3);
  expect(door.replies(1).map(code)).toEqual(['INTERNAL']);
  expect(door.replies(2).map(code)).toEqual(['INTERNAL']);
  expect(door.replies(3)).toHaveLength(1);
});

test('with checks on, an answer that does not fit the contract is INTERNAL and says where', async () => {
  const handlers = { files: { opened: async () => [{ id: 5 }] }, rows: { close: async () => null } };
  const door = makeDoor(handlers, { checksOutputs: true });
  door.call(1, 'files.opened', {});
  door.call(2, 'rows.close', { view: 'v' });
  await until(() => door.sent.length === 2);
  expect(door.replies(1).map(code)).toEqual(['INTERNAL']);
  expect(String(door.reported[0])).toContain('0.id');
  expect(door.replies(2)).toEqual([{ ok: true, value: null }]);
});

/** A stream that notes how far it was asked and whether it was closed. */
function counted(limit: number) {
  const state = { given: 0, isClosed: false };
  async function* handler() {
    try {
      for (let n = 1; n <= limit; n += 1) {
        state.given = n;
        yield { text: `${n}`, rows: n };
      }
    } finally {
      state.isClosed = true;
    }
  }
  return { state, handler };
}

const COPY = { view: 'v', ranges: null, columns: ['a'], format: 'tsv' };

test('a stream gives one chunk for each pull and ends with a reply', async () => {
  const { handler, state } = counted(3);
  const door = makeDoor({ rows: { copy: handler } });
  door.call(1, 'rows.copy', COPY);
  await settle();
  expect([state.given, door.chunks(1).length]).toEqual([1, 1]);
  door.pull(1);
  await settle();
  expect([state.given, door.chunks(1).length]).toEqual([2, 2]);
  door.pull(1);
  door.pull(1);
  await settle();
  expect(door.chunks(1)).toHaveLength(3);
  expect(door.replies(1)).toEqual([{ ok: true, value: null }]);
  expect(state.isClosed).toBe(true);
});

test('a stream that is left early is closed; one that fails tells it after its chunks', async () => {
  const { handler, state } = counted(1_000);
  async function* broken() {
    yield { text: 'a', rows: 1 };
    throw new BridgeError('FILE_REPLACED', 'It was replaced.');
  }
  const door = makeDoor({ rows: { copy: handler, find: broken } });
  door.call(1, 'rows.copy', COPY);
  await settle();
  door.cancel(1);
  await settle();
  expect(door.replies(1).map(code)).toEqual(['CANCELLED']);
  expect(state).toEqual({ given: 1, isClosed: true });
  door.pull(1);
  door.call(2, 'rows.find', { view: 'v', text: 'x' });
  await settle();
  door.pull(2);
  await settle();
  expect(door.chunks(2)).toHaveLength(1);
  expect(door.replies(2).map(code)).toEqual(['FILE_REPLACED']);
  expect(door.chunks(1)).toHaveLength(1);
});

test('bytes that are no frame, and frames for nobody, are ignored', async () => {
  const door = makeDoor({});
  for (const bytes of [[], [1], [1, 0, 0, 0], [99, 1, 0, 0, 0], [FrameKind.reply, 1, 0, 0, 0]]) {
    door.dispatch.receive(1, Uint8Array.from(bytes));
  }
  door.pull(3);
  door.cancel(3);
  await settle();
  expect(door.sent).toEqual([]);
  door.dispatch.receive(1, writeFrame(FrameKind.call, 4, Uint8Array.of(0xc1)));
  expect(door.replies(4).map(code)).toEqual(['BAD_REQUEST']);
});
