import { describe, expect, test } from 'vitest';
import { PluginError } from '../errors/plugin-error.ts';
import { PluginTimeoutError } from '../errors/plugin-timeout-error.ts';
import { ValidationError } from '../errors/validation-error.ts';
import type { DatabaseError } from '../errors.ts';
import { type HookContext, type Plugin, tellHooks, vetoHooks } from './plugin.ts';
import { PluginManager } from './plugin-manager.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });
const context = (): HookContext => ({ collectionName: 'users', schema: {}, operation: 'insert' });

function manager(...plugins: readonly Plugin[]) {
  const failures: DatabaseError[] = [];
  const made = new PluginManager({ onFailure: (error) => failures.push(error) });
  for (const plugin of plugins) made.register(plugin);
  return { manager: made, failures };
}

/** A plugin with one hook that writes down when it begins and ends. */
function noting(name: string, order: string[], rest: Partial<Plugin> = {}): Plugin {
  return {
    name,
    onBeforeInsert: async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
    },
    ...rest,
  };
}

describe('registering', () => {
  test.each([
    ['nothing', undefined, /not a plugin/],
    ['no name', {}, /name/],
    ['an empty name', { name: '' }, /name/],
    ['a blank name', { name: '  ' }, /name/],
    ['a name that is no text', { name: 5 }, /name/],
    ['a hook that is no function', { name: 'x', onBeforeInsert: 5 }, /onBeforeInsert is not a function/],
    ['a hook that does not exist', { name: 'x', onBeforInsert: () => {} }, /no hook onBeforInsert/],
    ['a timeout that is none', { name: 'x', timeout: -1 }, /timeout/],
    ['dependencies that are no names', { name: 'x', dependencies: [{}] }, /dependencies/],
  ])('%s is refused', (_what, plugin, message) => {
    const { manager: plugins } = manager();
    expect(() => plugins.register(plugin as Plugin)).toThrow(code('PLUGIN_INVALID'));
    expect(() => plugins.register(plugin as Plugin)).toThrow(message);
    expect(plugins.listPlugins()).toEqual([]);
  });

  test('a class with a hook that does not exist is refused, one with other methods is a plugin', () => {
    class Wrong {
      name = 'wrong';
      onAfterEverything() {}
    }
    class Right {
      name = 'right';
      static created = 0;
      helper() {}
      onAfterInsert() {
        this.helper();
      }
    }
    const { manager: plugins } = manager();
    expect(() => plugins.register(new Wrong())).toThrow(code('PLUGIN_INVALID'));
    plugins.register(new Right());
    expect(plugins.hasHook('onAfterInsert')).toBe(true);
    expect(plugins.hasHook('onBeforeInsert')).toBe(false);
  });

  test('a name is registered once, and again after it was taken off', () => {
    const first = { name: 'one' };
    const { manager: plugins } = manager(first);
    expect(() => plugins.register({ name: 'one' })).toThrow(PluginError);
    expect(() => plugins.register({ name: 'one' })).toThrow(code('PLUGIN_EXISTS'));
    expect(plugins.getPlugin('one')).toBe(first);
    plugins.unregister('one');
    plugins.unregister('one');
    plugins.unregister('never there');
    expect(plugins.getPlugin('one')).toBeUndefined();
    plugins.register({ name: 'one' });
    expect(plugins.listPlugins().map(({ name }) => name)).toEqual(['one']);
  });
});

describe('order', () => {
  test('is that of registration, one hook after the other', async () => {
    const order: string[] = [];
    const { manager: plugins } = manager(noting('a', order), noting('b', order));
    await plugins.executeHook('onBeforeInsert', context());
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  test('puts first what others need, but lists plugins as they were registered', async () => {
    const order: string[] = [];
    const { manager: plugins } = manager(
      noting('a', order, { dependencies: ['c'] }),
      noting('b', order),
      noting('c', order, { dependencies: ['d'] }),
      noting('d', order),
    );
    await plugins.executeHook('onBeforeInsert', context());
    expect(order.filter((entry) => entry.endsWith('begins'))).toEqual([
      'd begins',
      'c begins',
      'a begins',
      'b begins',
    ]);
    expect(plugins.listPlugins().map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('those that run last come after those that were registered later', async () => {
    const order: string[] = [];
    const { manager: plugins } = manager(
      noting('last', order, { runsLast: true }),
      noting('a', order),
      noting('needed', order, { runsLast: true }),
      noting('b', order, { dependencies: ['needed'] }),
    );
    await plugins.executeHook('onBeforeInsert', context());
    expect(order.filter((entry) => entry.endsWith('begins'))).toEqual([
      'a begins',
      'needed begins',
      'b begins',
      'last begins',
    ]);
  });

  test('a plugin that is needed and missing is named; circles are not registered', async () => {
    const { manager: plugins } = manager({ name: 'a', dependencies: ['b'], onBeforeInsert: () => {} });
    expect(() => plugins.executeHook('onBeforeInsert', context())).toThrow(code('PLUGIN_DEPENDENCY'));
    expect(() => plugins.executeHook('onBeforeInsert', context())).toThrow(/“a” needs “b”/);
    expect(() => plugins.register({ name: 'b', dependencies: ['a'] })).toThrow(/a needs b needs a/);
    expect(() => plugins.register({ name: 'self', dependencies: ['self'] })).toThrow(
      code('PLUGIN_DEPENDENCY'),
    );
    plugins.register({ name: 'b' });
    plugins.executeHook('onBeforeInsert', context());
    expect(() => plugins.unregister('b')).toThrow(code('PLUGIN_DEPENDENCY'));
    plugins.unregister('a');
    plugins.unregister('b');
  });
});

describe('before-hooks', () => {
  test('may change what is written, one after the other', async () => {
    const { manager: plugins } = manager(
      {
        name: 'a',
        onBeforeInsert: (given) => {
          given.data = { ...(given.data as object), a: 1 };
        },
      },
      { name: 'b', onBeforeInsert: async (given) => void Object.assign(given.data as object, { b: 2 }) },
    );
    const given: HookContext = { ...context(), data: { name: 'x' } };
    await plugins.executeHook('onBeforeInsert', given);
    expect(given.data).toEqual({ name: 'x', a: 1, b: 2 });
  });

  test('are sync where all of them are', () => {
    const { manager: plugins } = manager({ name: 'a', onBeforeInsert: () => {} });
    expect(plugins.executeHook('onBeforeInsert', context())).toBeUndefined();
    expect(plugins.executeHook('onBeforeUpdate', context())).toBeUndefined();
  });

  test.each([
    [
      'at once',
      () => {
        throw new Error('no');
      },
    ],
    [
      'later',
      async () => {
        throw new Error('no');
      },
    ],
  ])('what one throws %s stops the rest, and is the cause', async (_when, onBeforeInsert) => {
    const order: string[] = [];
    const { manager: plugins, failures } = manager({ name: 'a', onBeforeInsert }, noting('b', order));
    const error = await (async () => plugins.executeHook('onBeforeInsert', context()))().catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(PluginError);
    expect(error).toMatchObject({
      code: 'PLUGIN_FAILED',
      plugin: 'a',
      hook: 'onBeforeInsert',
      message: expect.stringContaining('no'),
      cause: expect.objectContaining({ message: 'no' }),
    });
    expect(order).toEqual([]);
    expect(failures).toEqual([]);
  });

  test('errors of the engine come as they are', () => {
    const veto = new ValidationError('users', [{ path: ['name'], message: 'taken' }]);
    const { manager: plugins } = manager({
      name: 'a',
      onBeforeInsert: () => {
        throw veto;
      },
    });
    expect(() => plugins.executeHook('onBeforeInsert', context())).toThrow(veto);
  });

  test('one that takes too long is told so by its signal, and stops the operation', async () => {
    let signal: AbortSignal | undefined;
    const { manager: plugins } = manager({
      name: 'slow',
      timeout: 10,
      onBeforeInsert: (given) => {
        signal = given.signal;
        return new Promise(() => {});
      },
    });
    await expect(plugins.executeHook('onBeforeInsert', context())).rejects.toThrow(PluginTimeoutError);
    expect(signal?.aborted).toBe(true);
    expect(signal?.reason).toBeInstanceOf(PluginTimeoutError);
    expect(plugins.getFigures()).toMatchObject([
      { plugin: 'slow', hook: 'onBeforeInsert', calls: 1, failures: 1, timeouts: 1 },
    ]);
  });
});

describe('after-hooks', () => {
  test('what they throw is told, and the rest is asked all the same', async () => {
    const told: string[] = [];
    const { manager: plugins, failures } = manager(
      {
        name: 'a',
        onAfterInsert: () => {
          throw new Error('at once');
        },
      },
      { name: 'b', onAfterInsert: async () => Promise.reject(new Error('later')) },
      { name: 'c', onAfterInsert: () => void told.push('c') },
    );
    await plugins.executeHookSafe('onAfterInsert', context());
    expect(told).toEqual(['c']);
    expect(failures).toEqual([code('PLUGIN_FAILED'), code('PLUGIN_FAILED')]);
  });

  test('of strict plugins are thrown again when all were told', async () => {
    const told: string[] = [];
    const { manager: plugins, failures } = manager(
      {
        name: 'a',
        strict: true,
        onAfterInsert: () => {
          throw new Error('strictly');
        },
      },
      { name: 'b', onAfterInsert: () => void told.push('b') },
    );
    expect(() => plugins.executeHookSafe('onAfterInsert', context())).toThrow(/strictly/);
    expect(told).toEqual(['b']);
    expect(failures).toEqual([]);
  });

  test('one that takes too long is given up', async () => {
    const { manager: plugins, failures } = manager({
      name: 'slow',
      timeout: 10,
      onAfterInsert: () => new Promise(() => {}),
    });
    await plugins.executeHookSafe('onAfterInsert', context());
    expect(failures).toEqual([code('PLUGIN_TIMEOUT')]);
  });
});

test('hooks are told whether they run in a transaction', () => {
  let isInTransaction = false;
  const seen: unknown[] = [];
  const plugins = new PluginManager({ isInTransaction: () => isInTransaction });
  plugins.register({ name: 'a', onBeforeInsert: (given) => void seen.push(given.isInTransaction) });
  plugins.executeHook('onBeforeInsert', context());
  isInTransaction = true;
  plugins.executeHook('onBeforeInsert', context());
  expect(seen).toEqual([false, true]);
});

test('async functions are found before a Sync method has done anything', () => {
  const { manager: plugins } = manager({
    name: 'a',
    onAfterInsert: async () => {},
    onBeforeInsert: () => {},
  });
  plugins.assertSync(['onBeforeInsert', 'onBeforeUpdate']);
  expect(() => plugins.assertSync(['onBeforeInsert', 'onAfterInsert'])).toThrow(code('SYNC_HOOK_ASYNC'));
});

test('the calls of every hook are counted', async () => {
  const names = [...vetoHooks, ...tellHooks];
  const { manager: plugins } = manager({
    name: 'all',
    ...Object.fromEntries(names.map((hook) => [hook, () => {}])),
  });
  for (const hook of vetoHooks) await plugins.executeHook(hook, context());
  for (const hook of tellHooks) await plugins.executeHookSafe(hook, context());
  await plugins.tellPlugin('all', 'onDatabaseInit', context());
  const calls = Object.fromEntries(plugins.getFigures().map((figures) => [figures.hook, figures.calls]));
  expect(calls).toEqual({ ...Object.fromEntries(names.map((hook) => [hook, 1])), onDatabaseInit: 2 });
  plugins.unregister('all');
  expect(plugins.getFigures()).toEqual([]);
});
