import { expect, test } from 'vitest';
import { BridgeFailure, type Client } from '../../../../src-preload/client.ts';
import type { QueryChunk } from '../../../../src-preload/contract/queries.ts';
import { resultWords } from '../console-status.ts';
import { ConsoleRuns, type RunRequest } from './console-runs.ts';

type Answer = (input: {
  readonly sql: string;
  readonly writing: string;
  readonly limit?: number;
  readonly mostBytes?: number;
}) => AsyncIterable<QueryChunk>;

const columns: QueryChunk = {
  kind: 'columns',
  columns: [{ name: 'a', declaredType: null, isNumeric: true, origin: null }],
};
const done = (rows: number, changes: number | null = null, isCut = false): QueryChunk => ({
  kind: 'done',
  rows,
  isCut,
  changes,
  milliseconds: 1.5,
  node: null,
  notes: [],
});
function runsOf(answer: Answer): ConsoleRuns {
  const run = (input: Parameters<Answer>[0], { signal }: { readonly signal: AbortSignal }) =>
    (async function* () {
      for await (const chunk of answer(input)) {
        if (signal.aborted) throw new BridgeFailure({ code: 'CANCELLED', message: '' });
        yield chunk;
      }
    })();
  return new ConsoleRuns({ queries: { run } } as unknown as Client, 'f1', 'c1');
}
const request = (...sql: readonly string[]): RunRequest => ({
  statements: sql.map((text, index) => ({ sql: text, from: index * 100 })),
  parameters: () => [],
  writing: 'ask',
  limit: 1000,
});
const rows = async function* (count: number): AsyncGenerator<QueryChunk> {
  yield columns;
  yield { kind: 'rows', rows: Array.from({ length: count }, (_, row) => [row]) };
  yield done(count);
};

test('a statement that waits for a connection says for whom, until it runs', async () => {
  const words: string[] = [];
  const runs = runsOf(async function* () {
    yield { kind: 'waiting', behind: ['Console 1', 'Console 2', 'Rows of t'] };
    words.push(resultWords(undefined, runs.state(), 0));
    yield columns;
    words.push(resultWords(undefined, runs.state(), 0));
    yield done(0);
  });
  await runs.run(request('one'));
  expect(words.map((text) => text.split(' · ')[0])).toEqual([
    'Waits for Console 1, Console 2 and 1 more',
    '0.0 ms',
  ]);
});

test('each statement with columns gives a result, in order, and says what it did', async () => {
  const runs = runsOf(async function* ({ sql }) {
    if (sql === 'UPDATE') {
      yield { kind: 'columns', columns: [] };
      yield done(0, 3);
    } else yield* rows(2);
  });
  await runs.run(request('one', 'UPDATE', 'two'));
  const { results, messages, running } = runs.state();
  expect(results.map(({ sql, count, state }) => [sql, count, state])).toEqual([
    ['one', 2, 'done'],
    ['two', 2, 'done'],
  ]);
  expect(messages.map(({ text }) => text)).toEqual([
    '2 rows, 1.5 ms',
    '3 rows changed, 1.5 ms',
    '2 rows, 1.5 ms',
  ]);
  expect(running).toBeNull();
});

test('the first failure ends the run, and its place is that in the console', async () => {
  const seen: string[] = [];
  const runs = runsOf(async function* ({ sql }) {
    seen.push(sql);
    if (sql === 'bad') {
      const details = { offset: 7, length: 4, nearest: 'total' };
      throw new BridgeFailure({ code: 'SQL_ERROR', message: 'no such column: totl', details });
    }
    yield* rows(1);
  });
  await runs.run(request('good', 'bad', 'never'));
  expect(seen).toEqual(['good', 'bad']);
  expect(runs.state().problem).toEqual({
    message: 'no such column: totl',
    from: 100,
    offset: 107,
    length: 4,
    nearest: 'total',
  });
  expect(runs.state().messages.at(-1)?.kind).toBe('error');
});

test('a write asks once; the answer goes on from there with what was chosen', async () => {
  const seen: string[] = [];
  const runs = runsOf(async function* ({ sql, writing }) {
    seen.push(`${sql} ${writing}`);
    if (sql === 'write' && writing === 'ask')
      throw new BridgeFailure({ code: 'WRITE_NEEDS_CHOICE', message: 'It writes.' });
    yield* rows(1);
  });
  await runs.run(request('read', 'write', 'after'));
  expect(runs.state().question?.sql).toBe('write');
  expect(runs.state().running).toBeNull();
  expect(runs.state().messages).toHaveLength(1);
  await runs.answer('begin');
  expect(seen).toEqual(['read ask', 'write ask', 'write begin', 'after begin']);
  expect(runs.state().results).toHaveLength(3);
  await runs.run(request('write'));
  runs.dismiss();
  expect(runs.state().question).toBeNull();
});

test('a new run stops the one before, whose late rows go nowhere', async () => {
  let release: () => void = () => undefined;
  const runs = runsOf(async function* ({ sql }) {
    if (sql === 'slow') {
      yield columns;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
    yield* rows(sql === 'slow' ? 500 : 1);
  });
  const first = runs.run(request('slow'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  const second = runs.run(request('fast'));
  release();
  await Promise.all([first, second]);
  expect(runs.state().results.map(({ sql, count }) => [sql, count])).toEqual([['fast', 1]]);
  expect(runs.state().running).toBeNull();
  expect(
    runs
      .state()
      .messages.map(({ kind }) => kind)
      .sort(),
  ).toEqual(['done', 'stopped']);
});

test('more rows take the place of the result, and other results stay', async () => {
  const runs = runsOf(async function* ({ limit = 0 }) {
    yield columns;
    yield { kind: 'rows', rows: Array.from({ length: limit }, (_, row) => [row]) };
    yield done(limit, null, limit < 5000);
  });
  await runs.run(request('one', 'two'));
  const [first] = runs.state().results;
  expect([first?.count, first?.isCut]).toEqual([1000, true]);
  await runs.readMore(first?.id ?? 0, { parameters: () => [], writing: 'ask', limit: 10_000 });
  expect(runs.state().results.map(({ sql, count, isCut }) => [sql, count, isCut])).toEqual([
    ['one', 10_000, false],
    ['two', 1000, true],
  ]);
});

test('more of a result that was ended by its bytes is more bytes', async () => {
  const budgets: number[] = [];
  const runs = runsOf(async function* ({ mostBytes = 0 }) {
    budgets.push(mostBytes);
    yield columns;
    yield done(0, null, true);
  });
  await runs.run(request('one'));
  for (let round = 0; round < 2; round += 1) {
    const [shown] = runs.state().results;
    await runs.readMore(shown?.id ?? 0, { parameters: () => [], writing: 'ask', limit: 10_000 });
  }
  const [first = 0, second = 0, third = 0] = budgets;
  expect(first).toBeGreaterThan(0);
  expect(second).toBeGreaterThan(first);
  expect(third).toBeGreaterThan(second);
});

test('what is no SQL is read first; what cannot be read has its place', async () => {
  const seen: string[] = [];
  const runs = runsOf(async function* ({ sql }) {
    seen.push(sql);
    yield* rows(1);
  });
  const read = async (sql: string) => {
    if (sql === 'bad')
      throw new BridgeFailure({ code: 'QUERY_INVALID', message: 'No step.', details: { offset: 2 } });
    return sql === 'orders.first()' ? 'SELECT 1' : sql;
  };
  await runs.run({ ...request('orders.first()', 'SELECT 2', 'bad'), read });
  expect(seen).toEqual(['SELECT 1', 'SELECT 2']);
  expect(runs.state().results.map(({ sql }) => sql)).toEqual(['SELECT 1', 'SELECT 2']);
  expect(runs.state().problem).toMatchObject({ message: 'No step.', offset: 202 });
});

test('a query as in code is told with the SQL that it becomes; what a lock was in the way of can be tried again', async () => {
  const runs = runsOf(async function* ({ sql }) {
    if (sql === 'locked')
      throw new BridgeFailure({ code: 'FILE_LOCKED', message: 'Another program has a lock.' });
    yield* rows(1);
  });
  const read = async (sql: string) => (sql === 'a.b()' ? 'SELECT 1' : sql);
  await runs.run({ ...request('a.b()', 'SELECT 2', 'locked'), read });
  expect(runs.state().results.map(({ sql }) => sql)).toEqual(['SELECT 1', 'SELECT 2']);
  expect(runs.state().messages.map(({ sql, becomes, canRetry }) => [sql, becomes, canRetry])).toEqual([
    ['a.b()', 'SELECT 1', false],
    ['SELECT 2', null, false],
    ['locked', null, true],
  ]);
});
