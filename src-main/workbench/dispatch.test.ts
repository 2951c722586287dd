import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callEnvelope } from '../../src-preload/contract/envelope.ts';
import {
  contract,
  decode,
  encode,
  FrameKind,
  type Reply,
  readFrame,
  writeFrame,
} from '../../src-preload/contract/index.ts';
import { DatabaseError, OperationError } from '../engine/index.ts';
import { BridgeError } from './bridge-error.ts';
import { createDispatch, type Dispatch, type DispatchOptions, type EngineHandlers } from './dispatch.ts';
import { type CallContext, Encoded } from './handlers.ts';

interface Sent {
  readonly client: number;
  readonly kind: number;
  readonly callId: number;
  readonly value: unknown;
}

interface DoorUnderTest {
  readonly door: Dispatch;
  readonly sent: readonly Sent[];
  readonly reports: readonly unknown[];
  call(client: number, callId: number, method: string, input?: unknown): void;
}

type AnyHandler = (input: never, context: CallContext) => unknown;

/** Handlers by method name; whatever is not given fails as one that is missing. */
function openDoor(
  handlers: Readonly<Record<string, AnyHandler>>,
  options: Partial<DispatchOptions> = {},
): DoorUnderTest {
  const slices = Object.fromEntries(
    Object.keys(contract).map((slice) => [slice, {} as Record<string, AnyHandler>]),
  );
  for (const [name, handler] of Object.entries(handlers)) {
    const [slice = '', verb = ''] = name.split('.');
    const verbs = slices[slice];
    if (verbs !== undefined) verbs[verb] = handler;
  }
  const sent: Sent[] = [];
  const reports: unknown[] = [];
  const door = createDispatch({
    handlers: slices as unknown as EngineHandlers,
    send(client, bytes) {
      const frame = readFrame(bytes);
      if (frame === undefined) throw new Error('no frame');
      sent.push({ client, kind: frame.kind, callId: frame.callId, value: decode(frame.payload) });
    },
    report: (_, error) => reports.push(error),
    ...options,
  });
  return {
    door,
    sent,
    reports,
    call: (client, callId, method, input = {}) =>
      door.receive(client, writeFrame(FrameKind.call, callId, callEnvelope(method, encode(input)))),
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const codes = (sent: readonly Sent[]) =>
  sent.map(({ value }) => ((value as Reply).ok ? 'ok' : (value as Reply & { ok: false }).error.code));
const forget = { path: '/x' };
const find = { view: 'v', text: 'x' };

describe('a call', () => {
  test('is answered once, to whoever asked, with its own id', async () => {
    const { sent, call } = openDoor({ 'files.forget': async () => null, 'files.opened': async () => [] });
    call(1, 7, 'files.forget', forget);
    call(2, 7, 'files.opened');
    await settle();
    expect(sent).toEqual([
      { client: 1, kind: FrameKind.reply, callId: 7, value: { ok: true, value: null } },
      { client: 2, kind: FrameKind.reply, callId: 7, value: { ok: true, value: [] } },
    ]);
  });

  test('whose value is encoded already is passed on as it is', async () => {
    const { sent, call } = openDoor({ 'files.opened': async () => new Encoded(encode([1, 'two'])) });
    call(1, 1, 'files.opened');
    await settle();
    expect(sent.map(({ value }) => value)).toEqual([{ ok: true, value: [1, 'two'] }]);
  });

  test('with an id in use is refused, and an id is free again after its answer', async () => {
    const gate = Promise.withResolvers<null>();
    const { sent, call } = openDoor({ 'files.forget': () => gate.promise, 'files.opened': async () => [] });
    call(1, 1, 'files.forget', forget);
    call(1, 1, 'files.opened');
    call(2, 1, 'files.opened');
    await settle();
    expect(sent.map(({ client }) => client)).toEqual([1, 2]);
    expect(codes(sent)).toEqual(['BAD_REQUEST', 'ok']);
    gate.resolve(null);
    await settle();
    call(1, 1, 'files.opened');
    await settle();
    expect(codes(sent)).toEqual(['BAD_REQUEST', 'ok', 'ok', 'ok']);
  });

  test('beyond a thousand at once is refused', async () => {
    const gate = Promise.withResolvers<null>();
    const { sent, call } = openDoor({ 'files.forget': () => gate.promise });
    for (let id = 1; id <= 1001; id += 1) call(1, id, 'files.forget', forget);
    expect(sent.map(({ callId }) => callId)).toEqual([1001]);
    gate.resolve(null);
    await settle();
    expect(sent).toHaveLength(1001);
  });

  test.each<[string, string, unknown]>([
    ['an unknown slice', 'nothing.at', {}],
    ['an unknown verb', 'files.everything', {}],
    ['a name with more parts', 'files.opened.x', {}],
    ['a name of every object', 'files.constructor', {}],
    ['a method of the shell', 'shell.restartEngine', {}],
    ['a missing property', 'files.forget', {}],
    ['a property too many', 'files.opened', { x: 1 }],
    ['no object', 'files.opened', null],
  ])('that does not fit is refused and nothing runs: %s', async (_name, method, input) => {
    let ran = 0;
    const handler = async () => {
      ran += 1;
      return null;
    };
    const { sent, call, reports } = openDoor({
      'files.opened': handler,
      'files.forget': handler,
      'shell.restartEngine': handler,
    });
    call(1, 1, method, input);
    await settle();
    expect({ codes: codes(sent), ran, reports }).toEqual({ codes: ['BAD_REQUEST'], ran: 0, reports: [] });
  });
});

describe('failures become values', () => {
  const answerTo = async (error: unknown) => {
    const { sent, call, reports } = openDoor({
      'files.opened': async () => {
        throw error;
      },
      'files.recents': () => {
        throw error;
      },
    });
    call(1, 1, 'files.opened');
    call(1, 2, 'files.recents');
    await settle();
    const [first, second] = sent.map(({ value }) => value);
    expect(second).toEqual(first);
    return { reply: first, reports };
  };

  test('those that are expected keep their code, message, hint and details', async () => {
    const bridge = new BridgeError('FILE_EMPTY', 'No bytes.', {
      hint: 'Look elsewhere.',
      details: { size: 0 },
    });
    expect((await answerTo(bridge)).reply).toEqual({
      ok: false,
      error: { code: 'FILE_EMPTY', message: 'No bytes.', hint: 'Look elsewhere.', details: { size: 0 } },
    });
    const sqlite = new DatabaseError('BUSY', 'database is locked');
    expect((await answerTo(sqlite)).reply).toEqual({
      ok: false,
      error: { code: 'BUSY', message: 'database is locked' },
    });
    const operation = new OperationError('VIEW_GONE', 'The view is gone.');
    expect((await answerTo(operation)).reply).toMatchObject({ ok: false, error: { code: 'VIEW_GONE' } });
  });

  test.each<[string, unknown]>([
    ['an error', new Error('/home/me/cairn/secret.ts failed')],
    ['a text', '/home/me/cairn/secret.ts'],
    ['undefined', undefined],
    ['an internal error of the engine', new DatabaseError('INTERNAL', 'at secret.ts:1')],
  ])(
    'those that are not become INTERNAL without a word of them, and are reported: %s',
    async (_name, error) => {
      const { reply, reports } = await answerTo(error);
      expect(reply).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
      expect(JSON.stringify(reply)).not.toContain('secret');
      expect(reports).toEqual([error, error]);
    },
  );

  test('a method without a handler is INTERNAL', async () => {
    const { sent, call, reports } = openDoor({});
    call(1, 1, 'files.opened');
    await settle();
    expect(codes(sent)).toEqual(['INTERNAL']);
    expect(reports).toHaveLength(1);
  });

  test('details that cannot be encoded do not keep the caller waiting', async () => {
    const details = {
      toJSON: () => 1,
      get trap() {
        throw new Error('no');
      },
    };
    const { reply } = await answerTo(new BridgeError('FILE_EMPTY', 'x', { details }));
    expect(reply).toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
  });
});

describe('a cancel', () => {
  test('is answered before the work hears of it, and the late answer is dropped', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<null>();
    const { door, call } = openDoor(
      {
        'files.forget': (_, { signal }) => {
          signal.addEventListener('abort', () => order.push('aborted'));
          return gate.promise;
        },
      },
      { send: (_, bytes) => order.push(`answered ${readFrame(bytes)?.callId}`) },
    );
    call(1, 5, 'files.forget', forget);
    door.receive(2, writeFrame(FrameKind.cancel, 5));
    door.receive(1, writeFrame(FrameKind.cancel, 6));
    expect(order).toEqual([]);
    door.receive(1, writeFrame(FrameKind.cancel, 5));
    expect(order).toEqual(['answered 5', 'aborted']);
    gate.resolve(null);
    await settle();
    expect(order).toHaveLength(2);
  });

  test('and its echo from the work is one answer, and no fault', async () => {
    const { door, call, sent, reports } = openDoor({
      'files.forget': (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    call(1, 5, 'files.forget', forget);
    door.receive(1, writeFrame(FrameKind.cancel, 5));
    await settle();
    expect(codes(sent)).toEqual(['CANCELLED']);
    expect(reports).toEqual([]);
  });

  test('a client that leaves is not answered, and its work is stopped', async () => {
    let isAborted = false;
    const { door, call, sent } = openDoor({
      'files.forget': async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        isAborted = true;
        return null;
      },
    });
    call(1, 5, 'files.forget', forget);
    door.leave(2);
    door.leave(1);
    await settle();
    expect({ sent, isAborted }).toEqual({ sent: [], isAborted: true });
  });
});

describe('a stream', () => {
  /** Counts how far the handler was driven and whether it could clean up. */
  function openStream(chunks: number, options?: Partial<DispatchOptions>) {
    const seen = { made: 0, isCleanedUp: false };
    const under = openDoor(
      {
        'rows.find': async function* () {
          try {
            for (let index = 0; index < chunks; index += 1) {
              seen.made += 1;
              yield { matches: [], rowsSearched: index };
            }
          } finally {
            seen.isCleanedUp = true;
          }
        },
      },
      options,
    );
    const pull = () => under.door.receive(1, writeFrame(FrameKind.pull, 3));
    return { ...under, seen, pull };
  }

  test('gives one chunk for the call, one for each pull, and an answer at the end', async () => {
    const { sent, call, pull, seen } = openStream(3);
    call(1, 3, 'rows.find', find);
    await settle();
    expect(sent.map(({ kind }) => kind)).toEqual([FrameKind.chunk]);
    await settle();
    expect(seen.made).toBe(1);
    for (let made = 2; made <= 3; made += 1) {
      pull();
      await settle();
      expect({ made: seen.made, sent: sent.length }).toEqual({ made, sent: made });
    }
    pull();
    await settle();
    expect(sent.map(({ kind }) => kind)).toEqual([
      FrameKind.chunk,
      FrameKind.chunk,
      FrameKind.chunk,
      FrameKind.reply,
    ]);
    expect(sent.at(-1)?.value).toEqual({ ok: true, value: null });
    expect(seen.isCleanedUp).toBe(true);
  });

  test.each(['cancel', 'leave'] as const)('that waits for a pull ends cleanly by a %s', async (how) => {
    const { sent, call, door, pull, seen } = openStream(10);
    call(1, 3, 'rows.find', find);
    await settle();
    if (how === 'cancel') door.receive(1, writeFrame(FrameKind.cancel, 3));
    else door.leave(1);
    pull();
    await settle();
    expect(seen).toEqual({ made: 1, isCleanedUp: true });
    expect(sent.slice(1).map(({ value }) => (value as { error?: { code: string } }).error?.code)).toEqual(
      how === 'cancel' ? ['CANCELLED'] : [],
    );
  });

  test('that fails in the middle is answered with the failure', async () => {
    const { sent, call, door } = openDoor({
      'rows.find': async function* () {
        yield { matches: [], rowsSearched: 1 };
        throw new BridgeError('VIEW_GONE', 'Gone.');
      },
    });
    call(1, 3, 'rows.find', find);
    await settle();
    door.receive(1, writeFrame(FrameKind.pull, 3));
    await settle();
    expect(sent.map(({ kind }) => kind)).toEqual([FrameKind.chunk, FrameKind.reply]);
    expect(codes(sent.slice(1))).toEqual(['VIEW_GONE']);
  });
});

describe('checked outputs', () => {
  test('an answer that does not fit is INTERNAL, and the report names what does not fit', async () => {
    const { sent, call, reports } = openDoor(
      { 'files.opened': async () => [{ id: 'a' }], 'files.forget': async () => null },
      { checksOutputs: true },
    );
    call(1, 1, 'files.opened');
    call(1, 2, 'files.forget', forget);
    await settle();
    const byId = new Map(sent.map((each) => [each.callId, codes([each])[0]]));
    expect([byId.get(1), byId.get(2)]).toEqual(['INTERNAL', 'ok']);
    expect(String(reports[0])).toMatch(/files\.opened.*0\.path/s);
  });

  test('bytes that were encoded elsewhere are checked as well', async () => {
    const { sent, call } = openDoor(
      { 'files.opened': async () => new Encoded(encode('no list')) },
      { checksOutputs: true },
    );
    call(1, 1, 'files.opened');
    await settle();
    expect(codes(sent)).toEqual(['INTERNAL']);
  });
});

test('whatever bytes come, nothing throws, and each call frame has exactly one answer', async () => {
  const { door, sent } = openDoor({ 'files.opened': async () => [] });
  const valid = callEnvelope('files.opened', encode({}));
  const payload = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
      const bytes = valid.slice();
      bytes[at] = byte;
      return bytes;
    }),
  );
  let id = 0;
  await fc.assert(
    fc.asyncProperty(payload, fc.uint8Array({ maxLength: 12 }), async (bytes, noise) => {
      const before = sent.length;
      id += 1;
      door.receive(2, noise[0] === FrameKind.call ? Uint8Array.of() : noise);
      door.receive(1, writeFrame(FrameKind.call, id, bytes));
      await new Promise((resolve) => setImmediate(resolve));
      expect(sent.slice(before).map(({ client, callId }) => [client, callId])).toEqual([[1, id]]);
      expect(['ok', 'BAD_REQUEST', 'INTERNAL']).toContain(codes(sent.slice(before))[0]);
    }),
    { numRuns: 500 },
  );
});
