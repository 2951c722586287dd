import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { HookContext, HookName, Plugin } from '../plugins/plugin.ts';
import { testedDrivers } from '../testing/each-driver.ts';
import { TestCollections } from './testing/test-collections.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const hookNames: readonly HookName[] = [
  ...(['onBeforeInsert', 'onAfterInsert', 'onBeforeUpdate', 'onAfterUpdate', 'onBeforeDelete'] as const),
  ...([
    'onAfterDelete',
    'onBeforeQuery',
    'onAfterQuery',
    'onBeforeCommit',
    'onError',
    'onCollectionDrop',
  ] as const),
];

describe.each(testedDrivers)('hooks of collections, %s', (driver) => {
  function open(...plugins: readonly Plugin[]) {
    const db = new TestCollections({ driver, isShared: false, isPooled: false, isInMemory: true });
    for (const plugin of plugins) db.use(plugin);
    const notes = db.collection(
      'notes',
      z.object({ id: z.string(), text: z.string(), n: z.number().default(0) }),
    );
    return { db, notes };
  }

  /** Writes down which hooks were asked, with their operation and ids. */
  function recorder() {
    const told: string[] = [];
    const tell =
      (hook: HookName) =>
      ({ operation, ids, data }: HookContext) => {
        told.push(
          `${hook} ${operation} ${(ids ?? []).join(' ')}${Array.isArray(data) ? ` [${data.length}]` : ''}`.trim(),
        );
      };
    const plugin = Object.assign(
      { name: 'recorder' },
      Object.fromEntries(hookNames.map((hook) => [hook, tell(hook)])),
    );
    return { told, plugin };
  }

  test('each operation has its hooks, in their order', async () => {
    const { told, plugin } = recorder();
    const { notes } = open(plugin);
    await notes.insert({ id: 'a', text: 'x' });
    await notes.insertBulk([
      { id: 'b', text: 'x' },
      { id: 'c', text: 'x' },
    ]);
    await notes.put('a', { n: 1 });
    await notes.putBulk([{ id: 'b', doc: { n: 1 } }]);
    await notes.upsert('d', { text: 'new' });
    await notes.upsertBulk([
      { id: 'd', doc: { text: 'old' } },
      { id: 'e', doc: { text: 'new' } },
    ]);
    await notes.atomicUpdate('a', { $inc: { n: 1 } });
    await notes.findById('a');
    await notes.delete('a');
    await notes.deleteBulk(['b', 'nobody']);
    await notes.put('nobody', {}).catch(() => {});
    await notes.drop();
    expect(told).toEqual([
      ...['onBeforeInsert insert', 'onBeforeCommit insert a', 'onAfterInsert insert a'],
      ...[
        'onBeforeInsert insertBulk  [2]',
        'onBeforeCommit insertBulk b c [2]',
        'onAfterInsert insertBulk b c [2]',
      ],
      ...['onBeforeUpdate put a', 'onBeforeCommit put a', 'onAfterUpdate put a'],
      ...['onBeforeUpdate putBulk b [1]', 'onBeforeCommit putBulk b [1]', 'onAfterUpdate putBulk b [1]'],
      ...['onBeforeInsert upsert d', 'onBeforeCommit upsert d', 'onAfterInsert upsert d'],
      ...[
        'onBeforeInsert upsertBulk e [1]',
        'onBeforeUpdate upsertBulk d [1]',
        'onBeforeCommit upsertBulk d e [2]',
      ],
      ...['onAfterInsert upsertBulk e [1]', 'onAfterUpdate upsertBulk d [1]'],
      ...['onBeforeUpdate atomicUpdate a', 'onBeforeCommit atomicUpdate a', 'onAfterUpdate atomicUpdate a'],
      ...['onBeforeQuery findById', 'onAfterQuery findById'],
      ...['onBeforeDelete delete a', 'onBeforeCommit delete a', 'onAfterDelete delete a'],
      ...[
        'onBeforeDelete deleteBulk b nobody',
        'onBeforeCommit deleteBulk b nobody',
        'onAfterDelete deleteBulk b nobody',
      ],
      ...['onBeforeUpdate put nobody', 'onError put'],
      'onCollectionDrop collection_drop',
    ]);
  });

  test('before-hooks change what is stored, not what the caller has', async () => {
    const upper = ({ data }: HookContext) => {
      for (const document of [data].flat() as { text: string }[]) document.text = document.text.toUpperCase();
    };
    const { notes } = open({ name: 'upper', onBeforeInsert: upper, onBeforeUpdate: upper });
    const given = { id: 'a', text: 'abc' };
    expect(await notes.insert(given)).toMatchObject({ text: 'ABC' });
    expect(await notes.insertBulk([{ id: 'b', text: 'b' }])).toMatchObject([{ text: 'B' }]);
    expect(await notes.upsert('c', { text: 'c' })).toMatchObject({ text: 'C' });
    expect(await notes.upsertBulk([{ id: 'c', doc: { text: 'd' } }])).toMatchObject([{ text: 'D' }]);
    expect(await notes.put('a', { text: 'e' })).toMatchObject({ text: 'E' });
    expect(notes.putBulkSync([{ id: 'a', doc: { text: 'f' } }])).toMatchObject([{ text: 'F' }]);
    expect(given).toEqual({ id: 'a', text: 'abc' });
  });

  test('a veto stops before anything is written; a failing after-hook undoes nothing', async () => {
    const no = () => {
      throw new Error('no');
    };
    const { notes, db } = open({
      name: 'veto',
      onBeforeInsert: ({ data }) => ((data as { text: string }).text === 'bad' ? no() : 1),
      onBeforeDelete: no,
      onBeforeCommit: ({ operation }) => (operation === 'put' ? no() : 1),
    });
    await expect(notes.insert({ id: 'a', text: 'bad' })).rejects.toThrow('no');
    await notes.insert({ id: 'b', text: 'good' });
    await expect(notes.delete('b')).rejects.toThrow('no');
    await expect(notes.deleteBulk(['b'])).rejects.toThrow('no');
    await expect(notes.put('b', { n: 5 })).rejects.toThrow('no');
    expect(await notes.toArray()).toEqual([{ id: 'b', text: 'good', n: 0 }]);
    expect(await db.rows('SELECT COUNT(*) FROM notes')).toEqual([[1]]);
    const strict = open({ name: 'after', strict: true, onAfterInsert: no });
    await expect(strict.notes.insert({ id: 'a', text: 'x' })).rejects.toThrow('no');
    expect(await strict.notes.count()).toBe(1);
  });

  test('statements of onBeforeCommit are stored with the write or not at all', async () => {
    const log: Plugin = {
      name: 'log',
      onBeforeCommit: ({ statements, operation }) => {
        statements?.push({ sql: 'INSERT INTO log VALUES (?)', params: [operation] });
      },
    };
    const { notes, db } = open(log);
    await db.exec('CREATE TABLE log (operation TEXT)');
    await notes.insert({ id: 'a', text: 'x' });
    await expect(notes.insert({ id: 'a', text: 'x' })).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
    await expect(
      notes.insertBulk([
        { id: 'b', text: 'x' },
        { id: 'a', text: 'x' },
      ]),
    ).rejects.toThrow();
    await notes.put('a', { n: 1 });
    await notes.putBulk([{ id: 'a', doc: { n: 2 } }]);
    expect(await notes.deleteBulk(['a'])).toBe(1);
    expect((await db.rows('SELECT * FROM log')).flat()).toEqual(['insert', 'put', 'putBulk', 'deleteBulk']);
  });

  test('an update that somebody else was faster than leaves no statements of its hooks', async () => {
    let commits = 0;
    const log: Plugin = {
      name: 'log',
      onBeforeCommit: async ({ statements }) => {
        commits += 1;
        await Promise.resolve();
        statements?.push({ sql: 'INSERT INTO log VALUES (1)' });
      },
    };
    const { notes, db } = open(log);
    await db.exec('CREATE TABLE log (operation)');
    await notes.insert({ id: 'a', text: 'x' });
    await Promise.all(Array.from({ length: 5 }, () => notes.atomicUpdate('a', { $inc: { n: 1 } })));
    expect(await notes.findById('a')).toMatchObject({ n: 5 });
    expect(await db.rows('SELECT COUNT(*) FROM log')).toEqual([[6]]);
    expect(commits).toBeGreaterThan(6);
  });

  test('a hook may want documents to be marked instead of deleted', async () => {
    const soft: Plugin = {
      name: 'soft',
      onBeforeDelete: (context) => {
        context.insteadOfDelete = { text: 'deleted' };
      },
    };
    const { notes } = open(soft);
    await notes.insertBulk([
      { id: 'a', text: 'x' },
      { id: 'b', text: 'x' },
    ]);
    expect(await notes.delete('a')).toBe(true);
    expect(await notes.delete('nobody')).toBe(true);
    expect(await notes.deleteBulk(['b', 'nobody'])).toBe(1);
    expect((await notes.toArray()).map(({ text }) => text)).toEqual(['deleted', 'deleted']);
  });

  test('a table that cannot be made is told to onError', async () => {
    const told: unknown[] = [];
    const { db } = open({ name: 'errors', onError: ({ operation, error }) => told.push([operation, error]) });
    await db.exec(
      "CREATE TABLE odd (_id TEXT PRIMARY KEY, doc TEXT NOT NULL); INSERT INTO odd VALUES ('a', 'x')",
    );
    const odd = db.collection('odd', z.object({ n: z.number() }));
    await expect(odd.insert({ n: 1 })).rejects.toThrow(code('TABLE_UNSUITABLE'));
    expect(() => odd.insertSync({ n: 1 })).toThrow(code('TABLE_UNSUITABLE'));
    expect(told).toEqual([
      ['prepare', code('TABLE_UNSUITABLE')],
      ['prepare', code('TABLE_UNSUITABLE')],
    ]);
  });

  test('a hook that answers later makes Sync methods fail before they write', async () => {
    const later = async () => {};
    const { notes } = open({ name: 'later', onAfterInsert: later, onBeforeQuery: () => Promise.resolve() });
    expect(() => notes.insertSync({ id: 'a', text: 'x' })).toThrow(code('SYNC_HOOK_ASYNC'));
    expect(() => notes.findByIdSync('a')).toThrow(code('SYNC_HOOK_ASYNC'));
    expect(await notes.count()).toBe(0);
    await notes.insert({ id: 'a', text: 'x' });
    expect(await notes.findById('a')).toMatchObject({ text: 'x' });
  });
});
