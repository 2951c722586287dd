import { expect, test } from 'vitest';
import { plugins as contract } from '../../../src-preload/contract/plugins.ts';
import { context, type EditsUnderTest, openEdits } from '../edits/testing/open-edits.ts';
import { createPlugins, PluginSet } from './index.ts';

const SQL = 'CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)';

function pluginsOf({ services }: EditsUnderTest) {
  return createPlugins(services, new PluginSet(services));
}

test('every shipped plugin is listed, off, with its version and hooks', async () => {
  const under = await openEdits(SQL);
  const list = contract.list.output.parse(await pluginsOf(under).list({ file: under.file }, context));
  expect(list.plugins.map(({ name, version, isOn, calls }) => ({ name, version, isOn, calls }))).toEqual(
    ['timestamps', 'audit-log', 'validation', 'cache', 'metrics', 'soft-delete'].map((name) => ({
      ...{ name, version: '1.0.0', isOn: false, calls: 0 },
    })),
  );
  expect(list.plugins[0]?.hooks).toEqual(['onBeforeInsert', 'onBeforeUpdate']);
});

test('what is on, and its settings, is remembered by file, and told to all windows', async () => {
  const under = await openEdits(SQL);
  const { file } = under;
  const first = pluginsOf(under);
  await first.turn({ file, plugin: 'timestamps', isOn: true }, context);
  const kept = contract.configure.output.parse(
    await first.configure({ file, plugin: 'timestamps', settings: { updatedAt: 'changed' } }, context),
  );
  expect(kept).toMatchObject({ kind: 'kept', details: { settings: { updatedAt: 'changed' } } });
  expect(under.events.filter(({ name }) => name === 'plugins.changed')).toHaveLength(2);

  const later = pluginsOf(under);
  const { plugins } = contract.list.output.parse(await later.list({ file }, context));
  expect(plugins.filter(({ isOn }) => isOn).map(({ name }) => name)).toEqual(['timestamps']);
  const details = contract.details.output.parse(await later.details({ file, plugin: 'timestamps' }, context));
  expect(details.settings).toEqual({ updatedAt: 'changed' });
});

test('settings that are wrong are refused with their place, and what was kept stays', async () => {
  const under = await openEdits(SQL);
  const handlers = pluginsOf(under);
  const settings = { rules: { orders: [{ path: 'total', min: 'one' }] } };
  const refused = contract.configure.output.parse(
    await handlers.configure({ file: under.file, plugin: 'validation', settings }, context),
  );
  expect(refused).toMatchObject({ kind: 'refused', problems: [{ path: ['rules', 'orders', 0, 'min'] }] });
  const details = contract.details.output.parse(
    await handlers.details({ file: under.file, plugin: 'validation' }, context),
  );
  expect(details.settings).toEqual({});
});

test('the settings of each plugin have a schema that a form can be made of', async () => {
  const under = await openEdits(SQL);
  const handlers = pluginsOf(under);
  const schemaOf = async (plugin: string) =>
    contract.details.output.parse(await handlers.details({ file: under.file, plugin }, context)).schema;
  expect(await schemaOf('cache')).toMatchObject({
    type: 'object',
    properties: {
      maxEntries: { type: 'integer', minimum: 1, default: 500 },
      maxAge: { type: 'number', minimum: 0, default: 5000 },
    },
  });
  const rules = await schemaOf('validation');
  expect(rules).toMatchObject({
    properties: { rules: { additionalProperties: { type: 'array', items: { type: 'object' } } } },
  });
  // A check in code cannot be typed in.
  expect(JSON.stringify(rules)).not.toContain('"check"');
  expect(JSON.stringify(rules)).toContain('"minLength"');
});

test('a plugin or an operation that there is not is an error', async () => {
  const under = await openEdits(SQL);
  const handlers = pluginsOf(under);
  const { file } = under;
  await expect(handlers.turn({ file, plugin: 'nothing', isOn: true }, context)).rejects.toMatchObject({
    code: 'PLUGIN_UNKNOWN',
  });
  await expect(handlers.trace({ file, operation: 7 }, context)).rejects.toMatchObject({ code: 'TRACE_GONE' });
});
