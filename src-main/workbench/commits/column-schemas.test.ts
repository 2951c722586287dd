import { expect, test } from 'vitest';
import { openCommits } from './testing/open-commits.ts';

const schemaOf = (properties: object) =>
  JSON.stringify({ type: 'object', properties, required: Object.keys(properties) });

/** A plain table with schemas for two of its columns, one of them as JSONB. */
const readings = `CREATE TABLE _cairn_schemas (table_name TEXT NOT NULL COLLATE NOCASE, column_name TEXT NOT NULL COLLATE NOCASE,
    version INTEGER NOT NULL, schema TEXT NOT NULL, PRIMARY KEY (table_name, column_name));
  INSERT INTO _cairn_schemas VALUES ('Readings', 'PAYLOAD', 1, '${schemaOf({ temp: { type: 'number' }, unit: { enum: ['C', 'K'] } })}'),
    ('readings', 'extra', 1, '${schemaOf({ n: { type: 'integer' } })}'), ('readings', 'gone', 1, '{}');
  CREATE TABLE readings (id INTEGER PRIMARY KEY, payload TEXT, extra BLOB, note TEXT);
  INSERT INTO readings VALUES (1, '{"temp": 1.50, "unit":"C"}', jsonb('{"n":1}'), '{}'), (2, 'no JSON', NULL, NULL);`;

const cell = (key: number, column: string) => ({ object: 'readings', row: { key: [key] }, column });
const payload = `SELECT payload FROM readings WHERE id = 1`;

test('a field that breaks the schema of its column is refused with its place, and nothing is written', async () => {
  const under = await openCommits(readings);
  await under.stage({ kind: 'field', ...cell(1, 'payload'), path: ['unit'], raw: '"F"' });
  await under.stage({ kind: 'set', ...cell(1, 'note'), value: 'free' });
  const { rows } = expectRefused(await under.commit());
  expect(rows).toMatchObject([{ problem: { code: 'DOCUMENT_INVALID', column: 'payload', path: ['unit'] } }]);
  expect(under.rows(payload)).toEqual([['{"temp": 1.50, "unit":"C"}']]);
  await under.stage({ kind: 'field', ...cell(1, 'payload'), path: ['unit'], raw: '"K"' });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows(payload)).toEqual([['{"temp": 1.50, "unit":"K"}']]);
});

test('every column is asked by its own schema, JSONB and values that were set as a whole too', async () => {
  const under = await openCommits(readings);
  await under.stage({ kind: 'field', ...cell(1, 'extra'), path: ['n'], raw: '1.5' });
  await under.stage({ kind: 'set', ...cell(2, 'payload'), value: '[1]' });
  const { rows } = expectRefused(await under.commit());
  expect(rows.map(({ problem: { column, path } }) => [column, path])).toEqual([
    ['payload', []],
    ['extra', ['n']],
  ]);
  // What was no document before can become one, and NULL is none.
  await under.stage({ kind: 'field', ...cell(1, 'extra'), path: ['n'], raw: '2' });
  await under.stage({ kind: 'set', ...cell(2, 'payload'), value: '{"temp":2,"unit":"C"}' });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  await under.stage({ kind: 'set', ...cell(2, 'payload'), value: null });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT payload, json(extra) FROM readings')).toEqual([
    ['{"temp": 1.50, "unit":"C"}', '{"n":2}'],
    [null, null],
  ]);
});

test('a new row is asked too; a column without a schema takes anything', async () => {
  const under = await openCommits(readings);
  const insert = (id: string, text: string) =>
    under.stage({
      ...{ kind: 'insert', object: 'readings', id },
      values: [
        { column: 'payload', value: text },
        { column: 'note', value: 'no JSON' },
      ],
    });
  await insert('a', '{"temp":"cold","unit":"C"}');
  const { rows } = expectRefused(await under.commit());
  expect(rows).toMatchObject([{ problem: { column: 'payload', path: ['temp'] } }]);
  await under.stage({
    ...{ kind: 'field', object: 'readings', row: { inserted: 'a' }, column: 'payload' },
    ...{ path: ['temp'], raw: '3' },
  });
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows('SELECT payload FROM readings WHERE id = 3')).toEqual([['{"temp":3,"unit":"C"}']]);
});

test('what is merged with the work of another program is asked about as it would be written', async () => {
  const under = await openCommits(readings);
  await under.stage({ kind: 'field', ...cell(1, 'payload'), path: ['temp'], raw: '7' });
  under.writer.execSync(`UPDATE readings SET payload = json_remove(payload, '$.unit') WHERE id = 1`);
  const { rows } = expectRefused(await under.commit());
  expect(rows).toMatchObject([{ problem: { column: 'payload', path: ['unit'] } }]);
  under.writer.execSync(
    `UPDATE readings SET payload = '{"temp": 1.50, "unit":"K", "by":"other"}' WHERE id = 1`,
  );
  expect(await under.commit()).toMatchObject({ kind: 'committed' });
  expect(under.rows(payload)).toEqual([['{"temp": 7, "unit":"K", "by":"other"}']]);
});

function expectRefused<T extends { readonly kind: string }>(outcome: T): Extract<T, { kind: 'refused' }> {
  expect(outcome.kind).toBe('refused');
  return outcome as Extract<T, { kind: 'refused' }>;
}
