import { expect, onTestFinished, test } from 'vitest';
import type { z } from 'zod';
import { createCollections } from '../../../../src-main/workbench/collections/index.ts';
import { context, openEdits } from '../../../../src-main/workbench/edits/testing/open-edits.ts';
import type { Client } from '../../../../src-preload/client.ts';
import { contract } from '../../../../src-preload/contract/index.ts';
import { setValue } from '../../../../src-preload/contract/json-text/index.ts';
import { FileEdits } from '../../../lib/edits/file-edits.ts';
import { DocumentSession } from './document-session.ts';

const ADA = '{ "name":"Ada", "age":1.10, "tags":["x"] }';
const SCHEMA = JSON.stringify({
  type: 'object',
  properties: { name: { type: 'string', minLength: 2 }, age: { type: 'number' } },
  required: ['name'],
});
const PEOPLE = `CREATE TABLE people (_id TEXT PRIMARY KEY, doc TEXT NOT NULL);
  INSERT INTO people VALUES ('a', '${ADA}');
  CREATE TABLE plain (id INTEGER PRIMARY KEY, settings TEXT, other TEXT);
  INSERT INTO plain VALUES (1, '{"on":true}', '{"on":false}');
  CREATE TABLE _cairn_collections (name TEXT PRIMARY KEY NOT NULL COLLATE NOCASE, version INTEGER NOT NULL,
    primary_key TEXT NOT NULL, schema TEXT NOT NULL, constrained_fields TEXT NOT NULL, constraints TEXT NOT NULL);
  INSERT INTO _cairn_collections VALUES ('people', 1, '_id', '${SCHEMA}', '[]', '[]');`;

/** The workbench of a file, as a window calls it. */
async function openPeople() {
  const under = await openEdits(PEOPLE);
  const collections = createCollections(under.services, { get: () => unused() } as never);
  const slice = (methods: object, handlers: object) =>
    Object.fromEntries(
      Object.entries(handlers).map(([verb, handler]) => {
        const { input: schema } = (methods as Record<string, { input: z.ZodType }>)[verb] ?? {};
        return [verb, async (input: unknown) => handler(schema?.parse(input), context)];
      }),
    );
  // The slices that a session calls, without frames between.
  const client = {
    edits: slice(contract.edits, under.handlers),
    collections: slice(contract.collections, collections),
  } as unknown as Client;
  const edits = new FileEdits(client, under.file, () => undefined);
  const open = async (object = 'people', column = 'doc') => {
    const session = new DocumentSession({
      client,
      edits,
      object,
      row: { key: [1] },
      column,
      isWhole: object === 'people',
      id: 'a',
    });
    session.setChecked(object === 'people');
    await session.load();
    onTestFinished(() => session.close());
    return session;
  };
  const drafts = async (object = 'people') =>
    (await client.edits.drafts({ file: under.file, object })).drafts;
  return { under, open, drafts };
}

function unused(): never {
  throw new Error('No view is asked for here.');
}

const textOf = (session: DocumentSession): string => session.state().draft?.text ?? '';
const set = (session: DocumentSession, key: string, raw: string): void =>
  session.change(setValue(textOf(session), [key], raw), key);

test('what is typed is kept soon after, and is there again in another session; discarded, it is forgotten', async () => {
  const { open, drafts } = await openPeople();
  const session = await open();
  expect(textOf(session)).toBe(ADA);
  set(session, 'name', '"Ad"');
  set(session, 'name', '"Adele"');
  await expect
    .poll(() => drafts())
    .toMatchObject([{ column: null, text: ADA.replace('Ada', 'Adele'), problems: 0 }]);
  const again = await open();
  expect(textOf(again)).toBe(ADA.replace('Ada', 'Adele'));
  again.discard();
  await expect.poll(() => drafts()).toEqual([]);
  expect(textOf(again)).toBe(ADA);
  expect(textOf(await open())).toBe(ADA);
});

test('closed, a session keeps at once what was typed last', async () => {
  const { open, drafts } = await openPeople();
  const session = await open();
  set(session, 'age', '2.50');
  session.close();
  await expect
    .poll(() => drafts(), { timeout: 250, interval: 10 })
    .toMatchObject([{ text: ADA.replace('1.10', '2.50') }]);
});

test('staged, a draft changes its own bytes only and is a draft no longer; letters of one field are undone together', async () => {
  const { under, open, drafts } = await openPeople();
  const session = await open();
  set(session, 'age', '2');
  set(session, 'age', '2.50');
  session.rest();
  set(session, 'name', '"Eve"');
  expect(session.undo()).toBe(true);
  expect(textOf(session)).toBe(ADA.replace('1.10', '2.50'));
  expect(await session.stage()).toBe(true);
  expect(await drafts()).toEqual([]);
  const [row] = await under.list('people');
  expect(row?.cells[0]).toMatchObject({ before: ADA, after: ADA.replace('1.10', '2.50') });
  expect(session.undo()).toBe(false);
  expect(session.state()).toMatchObject({ stored: ADA, isOutdated: false, problems: [] });
  expect(await session.stage()).toBe(true);
});

test('what does not fit the schema is told, stays a draft with its problems, and is not staged', async () => {
  const { under, open, drafts } = await openPeople();
  const session = await open();
  set(session, 'name', '""');
  await expect.poll(() => session.state().problems).toMatchObject([{ path: ['name'] }]);
  expect(await session.stage()).toBe(false);
  expect(await drafts()).toMatchObject([{ problems: 1 }]);
  expect(await under.list()).toEqual([]);
  set(session, 'name', '"Eve"');
  await expect.poll(() => session.state().problems).toEqual([]);
  await expect.poll(() => drafts()).toMatchObject([{ problems: 0 }]);
  await session.finish();
  expect(await under.list('people')).toHaveLength(1);
});

test('a slow answer about an older text says nothing about the newer one', async () => {
  const { open } = await openPeople();
  const session = await open();
  set(session, 'name', '""');
  const first = session.check();
  set(session, 'name', '"Eve"');
  await Promise.all([first, session.check()]);
  expect(session.state().problems).toEqual([]);
});

test('text that is not JSON is kept as it was typed, blocks staging, and gives way to undo', async () => {
  const { open, drafts } = await openPeople();
  const session = await open();
  session.retype(`${ADA} half`);
  expect(session.state().draft).toMatchObject({ text: ADA, typed: `${ADA} half` });
  expect(await session.stage()).toBe(false);
  expect(await drafts()).toMatchObject([{ text: `${ADA} half`, problems: 1 }]);
  const again = await open();
  expect(again.state().draft?.typed).toBe(`${ADA} half`);
  again.undo();
  expect(again.state().draft?.typed).toBeNull();
});

test('a draft goes on over a document that others changed elsewhere, and is outdated where they changed the same', async () => {
  const { under, open } = await openPeople();
  const session = await open();
  const other = await open();
  set(session, 'name', '"Eve"');
  set(other, 'age', '7');
  expect(await other.stage()).toBe(true);
  await session.load();
  expect(session.state()).toMatchObject({ isOutdated: false, draft: { base: ADA.replace('1.10', '7') } });
  expect(textOf(session)).toBe(ADA.replace('Ada', 'Eve').replace('1.10', '7'));

  under.writer.execSync("UPDATE people SET doc = replace(doc, 'Ada', 'Bob')");
  await under.stage({ kind: 'unstage', object: 'people', row: { key: [1] }, columns: null });
  await session.load();
  expect(session.state().isOutdated).toBe(true);
  expect(textOf(session)).toContain('Eve');
  session.discard();
  expect(session.state().isOutdated).toBe(false);
  expect(textOf(session)).toContain('Bob');
});

test('drafts of two columns of one row stand beside each other, and beside one of a field', async () => {
  const { open, drafts } = await openPeople();
  const [settings, other] = [await open('plain', 'settings'), await open('plain', 'other')];
  set(settings, 'on', 'false');
  set(other, 'on', 'null');
  settings.rest();
  other.rest();
  await expect
    .poll(() => drafts('plain'))
    .toMatchObject([
      { column: 'settings', text: '{"on":false}' },
      { column: 'other', text: '{"on":null}' },
    ]);
  expect(textOf(await open('plain', 'settings'))).toBe('{"on":false}');
  expect(await settings.stage()).toBe(true);
  expect(await drafts('plain')).toMatchObject([{ column: 'other' }]);
});

test('a row that is gone says so, and what was typed is not', async () => {
  const { under, open, drafts } = await openPeople();
  const session = await open();
  set(session, 'name', '"Eve"');
  session.rest();
  under.writer.execSync('DELETE FROM people');
  await session.load();
  expect(session.state().error).toMatchObject({ code: 'ROW_NOT_FOUND' });
  expect(textOf(session)).toContain('Eve');
  await expect.poll(() => drafts()).toHaveLength(1);
});
