import { expect, test } from 'vitest';
import { createPlugins, PluginSet } from '../plugins/index.ts';
import { applyStaged } from '../transactions/apply-staged.ts';
import { context, openTransactions } from '../transactions/testing/open-transactions.ts';

const NOTES = `CREATE TABLE notes (_id TEXT PRIMARY KEY NOT NULL, doc TEXT NOT NULL);
  INSERT INTO notes VALUES ('a', '{"title":"x",  "n":1.10}')`;

async function openNotes() {
  const under = await openTransactions(NOTES);
  const set = new PluginSet(under.services);
  const plugins = createPlugins(under.services, set);
  const { file } = under;
  const note = { object: 'notes', row: { key: [1] }, column: 'doc' };
  await under.stage({ kind: 'field', ...note, path: ['title'], raw: '"y"' });
  return {
    ...under,
    turn: (plugin: string, isOn: boolean) => plugins.turn({ file, plugin, isOn }, context),
    rule: (minLength: number) =>
      plugins.configure(
        { file, plugin: 'validation', settings: { rules: { notes: [{ path: 'title', minLength }] } } },
        context,
      ),
    apply: () => applyStaged(under.open.own(file, 1), under.staged, context, set),
  };
}

test('staged edits that are applied into a transaction are asked about, too', async () => {
  const under = await openNotes();
  await under.rule(3);
  await under.turn('validation', true);
  await under.begin();
  await expect(under.apply()).rejects.toMatchObject({
    code: 'EDIT_REFUSED',
    message: expect.stringContaining('validation refused it: title is shorter than 3.'),
  });
  await under.rule(1);
  await under.apply();
  await under.open.own(under.file, 1).commit();
  expect(under.rows('SELECT doc FROM notes')).toEqual([['{"title":"y",  "n":1.10}']]);
});

test('what a plugin would add to a transaction of the user is refused, not left out', async () => {
  const under = await openNotes();
  await under.turn('audit-log', true);
  await under.begin();
  await expect(under.apply()).rejects.toMatchObject({
    message: expect.stringContaining('audit-log refused it: it adds statements'),
  });
  await under.turn('audit-log', false);
  await under.apply();
  await under.open.own(under.file, 1).commit();
  expect(under.rows("SELECT count(*) FROM sqlite_schema WHERE name = '_audit_log'")).toEqual([[0]]);
});
