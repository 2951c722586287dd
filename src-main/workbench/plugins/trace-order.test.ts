import { expect, test } from 'vitest';
import { z } from 'zod';
import type { HookEvent, Trace } from '../../../src-preload/contract/plugins.ts';
import { plugins as contract } from '../../../src-preload/contract/plugins.ts';
import {
  createDB,
  type HookContext,
  type HookName,
  metricsPlugin,
  type Plugin,
  tellHooks,
  timestampsPlugin,
  validationPlugin,
  vetoHooks,
} from '../../engine/index.ts';
import { KeptWrites } from '../commits/kept-writes.ts';
import { context, type HookedUnderTest, openHooked } from '../commits/testing/open-hooked.ts';
import { Encoded } from '../handlers.ts';
import { createQueries } from '../queries/index.ts';
import { createRows } from '../rows/index.ts';
import { OpenTransactions, transactionEnds } from '../transactions/index.ts';
import { withReadHooks, withStatementHooks, withTransactionHooks } from './index.ts';

const hookNames: readonly HookName[] = [...vetoHooks, ...tellHooks];

/** A call as the plugin itself saw it. */
interface Call {
  readonly plugin: string;
  readonly hook: HookName;
  readonly about: string;
  readonly isFailed: boolean;
}

/** The plugin with each of its hooks noted when it has ended. */
function noted(plugin: Plugin, calls: Call[]): Plugin {
  const hooks = hookNames.flatMap((hook) => {
    const own = plugin[hook]?.bind(plugin);
    if (own === undefined) return [];
    const call = async (given: HookContext) => {
      const about = `${given.collectionName} ${given.operation}`;
      const note = (isFailed: boolean) => calls.push({ plugin: plugin.name, hook, about, isFailed });
      try {
        await own(given);
        note(false);
      } catch (error) {
        note(true);
        throw error;
      }
    };
    return [[hook, call] as const];
  });
  const { name, version, runsLast, timeout } = plugin;
  return { name, version, runsLast, timeout, ...Object.fromEntries(hooks) };
}

function fussy(): Plugin {
  return {
    name: 'fussy',
    async onBeforeUpdate({ data }) {
      await new Promise((resolve) => setImmediate(resolve));
      if ((data as { title: string }).title === 'vetoed') throw new Error('no');
    },
    onBeforeQuery({ sql }) {
      if (sql?.includes('forbidden')) throw new Error('forbidden');
    },
    async onAfterUpdate() {
      await new Promise((resolve) => setTimeout(resolve, 2));
      throw new Error('too late');
    },
    onAfterTransaction: () => Promise.reject(new Error('nobody there')),
    onError: () => undefined,
    onTransactionError: () => undefined,
    onDatabaseClose: () => undefined,
  };
}

async function open(calls: Call[]) {
  const plugins: readonly Plugin[] = [
    timestampsPlugin({}),
    fussy(),
    validationPlugin({ rules: { notes: [{ path: 'title', maxLength: 10 }] } }),
    metricsPlugin({}),
    { name: 'last', runsLast: true, onBeforeUpdate: () => undefined, onAfterQuery: () => undefined },
    { name: 'every', ...Object.fromEntries(hookNames.map((hook) => [hook, () => undefined])) },
  ];
  const under = await openHooked(
    'CREATE TABLE plain (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO plain VALUES (1, NULL)',
    plugins.map((plugin) => ({ name: plugin.name, about: '', make: () => noted(plugin, calls) })),
    async (path) => {
      await using db = createDB({ filename: path });
      const notes = db.collection(
        'notes',
        z.looseObject({ title: z.string(), updatedAt: z.string().optional() }),
      );
      for (const _id of ['a', 'b']) await notes.insert({ _id, title: _id });
    },
  );
  for (const { name } of plugins)
    await under.plugins.turn({ file: under.file, plugin: name, isOn: true }, context);
  return under;
}

/** Reads, commits, vetoes and errors, as a window asks for them. */
async function session(under: HookedUnderTest): Promise<void> {
  const { file, set, services } = under;
  const rows = createRows(services);
  const reads = withReadHooks(rows.handlers, rows.views, set);
  const ends = transactionEnds(new KeptWrites(services.dataFolder), under.staged, rows.views);
  const transactions = new OpenTransactions(services, withTransactionHooks(ends, set));
  const queries = withStatementHooks(createQueries(services, transactions), services.openFiles, set);
  const run = async (sql: string) => {
    const input = { file, console: 'c', sql, parameters: [], writing: 'commit' as const };
    for await (const _ of queries.run(input, context));
  };
  const rowid = (id: string) => under.rows(`SELECT rowid FROM notes WHERE _id = '${id}'`)[0]?.[0] as number;
  const at = (id: string) => ({ object: 'notes', row: { key: [rowid(id)] }, column: 'doc' });
  const setTitle = (id: string, title: string) =>
    under.stage({ kind: 'field', ...at(id), path: ['title'], raw: JSON.stringify(title) });

  for (const object of ['notes', 'plain']) {
    const opened = await reads.open({ file, object, sort: [], filter: [], asTable: false }, context);
    if (opened instanceof Encoded) throw new Error('A view is told as it is.');
    const { view } = opened;
    await reads.page({ view, anchor: { kind: 'first' }, limit: 10 }, context);
    await reads.row({ view, key: [1] }, context);
    const wanted = { view, text: 'a', columns: null, matchCase: false };
    for await (const _ of reads.find(wanted, context));
  }
  await setTitle('a', 'one');
  await setTitle('b', 'two');
  await under.stage({ kind: 'set', object: 'plain', row: { key: [1] }, column: 'v', value: 'w' });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await setTitle('a', 'vetoed');
  await setTitle('b', 'much too long');
  expect(await under.commit()).toMatchObject({ kind: 'refused' });
  await setTitle('a', 'fine');
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ problem: { code: 'VALIDATION' } }],
  });
  await setTitle('b', 'short');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  const { object, row } = at('b');
  await under.stage({ kind: 'delete', object, row });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await run('SELECT 1');
  await expect(run('SELECT * FROM nowhere')).rejects.toThrow();
  await expect(run("SELECT 'forbidden'")).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
  const transaction = await transactions.begin(file, { client: 1, console: 'c', consoleName: 'Console 1' });
  await run("UPDATE plain SET v = 'x'");
  await transaction.commit();
  await under.plugins.turn({ file, plugin: 'fussy', isOn: false }, context);
  await setTitle('a', 'last');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await under.own.settled();
}

test('every hook call of a session is told and traced, in the order in which the plugins were called', async () => {
  const calls: Call[] = [];
  const under = await open(calls);
  await session(under);
  const { events } = contract.events.output.parse(await under.plugins.events({ file: under.file }, context));
  const isFailed = ({ outcome }: Pick<HookEvent, 'outcome'>) => outcome === 'vetoed' || outcome === 'failed';
  const callOf = ({ plugin, hook }: { readonly plugin: string; readonly hook: string }, failed: boolean) =>
    `${plugin}.${hook}${failed ? ' failed' : ''}`;
  expect(events.map((event) => callOf(event, isFailed(event)))).toEqual(
    calls.map((call) => callOf(call, call.isFailed)),
  );
  expect(calls.length).toBeGreaterThan(100);
  expect(new Set(calls.map(({ hook }) => hook))).toEqual(
    new Set(
      hookNames.filter(
        (hook) =>
          !['onCollectionCreate', 'onCollectionDrop', 'onBeforeInsert', 'onAfterInsert'].includes(hook),
      ),
    ),
  );

  const byTrace = Map.groupBy(events.entries(), ([, { trace }]) => trace);
  for (const [operation, own] of byTrace) {
    if (operation === null) continue;
    const reply = await under.plugins.trace({ file: under.file, operation }, context);
    const trace: Trace = contract.trace.output.parse(reply);
    expect(trace.steps.map((step) => callOf(step, isFailed(step)))).toEqual(
      own.map(([place]) => callOf(calls[place] as Call, calls[place]?.isFailed === true)),
    );
    // Each belongs to the operation that its plugin was told of.
    const collections = new Set(own.map(([place]) => calls[place]?.about.split(' ')[0]));
    expect(collections.size).toBe(1);
    const [collection = ''] = collections;
    if (collection !== '') expect(trace.operation.name).toMatch(new RegExp(`^${collection}\\.`, 'u'));
    expect(trace.operation.outcome).not.toBe('running');
  }
  const outside = (byTrace.get(null) ?? []).map(([, { hook }]) => hook);
  expect(new Set(outside)).toEqual(new Set(['onDatabaseInit', 'onDatabaseClose']));
});
