import { expect, test } from 'vitest';
import { textHash } from '../../../src-preload/contract/json-text/index.ts';
import { documentPatches } from './index.ts';
import { context, openEdits } from './testing/open-edits.ts';

const PEOPLE = `CREATE TABLE people (_id TEXT PRIMARY KEY, doc BLOB NOT NULL);
  INSERT INTO people VALUES ('a', jsonb('{"name":{"first":"Ada"},"age":1.10,"tags":["x"]}')),
    ('b', '{ "name" : {"first":"Bob"}, "n": 1e400 , "n": 2}'), ('c', 'no JSON');`;

const person = (rowid: number) => ({ object: 'people', row: { key: [rowid] }, column: 'doc' });
const baseOf = (json: string) => ({ length: json.length, hash: textHash(json) });

test('a field of a document is staged as text, and only its bytes are other ones', async () => {
  const under = await openEdits(PEOPLE);
  const changed = await under.stage({
    kind: 'field',
    ...person(2),
    path: ['name', 'first'],
    seen: 'Bob',
    raw: '"Rob"',
  });
  expect(changed.rows?.[0]?.label).toBe('_id b');
  expect(changed.rows?.[0]?.cells).toMatchObject([
    {
      column: 'doc',
      before: '{ "name" : {"first":"Bob"}, "n": 1e400 , "n": 2}',
      after: '{ "name" : {"first":"Rob"}, "n": 1e400 , "n": 2}',
      changes: [{ path: ['name', 'first'], before: '"Bob"', after: '"Rob"' }],
      fields: [
        { path: ['name'], cell: [7, 1] },
        { path: ['name', 'first'], cell: 'Rob' },
      ],
    },
  ]);
  const [entry] = await under.staged.entries(under.file);
  const column = entry?.columns.get('doc');
  expect(column?.document).toEqual({ encoding: 'text' });
  expect(column && documentPatches(column)).toMatchObject([{ path: ['name', 'first'], after: '"Rob"' }]);
  // The rowid of this table may change when it is vacuumed.
  expect(entry?.image?.get('_id')).toBe('b');
});

test('JSONB is edited by the text that SQLite prints; objects on the way are made, items at the end', async () => {
  const under = await openEdits(PEOPLE);
  await under.stage({ kind: 'field', ...person(1), path: ['ship', 'to', 'city'], seen: [11], raw: '"Rome"' });
  await under.stage({ kind: 'field', ...person(1), path: ['tags', 1], raw: '"y"' });
  const { rows } = await under.stage({ kind: 'field', ...person(1), path: ['age'], raw: null });
  const [cell] = rows?.[0]?.cells ?? [];
  expect(cell?.after).toEqual([
    5,
    71,
    '{"name":{"first":"Ada"},"tags":["x","y"],"ship":{"to":{"city":"Rome"}}}',
    true,
  ]);
  expect(cell?.fields).toEqual([
    { path: ['age'], cell: [11] },
    { path: ['tags'], cell: [6, 2] },
    { path: ['ship'], cell: [7, 1] },
    { path: ['ship', 'to'], cell: [7, 1] },
    { path: ['ship', 'to', 'city'], cell: 'Rome' },
  ]);
  const { file } = under;
  const document = await under.handlers.document({ file, ...person(1) }, context);
  expect(document).toMatchObject({
    stored: '{"name":{"first":"Ada"},"age":1.10,"tags":["x"]}',
    encoding: 'jsonb',
  });
});

test('edits of a text are made on the text that they speak of, or refused', async () => {
  const under = await openEdits(PEOPLE);
  const json = '{ "name" : {"first":"Bob"}, "n": 1e400 , "n": 2}';
  const edits = [{ from: json.length - 2, to: json.length - 1, text: '30' }];
  await under.stage({ kind: 'document', ...person(2), base: baseOf(json), edits });
  await expect(
    under.stage({ kind: 'document', ...person(2), base: baseOf(json), edits }),
  ).rejects.toMatchObject({ code: 'BASE_CHANGED' });
  const next = json.replace('2}', '30}');
  const document = await under.handlers.document({ file: under.file, ...person(2) }, context);
  expect(document).toEqual({ json: next, stored: json, encoding: 'text', base: baseOf(next) });
  await expect(
    under.stage({
      kind: 'document',
      ...person(2),
      base: baseOf(next),
      edits: [{ from: 0, to: 1, text: '' }],
    }),
  ).rejects.toMatchObject({ code: 'EDIT_REFUSED', message: expect.stringContaining('not be JSON') });
  const back = [{ from: next.length - 3, to: next.length - 1, text: '2' }];
  const { unstaged } = await under.stage({ kind: 'document', ...person(2), base: baseOf(next), edits: back });
  expect(unstaged).toHaveLength(1);
});

test('a field that was seen otherwise is refused, and so is what is no document', async () => {
  const under = await openEdits(PEOPLE);
  const set = (seen: string) =>
    under.stage({ kind: 'field', ...person(1), path: ['name', 'first'], seen, raw: '"Z"' });
  under.writer.execSync(`UPDATE people SET doc = jsonb_set(doc, '$.name.first', 'Eve') WHERE _id = 'a'`);
  await expect(set('Ada')).rejects.toMatchObject({ code: 'VALUE_CHANGED' });
  await set('Eve');
  await expect(under.stage({ kind: 'field', ...person(3), path: ['x'], raw: '1' })).rejects.toMatchObject({
    code: 'EDIT_REFUSED',
    message: 'doc holds no JSON here.',
  });
  await expect(
    under.stage({ kind: 'field', ...person(1), path: ['age', 'x'], raw: '1' }),
  ).rejects.toMatchObject({ message: 'age is a number, so it can have no field x.' });
  await expect(
    under.stage({ kind: 'field', ...person(1), path: ['tags', 5], raw: '1' }),
  ).rejects.toMatchObject({ message: 'tags has 1 items; an item can only be added at its end.' });
  await expect(under.stage({ kind: 'field', ...person(1), path: ['age'], raw: '01' })).rejects.toMatchObject({
    message: 'The new value of age is not JSON.',
  });
});

test('a new document has fields, and a whole text in a cell is a document too', async () => {
  // With a row that is no document it would be a table like any other.
  const under = await openEdits(`${PEOPLE} DELETE FROM people WHERE _id = 'c'`);
  const values = [
    { column: '_id', value: 'z' },
    { column: 'doc', value: '{"a":{"b":1}}' },
  ];
  const { rows } = await under.stage({ kind: 'insert', object: 'people', id: 'n1', values });
  expect(rows?.[0]?.cells[1]).toMatchObject({
    before: [11],
    changes: null,
    fields: [
      { path: ['a'], cell: [7, 1] },
      { path: ['a', 'b'], cell: 1 },
    ],
  });
  const row = { inserted: 'n1' };
  await under.stage({ kind: 'field', object: 'people', row, column: 'doc', path: ['a', 'b'], raw: '2' });
  const { file } = under;
  expect(
    await under.handlers.document({ file, object: 'people', row, column: 'doc' }, context),
  ).toMatchObject({
    json: '{"a":{"b":2}}',
    stored: null,
  });
  await under.stage({ kind: 'set', ...person(1), value: '{"whole":true}' });
  const [, set] = await under.list('people');
  expect(set?.cells[0]).toMatchObject({ after: [5, 14, '{"whole":true}', true] });
});

test('rows that are named by a rowid have a label, also after a restart', async () => {
  const under = await openEdits(`CREATE TABLE pairs (a INTEGER, b TEXT, c, PRIMARY KEY (a, b));
    INSERT INTO pairs VALUES (1, 'x', 0), (NULL, 'y', 0); CREATE TABLE plain (a); INSERT INTO plain VALUES (1);`);
  const set = (object: string, rowid: number, column: string) =>
    under.stage({ kind: 'set', object, row: { key: [rowid] }, column, value: 7 });
  await set('pairs', 1, 'a');
  await set('pairs', 2, 'c');
  await set('plain', 1, 'a');
  const labels = async (of: typeof under) => (await of.list()).map(({ label }) => label);
  expect(await labels(under)).toEqual(['a 1, b x', 'a NULL, b y', undefined]);
  await under.end();
  const next = await openEdits({ path: under.path, dataFolder: under.services.dataFolder });
  expect(await labels(next)).toEqual(['a 1, b x', 'a NULL, b y', undefined]);
});
