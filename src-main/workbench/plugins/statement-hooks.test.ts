import { expect, test } from 'vitest';
import { plugins as contract } from '../../../src-preload/contract/plugins.ts';
import type { QueryChunk } from '../../../src-preload/contract/queries.ts';
import type { HookContext } from '../../engine/index.ts';
import type { CommittedTransaction } from '../../operations/transaction/transaction-input.ts';
import { context, openEdits } from '../edits/testing/open-edits.ts';
import type { Handlers } from '../handlers.ts';
import type { OpenTransaction } from '../transactions/open-transactions.ts';
import { createPlugins, PluginSet, withStatementHooks, withTransactionHooks } from './index.ts';

type Run = Handlers<'queries'>['run'];

/** Queries whose `run` is this one; the rest is not asked for. */
async function openQueries(run: Run, onQuery: (context: HookContext) => void) {
  const under = await openEdits('CREATE TABLE t (id INTEGER PRIMARY KEY)');
  const kind = {
    name: 'spy',
    about: '',
    make: () => ({ name: 'spy', onBeforeQuery: onQuery, onAfterQuery: onQuery, onError: onQuery }),
  };
  const set = new PluginSet(under.services, [kind]);
  const handlers = createPlugins(under.services, set);
  await handlers.turn({ file: under.file, plugin: 'spy', isOn: true }, context);
  const queries = withStatementHooks({ run } as Handlers<'queries'>, under.services.openFiles, set);
  const own = await set.of(under.services.openFiles.get(under.file));
  const input = {
    file: under.file,
    console: 'c',
    sql: 'SELECT 1',
    parameters: [],
  } as unknown as Parameters<Run>[0];
  const operations = async () => {
    await own.settled();
    return contract.operations.output.parse(await handlers.operations({ file: under.file }, context))
      .operations;
  };
  return { pieces: () => queries.run(input, context), operations };
}

const piece = { kind: 'done' } as QueryChunk;

test('a statement of a console fires the hooks of raw queries around its answer', async () => {
  const seen: string[] = [];
  const under = await openQueries(
    async function* run() {
      seen.push('run');
      yield piece;
    },
    ({ sql, operation }) => void seen.push(`${operation} ${sql}`),
  );
  const pieces: unknown[] = [];
  for await (const each of under.pieces()) pieces.push(each);
  const [operation] = await under.operations();
  expect(pieces).toEqual([piece]);
  expect(seen).toEqual(['query SELECT 1', 'run', 'query SELECT 1']);
  expect(operation).toMatchObject({ name: 'raw', about: 'SELECT 1', outcome: 'done' });
});

test('a statement that a plugin refuses is not run; one that fails is told, and the error stays its own', async () => {
  let isRun = false;
  const refused = await openQueries(
    // biome-ignore lint/correctness/useYield: it must not be reached.
    async function* run() {
      isRun = true;
    },
    () => {
      throw new Error('closed');
    },
  );
  await expect(refused.pieces()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'PLUGIN_FAILED',
  });
  expect(isRun).toBe(false);
  expect((await refused.operations())[0]).toMatchObject({ outcome: 'vetoed' });

  const error = new Error('no such table');
  const failing = await openQueries(
    // biome-ignore lint/correctness/useYield: it fails before its first piece.
    async function* run() {
      throw error;
    },
    () => undefined,
  );
  await expect(failing.pieces()[Symbol.asyncIterator]().next()).rejects.toBe(error);
  expect((await failing.operations())[0]).toMatchObject({ outcome: 'failed' });
});

test('a transaction is told before it begins, and after its commit was noted; nobody waits for the latter', async () => {
  const under = await openEdits('CREATE TABLE t (id INTEGER PRIMARY KEY)');
  const seen: string[] = [];
  const kind = {
    name: 'spy',
    about: '',
    make: () => ({
      name: 'spy',
      async onBeforeTransaction() {
        await new Promise((resolve) => setImmediate(resolve));
        seen.push('begins');
      },
      onAfterTransaction: () => void seen.push('told'),
    }),
  };
  const set = new PluginSet(under.services, [kind]);
  await createPlugins(under.services, set).turn({ file: under.file, plugin: 'spy', isOn: true }, context);
  const ends = {
    before: async () => {},
    changed: () => {},
    after: async () => {
      seen.push('noted');
      return null;
    },
  };
  const file = under.services.openFiles.get(under.file);
  // What the hooks look at.
  const transaction = { file } as OpenTransaction;
  const what = { tables: ['t'] } as unknown as CommittedTransaction;
  const hooked = withTransactionHooks(ends, set);
  await hooked.beginning?.(file, 'Console 1');
  expect(seen).toEqual(['begins']);
  await hooked.after(transaction, what);
  const own = await set.of(file);
  await own.settled();
  expect(seen).toEqual(['begins', 'noted', 'told']);
  expect(own.recorder.operations().map(({ name, about, outcome }) => [name, about, outcome])).toEqual([
    ['transaction', 't', 'done'],
    ['transaction', 'Console 1', 'done'],
  ]);
});
