import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createDB } from '../../../engine/index.ts';
import { untilGone } from '../../../ports/testing/living-processes.ts';
import { createTestSpawner } from '../../../testing/process-entry.ts';
import { context, type HookedUnderTest, openHooked } from '../../commits/testing/open-hooked.ts';
import { Encoded } from '../../handlers.ts';
import { createRows } from '../../rows/index.ts';

const spawner = createTestSpawner();
const ODD = '{ "title" : "a" ,\r\n  "n": 1.10, "big": 12345678901234567890123 }';

interface OwnUnderTest extends HookedUnderTest {
  /** Writes a module into the folder of plugins. */
  write(name: string, code: string): void;
  remove(name: string): void;
  readonly row: { readonly key: number[] };
  document(): string;
  setTitle(title: string): Promise<unknown>;
  /** Processes that were started for plugins. */
  readonly pids: readonly number[];
}

/** A collection with one odd document, and plugins by the names of their files. */
async function open(modules: Readonly<Record<string, string>>): Promise<OwnUnderTest> {
  const pids: number[] = [];
  let folder = '';
  const write = (name: string, code: string) => writeFileSync(join(folder, name), code);
  const under = await openHooked(
    'CREATE TABLE plain (id INTEGER PRIMARY KEY)',
    undefined,
    async (path) => {
      folder = join(dirname(path), 'plugins');
      mkdirSync(folder);
      for (const [name, code] of Object.entries(modules)) write(name, code);
      await using db = createDB({ filename: path });
      const notes = db.collection('notes', z.looseObject({ title: z.string() }));
      await notes.insert({ _id: 'one', title: 'x' });
      await db.exec('UPDATE notes SET doc = ?', [ODD]);
    },
    async () => {
      const child = await spawner.spawn('plugin-process');
      pids.push(child.pid);
      return child;
    },
  );
  const row = { key: [under.rows('SELECT rowid FROM notes')[0]?.[0] as number] };
  return {
    ...under,
    ...{ write, pids, row },
    remove: (name) => rmSync(join(folder, name)),
    document: () => String(under.rows('SELECT doc FROM notes')[0]?.[0]),
    setTitle: (title) =>
      under.stage({
        ...{ kind: 'field', object: 'notes', row, column: 'doc' },
        ...{ path: ['title'], raw: JSON.stringify(title) },
      }),
  };
}

const plugin = (hooks: string, rest = '') => `export default { name: 'mine', ${rest} ${hooks} };`;

test('a plugin of the user’s own changes a document in its own process, and its call is in the trace', async () => {
  const settings = `settings: { type: 'object', additionalProperties: false,
    properties: { channel: { type: 'string', minLength: 2, default: 'mail' } } },`;
  const under = await open({
    'notify.js': plugin(
      `onBeforeUpdate({ data, settings }) { data.channel = settings.channel; data.pid = process.pid; }`,
      `version: '2.0', ${settings}`,
    ),
  });
  expect(await under.info('notify.js')).toMatchObject({
    isOn: false,
    hooks: [],
    own: { state: 'idle', pid: null, failure: null },
  });
  expect(under.pids).toEqual([]);

  await under.turnOn('notify.js');
  const info = await under.info('notify.js');
  expect(info).toMatchObject({ isOn: true, version: '2.0', hooks: ['onBeforeUpdate'] });
  expect(info.own).toEqual({ state: 'running', pid: under.pids[0], failure: null });
  expect(under.pids[0]).not.toBe(process.pid);

  await under.setTitle('b');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.document().replaceAll(/,\s*"(channel|pid)": ?("mail"|\d+)/gu, '')).toBe(
    ODD.replace('"a"', '"b"'),
  );
  expect(JSON.parse(under.document())).toMatchObject({ title: 'b', channel: 'mail', pid: under.pids[0] });
  expect(await under.trace('notes.update')).toMatchObject({
    steps: [
      {
        ...{ hook: 'onBeforeUpdate', plugin: 'notify.js', outcome: 'changed' },
        lines: [{ sign: '+', text: expect.stringContaining('"mail"') }, { sign: '+' }],
      },
    ],
  });

  const configure = (given: Record<string, unknown>) =>
    under.plugins.configure({ file: under.file, plugin: 'notify.js', settings: given }, context);
  // Nothing of it runs while it is off, so nobody can look at its settings.
  await under.plugins.turn({ file: under.file, plugin: 'notify.js', isOn: false }, context);
  await untilGone(under.pids, 10_000);
  expect(await configure({ channel: 'sms' })).toMatchObject({ kind: 'refused', problems: [{ path: [] }] });
  expect(under.pids).toHaveLength(1);
  await under.turnOn('notify.js');
  expect(await configure({ channel: 'x' })).toMatchObject({
    kind: 'refused',
    problems: [{ path: ['channel'] }],
  });
  expect(await configure({ channel: 'sms' })).toMatchObject({
    kind: 'kept',
    details: { schema: { properties: { channel: { default: 'mail' } } } },
  });
  await under.setTitle('c');
  await under.commit();
  expect(JSON.parse(under.document())).toMatchObject({ title: 'c', channel: 'sms', pid: under.pids[1] });
});

test('what it throws refuses the commit, with its place where it names one, and its process goes on', async () => {
  const under = await open({
    'strict.mjs': plugin(`onBeforeUpdate({ data }) {
      if (data.title === 'place') throw Object.assign(new Error('no'), { issues: [{ path: ['title'], message: 'is a place' }] });
      if (data.title.length < 3) throw new TypeError('too short');
    }`),
  });
  await under.turnOn('strict.mjs');
  await under.setTitle('b');
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [
      {
        problem: {
          code: 'PLUGIN_FAILED',
          message: 'The plugin strict.mjs refused it: TypeError: too short.',
        },
      },
    ],
  });
  expect(await under.list()).toHaveLength(1);
  await under.setTitle('place');
  expect(await under.commit()).toMatchObject({
    rows: [{ problem: { code: 'VALIDATION', path: ['title'], column: 'doc' } }],
  });
  expect(under.document()).toBe(ODD);
  await under.setTitle('long');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.pids).toHaveLength(1);
});

const RUBBISH = {
  'a list': 'given.data = []',
  'a number': 'given.data = 7',
  nothing: 'given.data = undefined',
  'a loop': 'given.data.self = given.data',
  'another id': 'given.data._id = "other"',
  NaN: 'given.data.n = NaN',
  'a function': 'given.data.f = () => 1',
  'no marks': 'given.insteadOfDelete = 7',
  'no answer': 'process.send({ rubbish: true })',
};

test('rubbish from its process is refused, and nothing is written', async () => {
  const cases = Object.entries(RUBBISH).map(
    ([name, code]) => `case ${JSON.stringify(name)}: ${code}; break;`,
  );
  const under = await open({
    'rubbish.js': plugin(`onBeforeUpdate(given) { switch (given.data.title) { ${cases.join('\n')} } }`),
  });
  await under.turnOn('rubbish.js');
  for (const name of Object.keys(RUBBISH)) {
    await under.setTitle(name);
    const refused = { problem: { message: expect.stringContaining('rubbish.js') } };
    expect(await under.commit(), name).toMatchObject({ kind: 'refused', rows: [refused] });
    expect(under.document(), name).toBe(ODD);
    expect(await under.list()).toHaveLength(1);
  }
  // Only the one that sent what is no answer was ended.
  expect(under.pids).toHaveLength(1);
  await under.setTitle('b');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
});

test('statements that it adds are part of the commit; those that are none are refused', async () => {
  const under = await open({
    'log.js': plugin(`onBeforeCommit({ ids, statements, data }) {
      if (data.title === 'bad') statements.push({ sql: 7 });
      statements.push({ sql: 'CREATE TABLE IF NOT EXISTS log (id, at)' }, { sql: 'INSERT INTO log VALUES (?, ?)', params: [ids[0], 1n] });
    }`),
  });
  await under.turnOn('log.js');
  await under.setTitle('b');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT * FROM log')).toEqual([['one', 1]]);
  await under.setTitle('bad');
  expect(await under.commit()).toMatchObject({
    rows: [{ problem: { message: expect.stringContaining('statements.0.sql') } }],
  });
  expect(under.rows('SELECT count(*) FROM log')).toEqual([[1]]);
});

test('one that ends its process, in a hook or after it, is started again; the file and others are as before', async () => {
  const under = await open({
    'exit.js': plugin(`onBeforeUpdate({ data }) { if (data.title === 'exit') process.exit(3); }
      , onAfterUpdate({ result }) { if (result.title === 'later') setTimeout(() => process.exit(4)); }`),
  });
  await under.turnOn('exit.js');
  await under.setTitle('exit');
  expect(await under.commit()).toMatchObject({
    rows: [{ problem: { message: expect.stringContaining('Its process has ended (code 3)') } }],
  });
  expect(under.document()).toBe(ODD);
  expect(await under.info('exit.js')).toMatchObject({ own: { state: 'failed', pid: null } });
  await under.setTitle('later');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await untilGone(under.pids.slice(1, 2), 10_000);
  await under.setTitle('b');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await under.own.settled();
  expect(under.pids).toHaveLength(3);
  expect(await under.info('exit.js')).toMatchObject({ own: { state: 'running', failure: null } });
});

test('one that sleeps 6 s or loops for ever is ended after its time; others are answered meanwhile', async () => {
  const under = await open({
    'loops.js': plugin(`onBeforeUpdate() { for (;;); }`, 'timeout: 2000,'),
    'sleeps.js': plugin(`onBeforeUpdate: () => new Promise((resolve) => setTimeout(resolve, 6000))`),
    'works.js': plugin(`onBeforeUpdate({ data }) { data.seen = true; }`),
  });
  await under.turnOn('loops.js');
  const looping = await measured(under, () => under.commit());
  expect(looping.result).toMatchObject({
    rows: [{ problem: { code: 'PLUGIN_TIMEOUT', message: expect.stringContaining('loops.js') } }],
  });
  expect(looping.time).toBeGreaterThan(1900);
  await untilGone(under.pids.slice(0, 1), 5_000);
  expect(await under.info('loops.js')).toMatchObject({ errors: 1, own: { state: 'failed' } });

  await under.plugins.turn({ file: under.file, plugin: 'loops.js', isOn: false }, context);
  await under.turnOn('sleeps.js');
  await under.turnOn('works.js');
  const sleeping = await measured(under, () => under.commit());
  expect(sleeping.result).toMatchObject({
    rows: [{ problem: { code: 'PLUGIN_TIMEOUT', message: expect.stringContaining('within 5 s') } }],
  });
  expect(sleeping.time).toBeGreaterThan(4900);
  expect(under.document()).toBe(ODD);
  expect(under.rows('PRAGMA integrity_check')).toEqual([['ok']]);

  await under.plugins.turn({ file: under.file, plugin: 'sleeps.js', isOn: false }, context);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(JSON.parse(under.document())).toMatchObject({ title: 'b', seen: true });
}, 30_000);

/** Commits a change, and asks for a page of rows all the time: the longest wait must stay short. */
async function measured<T>(under: OwnUnderTest, commit: () => Promise<T>) {
  const { file, services } = under;
  const rows = createRows(services).handlers;
  const opened = await rows.open({ file, object: 'notes', sort: [], filter: [], asTable: false }, context);
  if (opened instanceof Encoded) throw new Error('A view is told as it is.');
  await under.setTitle('b');
  const begun = performance.now();
  let isOver = false;
  const ended = commit().finally(() => {
    isOver = true;
  });
  let longest = 0;
  let answers = 0;
  while (!isOver) {
    const asked = performance.now();
    await rows.page({ view: opened.view, anchor: { kind: 'first' }, limit: 10 }, context);
    longest = Math.max(longest, performance.now() - asked);
    answers += 1;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(longest).toBeLessThan(1000);
  expect(answers).toBeGreaterThan(20);
  const time = performance.now() - begun;
  return { result: await ended, time };
}

test('a module that is no plugin, or cannot be read, is not turned on, and says why', async () => {
  const under = await open({
    'syntax.js': 'export default {',
    'empty.js': 'export const a = 1;',
    'hook.js': plugin('onBeforeCoffee() {}'),
    'form.js': plugin('', "settings: { type: 'string' },"),
    'needs.js': plugin('', "dependencies: ['timestamps'],"),
    'late.js': plugin('', 'timeout: 1e9,'),
    'types.d.ts': '',
    '.hidden.js': '',
    'typed.ts': 'const name: string = "typed"; export default { name, onAfterUpdate(): void {} };',
  });
  const { plugins } = (await under.plugins.list({ file: under.file }, context)) as {
    plugins: readonly { readonly name: string; readonly own: unknown }[];
  };
  const own = plugins.filter((each) => each.own !== null).map(({ name }) => name);
  expect(own).toEqual(['empty.js', 'form.js', 'hook.js', 'late.js', 'needs.js', 'syntax.js', 'typed.ts']);
  for (const [name, words] of [
    ['syntax.js', 'SyntaxError'],
    ['empty.js', 'no default export'],
    ['hook.js', 'onBeforeCoffee'],
    ['form.js', 'no JSON Schema'],
    ['needs.js', 'dependencies'],
    ['late.js', '10 minutes'],
  ] as const) {
    const turned = under.plugins.turn({ file: under.file, plugin: name, isOn: true }, context);
    await expect(turned).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
      message: expect.stringContaining(words),
    });
    expect(await under.info(name)).toMatchObject({ isOn: false });
  }
  await under.turnOn('typed.ts');
  expect(await under.info('typed.ts')).toMatchObject({ isOn: true, hooks: ['onAfterUpdate'] });
});

test('the folder is looked at again: new plugins, changed ones, and one that is gone while it is on', async () => {
  const under = await open({});
  const rescan = () => under.plugins.rescan({ file: under.file }, context);
  under.write('a.js', plugin('onBeforeUpdate({ data }) { data.by = 1; }'));
  await rescan();
  await under.turnOn('a.js');
  await under.setTitle('b');
  await under.commit();
  expect(JSON.parse(under.document())).toMatchObject({ by: 1 });

  under.write('a.js', plugin('onBeforeUpdate({ data }) { data.by = 22; }, onAfterUpdate() {}'));
  await rescan();
  expect(await under.info('a.js')).toMatchObject({ hooks: ['onBeforeUpdate', 'onAfterUpdate'] });
  await under.setTitle('c');
  await under.commit();
  expect(JSON.parse(under.document())).toMatchObject({ title: 'c', by: 22 });

  // What may not be asked may have refused: nothing is written until it is there again, or off.
  under.remove('a.js');
  await rescan();
  expect(await under.info('a.js')).toMatchObject({ isOn: true, own: { state: 'failed' } });
  await under.setTitle('d');
  expect(await under.commit()).toMatchObject({ kind: 'refused' });
  const marks = `onBeforeDelete(given) { given.insteadOfDelete = { gone: true }; }`;
  under.write('a.js', plugin(`onBeforeUpdate({ data }) { data.by = 333; }, ${marks}`));
  await rescan();
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  const { row } = under;
  await under.stage({ kind: 'delete', object: 'notes', row });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(JSON.parse(under.document())).toMatchObject({ title: 'd', by: 333, gone: true });
  under.remove('a.js');
  await rescan();
  await under.setTitle('e');
  expect(await under.commit()).toMatchObject({ kind: 'refused' });
  await under.plugins.turn({ file: under.file, plugin: 'a.js', isOn: false }, context);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await rescan();
  await expect(under.info('a.js')).rejects.toThrow('no plugin a.js');
});

test('the last hook is told when its file is closed, and no process is left', async () => {
  const under = await open({
    'close.js': `import { writeFileSync } from 'node:fs';
      export default { name: 'close', settings: { type: 'object', properties: { to: { type: 'string' } } },
        async onDatabaseClose({ settings }) { await 0; writeFileSync(settings.to, 'closed'); } };`,
  });
  const to = join(dirname(under.path), 'closed.txt');
  await under.turnOn('close.js');
  await under.plugins.configure({ file: under.file, plugin: 'close.js', settings: { to } }, context);
  await under.services.openFiles.close(under.file);
  await untilGone(under.pids, 10_000);
  expect(readFileSync(to, 'utf8')).toBe('closed');
  // As it is when Cairn ends.
  rmSync(to);
  const { id } = await under.services.openFiles.open(under.path);
  await under.set.of(under.services.openFiles.get(id));
  await under.set.dispose();
  expect(readFileSync(to, 'utf8')).toBe('closed');
  await untilGone(under.pids, 5_000);
});
