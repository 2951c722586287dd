import { expect, test } from 'vitest';
import { BridgeFailure, type Client } from '../../../src-preload/client.ts';
import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { NO_TRANSACTION, TransactionsStore } from './transactions-store.ts';

const opened: TransactionState = {
  file: 'f1',
  transaction: 't1',
  console: 'c1',
  consoleName: 'Console 1',
  isMine: true,
  begunAt: 1000,
  warnsAt: 540_000,
  endsAt: 600_000,
  isRunning: false,
  nodes: [],
  counts: { inserted: 0, updated: 0, deleted: 0 },
  objects: [],
};

test('an answer and an event give the same state, and others are told', async () => {
  const { client, tell, answers } = fakeClient();
  const store = TransactionsStore.of(client);
  expect(TransactionsStore.of(client)).toBe(store);
  let turns = 0;
  store.subscribe(() => {
    turns += 1;
  });
  answers.begin = async () => opened;
  expect(await store.begin('f1', 'c1')).toEqual(opened);
  expect(store.file('f1')).toEqual({ state: opened, waiting: null, lost: null });
  expect(turns).toBe(2);
  tell('transactions.changed', { file: 'f1', state: { ...opened, isRunning: true }, reason: null });
  expect(store.file('f1').state?.isRunning).toBe(true);
  tell('transactions.changed', { file: 'f1', state: null, reason: null });
  expect(store.file('f1')).toEqual(NO_TRANSACTION);
  expect(store.files().size).toBe(0);
});

test('a beginning waits, can be stopped, and says why it was given up', async () => {
  const { client, answers } = fakeClient();
  const store = TransactionsStore.of(client);
  let refuse: (error: Error) => void = () => undefined;
  answers.begin = (options) =>
    new Promise((_, reject) => {
      refuse = reject;
      options?.signal?.addEventListener('abort', () => reject(failure('CANCELLED', 'Stopped.')));
    });
  const stopped = store.begin('f1', 'c1');
  expect(store.file('f1').waiting).toMatchObject({ console: 'c1', failure: null });
  store.stopWaiting('f1');
  expect(await stopped).toBeNull();
  expect(store.file('f1')).toEqual(NO_TRANSACTION);
  const second = store.begin('f1', 'c1');
  refuse(failure('FILE_LOCKED', 'music.sqlite is locked by process 4711.'));
  expect(await second).toBeNull();
  expect(store.file('f1').waiting?.failure?.message).toContain('4711');
  store.stopWaiting('f1');
  expect(store.file('f1').waiting).toBeNull();
});

test('an end that nobody asked for says why, until it is dismissed or the next one begins', () => {
  const { client, tell } = fakeClient();
  const store = TransactionsStore.of(client);
  tell('transactions.changed', { file: 'f1', state: opened, reason: null });
  tell('transactions.changed', { file: 'f1', state: null, reason: 'It was open for 10 min.' });
  expect(store.file('f1')).toEqual({ state: null, waiting: null, lost: 'It was open for 10 min.' });
  tell('transactions.changed', { file: 'f1', state: opened, reason: null });
  expect(store.file('f1').lost).toBeNull();
  tell('transactions.changed', { file: 'f1', state: null, reason: 'The engine ended.' });
  store.dismissLost('f1');
  expect(store.file('f1')).toEqual(NO_TRANSACTION);
});

test('a transaction that an engine took with it is lost, and one that was committed meanwhile is not', async () => {
  const { client, tell, answers } = fakeClient();
  const store = TransactionsStore.of(client);
  tell('transactions.changed', { file: 'f1', state: opened, reason: null });
  answers.state = async () => null;
  tell('shell.engine', { state: 'restarted', message: null });
  await settled();
  expect(store.file('f1').state).toBeNull();
  expect(store.file('f1').lost).toContain('rolled the transaction back');
  tell('transactions.changed', { file: 'f1', state: opened, reason: null });
  tell('shell.engine', { state: 'ready', message: null });
  tell('transactions.changed', { file: 'f1', state: null, reason: null });
  await settled();
  expect(store.file('f1')).toEqual(NO_TRANSACTION);
});

test('nothing is kept of a file that was closed', async () => {
  const { client, tell, answers } = fakeClient();
  const store = TransactionsStore.of(client);
  tell('transactions.changed', { file: 'f1', state: opened, reason: null });
  tell('files.closed', { file: 'f1' });
  expect(store.file('f1')).toEqual(NO_TRANSACTION);
  tell('transactions.changed', { file: 'f2', state: { ...opened, file: 'f2' }, reason: null });
  answers.state = async () => {
    throw failure('FILE_NOT_OPEN', 'No open file has this id.');
  };
  tell('shell.engine', { state: 'restarted', message: null });
  await settled();
  expect(store.files().size).toBe(0);
});

test('a roll back to a savepoint that fails leaves what is known', async () => {
  const { client, tell, answers } = fakeClient();
  const store = TransactionsStore.of(client);
  tell('transactions.changed', { file: 'f1', state: opened, reason: null });
  answers.rollbackTo = async () => {
    throw failure('BUSY', 'A statement runs.');
  };
  await expect(store.rollbackTo('f1', 'n3')).rejects.toThrow('A statement runs.');
  expect(store.file('f1').state).toBe(opened);
});

type Answer = (options?: { readonly signal?: AbortSignal }) => Promise<TransactionState | null>;

function fakeClient() {
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const answers: Partial<Record<'begin' | 'state' | 'rollbackTo', Answer>> = {};
  const call = (verb: keyof typeof answers) => (_: unknown, options?: { readonly signal?: AbortSignal }) =>
    answers[verb]?.(options) ?? Promise.resolve(null);
  const client = {
    transactions: { begin: call('begin'), state: call('state'), rollbackTo: call('rollbackTo') },
    on(event: string, listener: (value: unknown) => void) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all.add(listener));
      return () => all.delete(listener);
    },
  } as unknown as Client;
  const tell = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  return { client, answers, tell };
}

function failure(code: string, message: string): BridgeFailure {
  return new BridgeFailure({ code, message });
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
