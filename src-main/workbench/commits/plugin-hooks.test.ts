import { expect, test } from 'vitest';
import { z } from 'zod';
import { createDB, type HookContext, type Plugin } from '../../engine/index.ts';
import type { PluginKind } from '../plugins/shipped-plugins.ts';
import { context, type HookedUnderTest, openHooked } from './testing/open-hooked.ts';

const ODD = '{ "title" : "a" ,\r\n  "n": 1.10, "big": 12345678901234567890123,\t"dup":1, "dup":2 }';

const schema = z.looseObject({
  title: z.string(),
  n: z.number().optional(),
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
  deletedAt: z.string().nullish(),
});

/** A collection that the file knows, with an odd document as text and one as JSONB. */
async function openNotes(kinds?: readonly PluginKind[]): Promise<HookedUnderTest> {
  return openHooked(
    'CREATE TABLE plain (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO plain VALUES (1, NULL)',
    kinds,
    async (path) => {
      await using db = createDB({ filename: path });
      const notes = db.collection('notes', schema);
      await notes.insert({ _id: 'text', title: 'x' });
      await notes.insert({ _id: 'jsonb', title: 'x' });
      await db.exec("UPDATE notes SET doc = ? WHERE _id = 'text'", [ODD]);
      await db.exec("UPDATE notes SET doc = jsonb(?) WHERE _id = 'jsonb'", [ODD]);
    },
  );
}

const rowid = (under: HookedUnderTest, id: string) =>
  under.rows(`SELECT rowid FROM notes WHERE _id = '${id}'`)[0]?.[0] as number;
const note = (under: HookedUnderTest, id: string) => ({
  object: 'notes',
  row: { key: [rowid(under, id)] },
  column: 'doc',
});
const doc = (under: HookedUnderTest, id: string) =>
  String(
    under.rows(
      `SELECT CASE typeof(doc) WHEN 'blob' THEN json(doc) ELSE doc END FROM notes WHERE _id = '${id}'`,
    )[0]?.[0],
  );
const setTitle = (under: HookedUnderTest, id: string, title: string) =>
  under.stage({ kind: 'field', ...note(under, id), path: ['title'], raw: JSON.stringify(title) });

function kindOf(name: string, hooks: Partial<Plugin>): PluginKind {
  return { name, about: '', make: () => ({ name, ...hooks }) };
}

test.for(['text', 'jsonb'])('timestamps adds its field, and changes no other byte: %s', async (id) => {
  const under = await openNotes();
  await under.turnOn('timestamps');
  const before = doc(under, id);
  await setTitle(under, id, 'b');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  const stamp = /"updatedAt": ?"([^"]+)"/u.exec(doc(under, id));
  expect(Date.now() - Date.parse(stamp?.[1] ?? '')).toBeLessThan(60_000);
  const added = /,\s*"updatedAt": ?"[^"]+"/u;
  expect(doc(under, id).replace(added, '')).toBe(before.replace('"a"', '"b"'));

  await setTitle(under, id, 'c');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(doc(under, id).match(/updatedAt/gu)).toHaveLength(1);
});

test('timestamps stamps a new document, and undo of a commit restores the rows as they were', async () => {
  const under = await openNotes();
  await under.turnOn('timestamps');
  const before = doc(under, 'text');
  await under.stage({
    kind: 'insert',
    object: 'notes',
    id: 'one',
    values: [
      { column: '_id', value: 'new' },
      { column: 'doc', value: '{"title":"n"}' },
    ],
  });
  await setTitle(under, 'text', 'b');
  const committed = await under.commit();
  expect(committed).toMatchObject({ kind: 'committed', counts: { inserted: 1, updated: 1 } });
  expect(JSON.parse(doc(under, 'new'))).toEqual({
    title: 'n',
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  });
  if (committed.kind !== 'committed') return;
  await under.commits.undo({ file: under.file, commit: committed.commit }, context);
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(doc(under, 'text')).toBe(before);
  expect(under.rows("SELECT count(*) FROM notes WHERE _id = 'new'")).toEqual([[0]]);
});

test('a field that others stamp too is no conflict', async () => {
  const under = await openNotes();
  await under.turnOn('timestamps');
  await setTitle(under, 'text', 'b');
  await under.commit();
  await setTitle(under, 'text', 'c');
  under.writer.execSync(
    "UPDATE notes SET doc = json_set(doc, '$.updatedAt', 'theirs', '$.n', 2) WHERE _id = 'text'",
  );
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(JSON.parse(doc(under, 'text'))).toMatchObject({
    title: 'c',
    n: 2,
    updatedAt: expect.stringMatching(/^20/u),
  });
});

test('validation refuses the row with its place, everything stays staged, and the trace tells it', async () => {
  const under = await openNotes();
  await under.turnOn('timestamps');
  await under.turnOn('validation', {
    rules: { notes: [{ path: 'title', minLength: 3, message: 'is too short' }] },
  });
  const before = doc(under, 'text');
  await setTitle(under, 'text', 'b');
  await setTitle(under, 'jsonb', 'long enough');
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    total: 1,
    rows: [
      {
        object: 'notes',
        problem: {
          code: 'VALIDATION',
          column: 'doc',
          path: ['title'],
          message: expect.stringContaining('validation refused it: title is too short.'),
        },
      },
    ],
  });
  expect(doc(under, 'text')).toBe(before);
  expect(doc(under, 'jsonb')).not.toContain('long enough');
  expect((await under.list()).map(({ problems }) => problems.length).sort()).toEqual([0, 1]);

  const operations = await under.operations();
  const vetoed = operations.find(({ outcome }) => outcome === 'vetoed');
  expect(vetoed).toMatchObject({ name: 'notes.update', about: 'text' });
  const trace = await under.plugins.trace({ file: under.file, operation: vetoed?.id ?? 0 }, context);
  expect(trace).toMatchObject({
    steps: [
      {
        hook: 'onBeforeUpdate',
        plugin: 'timestamps',
        outcome: 'changed',
        lines: [{ sign: '+', text: expect.stringContaining('updatedAt') }],
      },
      { hook: 'onBeforeCommit', plugin: 'validation', outcome: 'vetoed' },
    ],
    sql: { isRun: false },
  });
});

test('a pattern of a rule that never ends is stopped and named once, and the rest is not asked any more', async () => {
  const under = await openNotes();
  await under.turnOn('validation', { rules: { notes: [{ path: 'title', pattern: '^(a+)+$' }] } });
  const title = `${'a'.repeat(64)}!`;
  const insert = (at: number) => ({
    ...{ kind: 'insert' as const, object: 'notes', id: `i${at}` },
    values: [
      { column: '_id', value: `new-${at}` },
      { column: 'doc', value: JSON.stringify({ title }) },
    ],
  });
  await under.stage(...Array.from({ length: 100 }, (_, at) => insert(at)));
  const begun = performance.now();
  const problem = {
    ...{ code: 'VALIDATION', column: 'doc', path: ['title'] },
    message: expect.stringContaining('takes too long to be compared with the pattern ^(a+)+$'),
  };
  expect(await under.commit()).toMatchObject({ kind: 'refused', total: 1, rows: [{ problem }] });
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(under.rows("SELECT count(*) FROM notes WHERE _id LIKE 'new-%'")).toEqual([[0]]);
  expect(await under.list()).toHaveLength(100);
});

test('a rule of validation sees the document merged with what others wrote', async () => {
  const under = await openNotes();
  await under.turnOn('validation', { rules: { notes: [{ path: 'n', max: 5 }] } });
  await setTitle(under, 'text', 'b');
  under.writer.execSync("UPDATE notes SET doc = json_set(doc, '$.n', 9) WHERE _id = 'text'");
  expect(await under.commit()).toMatchObject({ kind: 'refused', rows: [{ problem: { path: ['n'] } }] });
});

test.for(['text', 'jsonb'])('soft-delete turns a deletion into a marking: %s', async (id) => {
  const under = await openNotes();
  await under.turnOn('soft-delete');
  const before = doc(under, id);
  const { object, row } = note(under, id);
  await under.stage({ kind: 'delete', object, row });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(doc(under, id).replace(/,\s*"deletedAt": ?"[^"]+"/u, '')).toBe(before);
  expect(doc(under, id)).toContain('deletedAt');
  expect(await under.list()).toEqual([]);
});

test('a document that others changed since is not marked as deleted behind their back', async () => {
  const under = await openNotes();
  await under.turnOn('soft-delete');
  const { object, row } = note(under, 'text');
  await under.stage({ kind: 'delete', object, row });
  under.writer.execSync("UPDATE notes SET doc = json_set(doc, '$.n', 9) WHERE _id = 'text'");
  expect(await under.commit()).toMatchObject({ kind: 'conflict', rows: [{ what: 'changed' }] });
});

test('audit-log writes in the transaction of the commit: with it, or not at all', async () => {
  const under = await openNotes();
  await under.turnOn('audit-log');
  await setTitle(under, 'text', 'b');
  const { object, row } = note(under, 'jsonb');
  await under.stage({ kind: 'delete', object, row });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  const log = () =>
    under.rows('SELECT collection, operation, document_id, document IS NULL FROM _audit_log ORDER BY id');
  expect(log()).toEqual([
    ['notes', 'put', 'text', 0],
    ['notes', 'delete', 'jsonb', 1],
  ]);

  under.writer.execSync(
    "CREATE TRIGGER no BEFORE INSERT ON _audit_log BEGIN SELECT RAISE(ABORT, 'the log is closed'); END",
  );
  const before = doc(under, 'text');
  await setTitle(under, 'text', 'c');
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ problem: { code: 'PLUGIN_FAILED', message: expect.stringContaining('the log is closed') } }],
  });
  expect(doc(under, 'text')).toBe(before);
  expect(log()).toHaveLength(2);
});

test('hooks are asked and told in the order of the engine, and rows of plain tables as queries', async () => {
  const seen: string[] = [];
  const hook = ({ operation }: HookContext, name: string) => void seen.push(`${name} ${operation}`);
  const names = [
    'onBeforeTransaction',
    'onBeforeUpdate',
    'onBeforeQuery',
    'onBeforeCommit',
    'onAfterUpdate',
    'onAfterQuery',
    'onAfterTransaction',
  ] as const;
  const hooks = Object.fromEntries(names.map((name) => [name, (given: HookContext) => hook(given, name)]));
  const under = await openNotes([kindOf('spy', hooks)]);
  await under.turnOn('spy');
  await setTitle(under, 'text', 'b');
  await under.stage({ kind: 'set', object: 'plain', row: { key: [1] }, column: 'v', value: 'w' });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await under.own.settled();
  expect(seen).toEqual([
    'onBeforeTransaction transaction',
    'onBeforeUpdate put',
    'onBeforeQuery exec',
    'onBeforeCommit put',
    'onAfterUpdate put',
    'onAfterQuery exec',
    'onAfterTransaction transaction',
  ]);
  // Each call is told, in the same order.
  expect(under.own.recorder.events().map(({ hook }) => hook)).toEqual(seen.map((call) => call.split(' ')[0]));
  const trace = await under.trace('plain.update');
  expect(trace.sql).toEqual({
    text: expect.stringMatching(/^UPDATE main\."plain" SET "v" = 'w' WHERE/u),
    isRun: true,
  });
});

test('after-hooks that throw undo nothing, and are told', async () => {
  const under = await openNotes([
    kindOf('late', {
      strict: true,
      onAfterUpdate() {
        throw new Error('too late');
      },
    }),
  ]);
  await under.turnOn('late');
  await setTitle(under, 'text', 'b');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(doc(under, 'text')).toContain('"b"');
  expect(await under.trace('notes.update')).toMatchObject({
    operation: { outcome: 'done' },
    steps: [{ hook: 'onAfterUpdate', outcome: 'failed', note: expect.stringContaining('too late') }],
  });
});

test.for([
  ['a list', () => []],
  ['a number', () => 7],
  ['nothing', () => undefined],
  ['a loop', (data: Record<string, unknown>) => ({ ...data, self: { data } })],
  ['another id', (data: Record<string, unknown>) => ({ ...data, _id: 'other' })],
  ['NaN', (data: Record<string, unknown>) => ({ ...data, n: Number.NaN })],
  ['a function', (data: Record<string, unknown>) => ({ ...data, f: () => 1 })],
] as const)('a hook that gives back rubbish is refused: %s', async ([name, make]) => {
  const under = await openNotes([
    kindOf('rubbish', {
      onBeforeUpdate(given) {
        const data = make(given.data as Record<string, unknown>) as Record<string, unknown> | undefined;
        if (name === 'a loop' && data !== undefined) (data as { self: unknown }).self = data;
        given.data = data;
      },
    }),
  ]);
  await under.turnOn('rubbish');
  const before = doc(under, 'text');
  await setTitle(under, 'text', 'b');
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ problem: { message: expect.stringContaining('rubbish') } }],
  });
  expect(doc(under, 'text')).toBe(before);
  expect(await under.list()).toHaveLength(1);
});

test('a hook that sleeps 6 s is stopped after its time; others work meanwhile, and nothing is written', async () => {
  let isAborted = false;
  const under = await openNotes([
    kindOf('sleeper', {
      async onBeforeUpdate({ signal }) {
        signal?.addEventListener('abort', () => {
          isAborted = true;
        });
        await new Promise((resolve) => setTimeout(resolve, 6000).unref());
      },
    }),
  ]);
  await under.turnOn('sleeper');
  const before = doc(under, 'text');
  await setTitle(under, 'text', 'b');
  const begun = performance.now();
  const ended = under.commit();
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 50);
  const result = await ended;
  clearInterval(timer);
  const time = performance.now() - begun;
  expect(result).toMatchObject({
    kind: 'refused',
    rows: [
      {
        problem: {
          code: 'PLUGIN_TIMEOUT',
          message: expect.stringContaining('sleeper did not answer within 5 s'),
        },
      },
    ],
  });
  expect(time).toBeGreaterThan(4900);
  expect(time).toBeLessThan(6000);
  expect(turns).toBeGreaterThan(50);
  expect(isAborted).toBe(true);
  expect(doc(under, 'text')).toBe(before);
  expect(under.rows('PRAGMA integrity_check')).toEqual([['ok']]);
  const { lastErrors } = (await under.plugins.details({ file: under.file, plugin: 'sleeper' }, context)) as {
    lastErrors: unknown[];
  };
  expect(lastErrors).toHaveLength(1);
}, 15_000);

test('a commit that waits for a hook can be stopped, and an after-hook that sleeps keeps nobody waiting', async () => {
  const aborter = new AbortController();
  const sleep = () => new Promise((resolve) => setTimeout(resolve, 6000).unref());
  const under = await openNotes([
    kindOf('before', { onBeforeUpdate: sleep }),
    kindOf('after', { timeout: 50, onAfterUpdate: sleep }),
  ]);
  await under.turnOn('before');
  await setTitle(under, 'text', 'b');
  const stopped = under.commits.write(
    { file: under.file, decisions: [] },
    { client: 1, signal: aborter.signal },
  );
  setTimeout(() => aborter.abort(), 50);
  await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await under.list()).toHaveLength(1);

  await under.plugins.turn({ file: under.file, plugin: 'before', isOn: false }, context);
  await under.turnOn('after');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(await under.trace('notes.update')).toMatchObject({
    steps: [{ hook: 'onAfterUpdate', outcome: 'late' }],
  });
});

test('of a large commit the first rows are traced; a row beyond them is refused by name all the same', async () => {
  const under = await openNotes();
  await under.turnOn('audit-log');
  await under.turnOn('validation', { rules: { notes: [{ path: 'title', minLength: 2 }] } });
  const insert = (at: number, title: string) => ({
    ...{ kind: 'insert' as const, object: 'notes', id: `i${at}` },
    values: [
      { column: '_id', value: `new-${at}` },
      { column: 'doc', value: JSON.stringify({ title }) },
    ],
  });
  await under.stage(...Array.from({ length: 300 }, (_, at) => insert(at, at === 290 ? 'x' : 'long')));
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    total: 1,
    rows: [{ problem: { message: 'The plugin validation refused it: title is shorter than 2.' } }],
  });
  expect(under.rows("SELECT count(*) FROM notes WHERE _id LIKE 'new-%'")).toEqual([[0]]);
  await under.plugins.turn({ file: under.file, plugin: 'validation', isOn: false }, context);
  expect(await under.commit()).toMatchObject({ kind: 'committed', counts: { inserted: 300 } });
  expect(under.rows('SELECT count(*), count(DISTINCT document_id) FROM _audit_log')).toEqual([[300, 300]]);
  expect((await under.operations()).filter(({ outcome }) => outcome === 'done')).toHaveLength(250);
});
