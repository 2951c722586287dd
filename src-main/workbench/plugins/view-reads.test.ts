import { expect, test, vi } from 'vitest';
import { plugins as contract } from '../../../src-preload/contract/plugins.ts';
import { type HookContext, PluginError } from '../../engine/index.ts';
import { context, openRows } from '../rows/testing/open-rows.ts';
import { createPlugins, PluginSet, withReadHooks } from './index.ts';
import type { PluginKind } from './shipped-plugins.ts';

const SQL = `CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'one'), (2, 'two');
  CREATE TABLE notes (_id TEXT PRIMARY KEY, doc TEXT NOT NULL); INSERT INTO notes VALUES ('a', '{"x":1}')`;

async function openWith(kind: PluginKind) {
  const under = await openRows(SQL);
  const set = new PluginSet(under.services, [kind]);
  const handlers = createPlugins(under.services, set);
  const rows = withReadHooks(under.rows.handlers, under.rows.views, set);
  const [file] = under.services.openFiles.all();
  if (file === undefined) throw new Error('The file is not open.');
  const own = await set.of(file);
  const page = async (object: string) => {
    const { view } = await under.open(object);
    return rows.page({ view, anchor: { kind: 'first' }, limit: 10 }, context);
  };
  return { ...under, hooked: rows, handlers, own, page };
}

test('pages of views fire the hooks of queries, with their collection where they have one', async () => {
  const seen: Pick<HookContext, 'collectionName' | 'operation' | 'sql'>[] = [];
  const under = await openWith({
    name: 'spy',
    about: '',
    make: () => ({
      name: 'spy',
      onBeforeQuery: ({ collectionName, operation, sql }) =>
        void seen.push({ collectionName, operation, sql }),
      onAfterQuery: ({ collectionName, operation, sql }) =>
        void seen.push({ collectionName, operation, sql }),
    }),
  });
  const { file, handlers } = under;
  await under.page('t');
  expect(seen).toEqual([]);

  await handlers.turn({ file, plugin: 'spy', isOn: true }, context);
  await under.page('t');
  await under.page('notes');
  await under.own.settled();
  const plain = { collectionName: '', operation: 'query', sql: expect.stringContaining('"t"') };
  const found = { collectionName: 'notes', operation: 'find', sql: expect.stringContaining('"notes"') };
  expect(seen).toEqual([plain, plain, found, found]);
  const { operations } = contract.operations.output.parse(await handlers.operations({ file }, context));
  expect(operations.map(({ name, outcome }) => ({ name, outcome }))).toEqual([
    { name: 'notes.find', outcome: 'done' },
    { name: 't.query', outcome: 'done' },
  ]);
});

test('each way to read a view fires them: single rows with their key, finding and copying around their pieces', async () => {
  const seen: string[] = [];
  const tell =
    (hook: string) =>
    ({ operation, params = [] }: HookContext) =>
      void seen.push([hook, operation, ...params].join(' '));
  const under = await openWith({
    name: 'spy',
    about: '',
    make: () => ({ name: 'spy', onBeforeQuery: tell('before'), onAfterQuery: tell('after') }),
  });
  await under.handlers.turn({ file: under.file, plugin: 'spy', isOn: true }, context);
  const { view } = await under.open('notes');
  const input = { view, key: [1] };
  await under.hooked.row(input, context);
  await under.hooked.cell({ ...input, column: 'x', offset: 0, length: 9, as: 'stored' }, context);
  await under.hooked.summary({ view, ranges: [{ firstRow: 0, lastRow: 0 }], columns: ['x'] }, context);
  const found = { view, text: 'x', columns: null, matchCase: false };
  for await (const _ of under.hooked.find(found, context)) seen.push('found');
  const copied = {
    ...{ view, ranges: null, columns: ['x'], format: 'csv' as const },
    ...{ withHeader: false, safeForSpreadsheets: false },
  };
  for await (const _ of under.hooked.copy(copied, context)) seen.push('copied');
  for await (const _ of under.hooked.stream({ view, limit: 1 }, context)) seen.push('streamed');
  await under.own.settled();
  const around = (operation: string, ...inner: string[]) => [
    `before ${operation}`,
    ...inner,
    `after ${operation}`,
  ];
  expect(seen.filter((each, at) => each !== seen[at - 1])).toEqual([
    ...around('findById 1'),
    ...around('findById 1'),
    ...around('count'),
    ...around('find', 'found'),
    ...around('iterate', 'copied'),
    ...around('iterate', 'streamed'),
  ]);
});

test('a plugin may refuse a read, and is shown with why', async () => {
  const under = await openWith({
    name: 'closed',
    about: '',
    make: () => ({
      name: 'closed',
      onBeforeQuery() {
        throw new Error('not on Sundays');
      },
    }),
  });
  const { file, handlers } = under;
  await handlers.turn({ file, plugin: 'closed', isOn: true }, context);
  await expect(under.page('t')).rejects.toBeInstanceOf(PluginError);
  const [operation] = contract.operations.output.parse(
    await handlers.operations({ file }, context),
  ).operations;
  const trace = contract.trace.output.parse(
    await handlers.trace({ file, operation: operation?.id ?? 0 }, context),
  );
  expect(trace).toMatchObject({
    operation: { name: 't.query', outcome: 'vetoed' },
    steps: [{ hook: 'onBeforeQuery', plugin: 'closed', outcome: 'vetoed' }],
    sql: { isRun: false },
  });
  expect(trace.message).toContain('not on Sundays');

  await handlers.turn({ file, plugin: 'closed', isOn: false }, context);
  await expect(under.page('t')).resolves.toBeDefined();
});

test('calls of hooks are told together, with how they ended, and figures count them', async () => {
  const under = await openWith({
    name: 'spy',
    about: '',
    make: () => ({ name: 'spy', onBeforeQuery: () => undefined }),
  });
  const { file, handlers } = under;
  await handlers.turn({ file, plugin: 'spy', isOn: true }, context);
  for (let count = 0; count < 3; count += 1) await under.page('t');
  const told = () => under.events.filter(({ name }) => name === 'plugins.events');
  await vi.waitFor(() => expect(told()).toHaveLength(1), { timeout: 5000 });
  expect(told()[0]?.value).toMatchObject({
    file,
    skipped: 0,
    events: Array.from({ length: 3 }, () => ({ plugin: 'spy', hook: 'onBeforeQuery', outcome: 'done' })),
  });
  const { plugins, calls } = contract.list.output.parse(await handlers.list({ file }, context));
  expect({ calls, own: plugins[0]?.calls }).toEqual({ calls: 3, own: 3 });
  expect((await handlers.reset({ file }, context)) as object).toMatchObject({ calls: 0 });
});
