import { expect, test } from 'vitest';
import { z } from 'zod';
import { CellTag } from '../../../src-preload/contract/cell.ts';
import { createDB } from '../../engine/index.ts';
import { type CommitsUnderTest, context, openCommits } from './testing/open-commits.ts';

const ODD = `{ "a" : 1.10 ,\r\n "big":12345678901234567890123, "b":{"x":1e400,"y":[1,2,3]},"dup":1,"dup":2,"e":"\\u00e9" }`;

const notes = (encoding: 'text' | 'jsonb', ...documents: string[]) =>
  `CREATE TABLE notes (_id TEXT PRIMARY KEY NOT NULL, doc ${encoding === 'text' ? 'TEXT' : 'BLOB'} NOT NULL);
   ${documents.map((doc, at) => `INSERT INTO notes VALUES ('n${at}', ${encoding === 'jsonb' ? 'jsonb' : ''}('${doc}'));`).join('\n')}`;

const note = (rowid: number) => ({ object: 'notes', row: { key: [rowid] }, column: 'doc' });

function field(under: CommitsUnderTest, rowid: number, path: (string | number)[], raw: string | null) {
  return under.stage({ kind: 'field', ...note(rowid), path, raw });
}

function doc(under: CommitsUnderTest, rowid = 1): unknown {
  return under.rows(
    `SELECT CASE typeof(doc) WHEN 'blob' THEN json(doc) ELSE doc END FROM notes WHERE rowid = ${rowid}`,
  )[0]?.[0];
}

test('one edit changes only the bytes of its value', async () => {
  const under = await openCommits(notes('text', ODD));
  await field(under, 1, ['b', 'y', 1], '2.50');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(doc(under)).toBe(ODD.replace('[1,2,3]', '[1,2.50,3]'));
});

test('JSONB keeps the digits, order and twins of what is beside the edit', async () => {
  const under = await openCommits(notes('jsonb', ODD));
  const before = String(doc(under));
  await field(under, 1, ['b', 'y', 1], '2.50');
  await field(under, 1, ['new'], '"x"');
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(doc(under)).toBe(before.replace('[1,2,3]', '[1,2.50,3]').replace(/\}$/u, ',"new":"x"}'));
  expect(under.rows('SELECT typeof(doc), json_valid(doc, 8) FROM notes')).toEqual([['blob', 1]]);
});

const BASE = '{"f":1,"g":2,"n":{"x":1,"y":2},"a":[10,20,30],"o":"k"}';

/** What another program does to the document, as SQL over `doc`; null: it deletes the row. */
const theirs: Readonly<Record<string, string | null>> = {
  'same field': `json_set(doc, '$.f', 7)`,
  'other field': `json_set(doc, '$.g', 7)`,
  'nested field': `json_set(doc, '$.n.x', 7)`,
  'whole object': `json_set(doc, '$.n', json('{"z":9}'))`,
  'array item': `json_set(doc, '$.a[1]', 7)`,
  'array growth': `json_insert(doc, '$.a[#]', 40)`,
  'key taken away': `json_remove(doc, '$.o')`,
  'row deleted': null,
};

/** What is staged, and how it is seen in the outcome. */
const mine: Readonly<Record<string, { path: (string | number)[]; raw: string | null }>> = {
  'a field': { path: ['f'], raw: '5' },
  'another field': { path: ['g'], raw: '5' },
  'a nested field': { path: ['n', 'x'], raw: '5' },
  'a nested sibling': { path: ['n', 'y'], raw: '5' },
  'an item': { path: ['a', 1], raw: '5' },
  'the whole array': { path: ['a'], raw: '{"now":"an object"}' },
  'a key away': { path: ['o'], raw: null },
  'a new key': { path: ['q'], raw: '5' },
};

const combinations = Object.keys(mine).flatMap((my) => Object.keys(theirs).map((their) => ({ my, their })));

test.for(['text', 'jsonb'] as const)(
  'no update is lost in 64 kinds of concurrent change, %s',
  async (encoding) => {
    expect(combinations).toHaveLength(64);
    const under = await openCommits(notes(encoding, ...combinations.map(() => BASE)));
    const outcomes = new Set<string>();
    for (const [index, { my, their }] of combinations.entries()) {
      const rowid = index + 1;
      const { path, raw } = mine[my] as { path: (string | number)[]; raw: string | null };
      await field(under, rowid, path, raw);
      changeAsOther(under, encoding, rowid, theirs[their] ?? null);
      const now = doc(under, rowid);
      const result = await under.commit();
      outcomes.add(result.kind);
      if (result.kind === 'conflict') {
        expect(doc(under, rowid), `${my}, ${their}`).toBe(now);
        expect(await under.list()).toHaveLength(1);
        expect(result.rows[0]?.fields.some(({ merge }) => merge === 'decide')).toBe(true);
        await under.handlers.discard({ file: under.file, object: null }, context);
        continue;
      }
      // Both changes are there: mine as staged, theirs wherever mine is not.
      const [merged, expected] = [doc(under, rowid), now].map((text) => JSON.parse(String(text)));
      expect(at(merged, path), `${my}, ${their}`).toEqual(raw === null ? undefined : JSON.parse(raw));
      expect(without(merged, path), `${my}, ${their}`).toEqual(without(expected, path));
    }
    expect([...outcomes].sort()).toEqual(['committed', 'conflict']);
  },
);

function changeAsOther(
  under: CommitsUnderTest,
  encoding: string,
  rowid: number,
  change: string | null,
): void {
  const value = encoding === 'jsonb' ? `jsonb(${change})` : change;
  const sql = change === null ? 'DELETE FROM notes' : `UPDATE notes SET doc = ${value}`;
  under.writer.execSync(`${sql} WHERE rowid = ${rowid}`);
}

test('places that both changed are conflicts, and are decided one by one', async () => {
  const under = await openCommits(notes('text', BASE));
  await field(under, 1, ['f'], '5');
  await field(under, 1, ['g'], '6');
  await field(under, 1, ['n', 'x'], '7');
  under.writer.execSync(`UPDATE notes SET doc = json_set(doc, '$.f', 50, '$.g', 60, '$.o', 'other')`);
  const result = await under.commit();
  expect(result).toMatchObject({
    kind: 'conflict',
    rows: [
      {
        what: 'changed',
        fields: [
          { path: ['f'], before: 1, mine: 5, theirs: 50, merge: 'decide' },
          { path: ['g'], before: 2, mine: 6, theirs: 60, merge: 'decide' },
          { path: ['n', 'x'], before: 1, mine: 7, theirs: 1, merge: 'mine' },
          { path: ['o'], before: 'k', mine: 'k', theirs: 'other', merge: 'theirs' },
        ],
      },
    ],
  });
  expect(
    await under.commit(
      { ...note(1), path: ['f'], take: 'mine' },
      { ...note(1), path: ['g'], take: 'theirs' },
    ),
  ).toMatchObject({ kind: 'committed' });
  expect(JSON.parse(String(doc(under)))).toMatchObject({ f: 5, g: 60, n: { x: 7 }, o: 'other' });
});

test('a field under an object that the other side took away: theirs is nothing, and mine brings the object back', async () => {
  const under = await openCommits(notes('text', BASE, BASE, BASE));
  for (const rowid of [1, 2, 3]) await field(under, rowid, ['n', 'x'], '7');
  under.writer.execSync(
    `UPDATE notes SET doc = CASE rowid WHEN 1 THEN json_remove(doc, '$.n')
       WHEN 2 THEN json_set(doc, '$.n', json('{"x":{"deep":3}}')) ELSE json_set(doc, '$.n', 'a text') END`,
  );
  const missing = [CellTag.missing];
  expect(await under.commit()).toMatchObject({
    rows: [
      {
        fields: [
          { path: ['n', 'x'], before: 1, mine: 7, theirs: missing, merge: 'decide' },
          { path: ['n'], mine: [CellTag.object, 2], theirs: missing, merge: 'theirs' },
        ],
      },
      {
        fields: [
          { path: ['n', 'x'], before: 1, mine: 7, theirs: [CellTag.object, 1], merge: 'decide' },
          { path: ['n', 'y'], before: 2, mine: 2, theirs: missing, merge: 'theirs' },
        ],
      },
      {
        fields: [{ path: ['n', 'x'], before: 1, mine: 7, theirs: missing, merge: 'decide' }, { path: ['n'] }],
      },
    ],
  });
  const mineOf = (rowid: number) => ({ ...note(rowid), path: ['n', 'x'], take: 'mine' as const });
  expect(await under.commit(mineOf(1), mineOf(2), mineOf(3))).toMatchObject({ kind: 'committed' });
  expect([1, 2, 3].map((rowid) => JSON.parse(String(doc(under, rowid))).n)).toEqual([
    { x: 7, y: 2 },
    { x: 7 },
    { x: 7, y: 2 },
  ]);
});

test('an object that I took away, of which the other side changed a field: theirs is the object as it is now', async () => {
  const under = await openCommits(notes('text', BASE));
  await field(under, 1, ['n'], '"gone"');
  under.writer.execSync(`UPDATE notes SET doc = json_set(doc, '$.n.x', 7, '$.n.z', 8)`);
  expect(await under.commit()).toMatchObject({
    rows: [
      {
        fields: [
          {
            path: ['n'],
            before: [CellTag.object, 2],
            mine: 'gone',
            theirs: [CellTag.object, 3],
            merge: 'decide',
          },
        ],
      },
    ],
  });
});

async function withSchema(under: CommitsUnderTest, schema: z.ZodObject, options = {}): Promise<void> {
  await using db = createDB({ filename: under.path });
  const people = db.collection('people', schema, options);
  await people.insert({ name: 'Ada', mail: 'ada@x.org', age: 36 } as never);
}

test('a collection’s document is checked by its schema, its version counted, its columns follow it', async () => {
  const under = await openCommits('CREATE TABLE other (x);');
  const schema = z.object({ name: z.string().min(2), mail: z.string(), age: z.number().int() });
  await withSchema(under, schema, { constrainedFields: { mail: { unique: true } } });
  const [[rowid, version]] = under.rows('SELECT rowid, _version FROM people') as [[number, number]];
  const person = { object: 'people', row: { key: [rowid] }, column: 'doc' };
  await under.stage({ kind: 'field', ...person, path: ['name'], raw: '"A"' });
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [
      {
        row: person.row,
        problem: {
          code: 'DOCUMENT_INVALID',
          column: 'doc',
          path: ['name'],
          message: expect.stringContaining('2'),
        },
      },
    ],
  });
  await under.stage(
    { kind: 'field', ...person, path: ['name'], raw: '"Ada L."' },
    { kind: 'field', ...person, path: ['mail'], raw: '"new@x.org"' },
    { kind: 'field', ...person, path: ['unknown'], raw: '1.10' },
  );
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  const [row] = under.rows(
    `SELECT CASE typeof(doc) WHEN 'blob' THEN json(doc) ELSE doc END, mail, _version FROM people`,
  );
  expect(row?.slice(1)).toEqual(['new@x.org', version + 1]);
  expect(String(row?.[0])).toContain('"unknown":1.10');
});

test('a document that only the merge makes invalid is refused, and nothing is written', async () => {
  const under = await openCommits('CREATE TABLE other (x);');
  const schema = z.object({ name: z.string(), mail: z.string(), age: z.number() });
  await withSchema(under, schema);
  const [[rowid]] = under.rows('SELECT rowid FROM people') as [[number]];
  const person = { object: 'people', row: { key: [rowid] }, column: 'doc' };
  await under.stage({ kind: 'field', ...person, path: ['name'], raw: '"Eve"' });
  under.writer.execSync(
    `UPDATE people SET doc = CASE typeof(doc) WHEN 'blob' THEN jsonb_set(doc, '$.age', 'old') ELSE json_set(doc, '$.age', 'old') END`,
  );
  expect(await under.commit()).toMatchObject({
    kind: 'refused',
    rows: [{ problem: { code: 'DOCUMENT_INVALID', path: ['age'] } }],
  });
});

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step],
    value,
  );
}

function without(value: Record<string, unknown>, path: readonly (string | number)[]): unknown {
  const copy = structuredClone(value);
  const holder = at(copy, path.slice(0, -1)) as Record<string | number, unknown> | undefined;
  if (holder !== undefined) delete holder[path.at(-1) ?? ''];
  return copy;
}
