import type { Completion, CompletionResult } from '@codemirror/autocomplete';
import { expect, test } from 'vitest';
import { sqlScope } from '../../../../src-preload/contract/sql-text/index.ts';
import { quoted } from './completion-options.ts';
import { type NameIndex, nameIndex } from './name-index.ts';
import { completeAt } from './sql-completion.ts';

const names: NameIndex = nameIndex({
  objects: [
    {
      name: 'invoices',
      kind: 'table',
      columns: [
        { name: 'invoice_id', type: 'INTEGER' },
        { name: 'billing_city', type: 'TEXT' },
        { name: 'billing country', type: 'TEXT' },
      ],
      paths: [],
    },
    { name: 'tracks', kind: 'table', columns: [{ name: 'price', type: 'REAL' }], paths: [] },
    {
      name: 'orders',
      kind: 'collection',
      columns: [
        { name: '_id', type: 'TEXT' },
        { name: 'doc', type: 'BLOB' },
      ],
      paths: [{ path: '$.ship.country', type: 'string' }],
    },
  ],
  functions: [{ name: 'round', arguments: -1 }],
  pragmas: ['journal_mode'],
});

/** `|` is the caret. */
function offered(text: string, isAskedFor = false): CompletionResult | null {
  const at = text.indexOf('|');
  return completeAt(text.replace('|', ''), at, 0, isAskedFor, names);
}
const shownLabel = ({ label, displayLabel = label }: Completion) => displayLabel;
function labels(text: string, isAskedFor = false): readonly string[] {
  return offered(text, isAskedFor)?.options.map(shownLabel) ?? [];
}

test('columns stand behind an alias, with their types, and are quoted where they must be', () => {
  const found = offered('SELECT * FROM invoices AS i WHERE i.bil|');
  expect(found?.from).toBe('SELECT * FROM invoices AS i WHERE '.length);
  expect(found?.options.map(({ label, detail, apply }) => [label, detail, apply])).toEqual([
    ['i.invoice_id', 'INTEGER', 'i.invoice_id'],
    ['i.billing_city', 'TEXT', 'i.billing_city'],
    ['i.billing country', 'TEXT', 'i."billing country"'],
  ]);
});

test('an alias of a comma list, of a join, of an update and without AS is known; one of elsewhere is not', () => {
  expect(labels('SELECT t.| FROM invoices i, tracks t')).toEqual(['t.price']);
  expect(labels('SELECT 1 FROM invoices JOIN tracks AS tt ON tt.|')).toEqual(['tt.price']);
  expect(labels('UPDATE tracks SET price = tracks.|')).toEqual(['tracks.price']);
  expect(labels('UPDATE OR IGNORE tracks AS u SET price = u.|')).toEqual(['u.price']);
  expect(labels('SELECT nobody.|')).toEqual([]);
  expect(labels('SELECT main.|')).toEqual(['main.invoices', 'main.tracks', 'main.orders']);
});

test('columns of common table expressions and subqueries come from the statement', () => {
  expect(labels('WITH a(x, "y z") AS (SELECT 1, 2) SELECT a.| FROM a')).toEqual(['a.x', 'a.y z']);
  expect(
    labels('WITH RECURSIVE b AS (SELECT price * 2 AS twice, t.price FROM tracks t) SELECT b.| FROM b'),
  ).toEqual(['b.twice', 'b.price']);
  expect(labels('WITH c AS (SELECT * FROM tracks) SELECT k.| FROM c AS k')).toEqual(['k.price']);
  expect(labels('SELECT s.| FROM (SELECT count(*) AS n, max(price) most FROM tracks) AS s')).toEqual([
    's.n',
    's.most',
  ]);
  expect(labels('WITH a AS (SELECT 1) SELECT * FROM a|', true)).toContain('a');
  // Before it is read.
  expect(labels('WITH a AS (SELECT 1 AS one) SELECT a.o|')).toEqual(['a.one']);
});

test('the table of an index, a trigger or ALTER TABLE is known, and so are NEW, OLD and excluded', () => {
  expect(labels('CREATE INDEX x ON tr|')).toContain('tracks');
  expect(labels('CREATE INDEX x ON tracks (pr|')).toContain('price');
  expect(labels('ALTER TABLE tracks DROP COLUMN pr|')).toContain('price');
  const trigger = 'CREATE TRIGGER g AFTER INSERT ON tracks BEGIN';
  expect(labels(`${trigger} SELECT new.|; END`)).toEqual(['new.price']);
  expect(labels(`${trigger} up|`)).toContain('UPDATE');
  expect(labels('INSERT INTO tracks (pr|')).toEqual(['price']);
  expect(labels('INSERT INTO tracks VALUES (1) ON CONFLICT DO UPDATE SET price = excluded.|')).toEqual([
    'excluded.price',
  ]);
});

/** What is offered before all else, for letters that everything would begin with. */
function first(text: string): readonly string[] {
  const options = offered(text)?.options ?? [];
  const most = Math.max(...options.map(({ boost = 0 }) => boost));
  return options.filter(({ boost = 0 }) => boost === most).map(shownLabel);
}

test('statements begin with a verb or a collection; behind a value a word of the grammar comes first', () => {
  expect(labels('se|')).toEqual(expect.arrayContaining(['SELECT', 'orders']));
  expect(labels('se|')).not.toContain('billing_city');
  expect(labels('EXPLAIN QUERY PLAN se|')).toContain('SELECT');
  for (const text of ['SELECT * fr|', 'SELECT 1 fr|', 'SELECT (1) fr|', 'SELECT price fr|'])
    expect(first(text)).toContain('FROM');
  expect(first('SELECT * FROM invoices wh|')).toContain('WHERE');
  expect(labels('SELECT * FROM invoices wh|')).not.toContain('wh');
  expect(first('SELECT * FROM tracks ORDER BY price de|')).toContain('DESC');
  expect(first('SELECT price * pr| FROM tracks')).toEqual(['price']);
  expect(labels('SELECT * FROM invoices, tr|')).toEqual(['invoices', 'tracks', 'orders']);
  expect(first('SELECT * FROM invoices WHERE round(1, bi|')).toContain('billing_city');
  expect(labels('PRAGMA table_info(tr|')).toContain('tracks');
});

test('without a table the columns of all are offered; what two tables have stands behind their names', () => {
  expect(labels('SELECT pri|')).toContain('price');
  const twice = offered('SELECT pr| FROM tracks a JOIN tracks b')?.options ?? [];
  expect(twice.filter(({ label }) => label === 'price').map(({ apply }) => apply)).toEqual([
    'a.price',
    'b.price',
  ]);
  expect(labels('SELECT * FROM tracks a JOIN tracks b USING (pr|')).toEqual(['price']);
  expect(labels('SELECT tr| FROM tracks').filter((label) => label === 'tracks')).toHaveLength(1);
});

test('names in capitals are found by small letters, and shown and written as they are', () => {
  const found = offered('SELECT up|');
  const update = found?.options.find(({ displayLabel }) => displayLabel === 'UPDATE');
  expect([update?.label, update?.apply]).toEqual(['update', 'UPDATE']);
  expect(offered('SELECT UP|')?.options.some(({ label }) => label === 'UPDATE')).toBe(true);
  const [twice] = offered('SELECT pr| FROM tracks a JOIN tracks b')?.options ?? [];
  expect([twice?.displayLabel, twice && found?.getMatch?.(twice, [0, 2])]).toEqual(['a.price', [2, 4]]);
});

test('names that only other databases keep for themselves are not quoted', () => {
  expect(quoted('year')).toBe('year');
  expect(quoted('order')).toBe('"order"');
});

test('1,000 tables with 20,000 columns take no noticeable time', () => {
  const many = nameIndex({
    objects: Array.from({ length: 1000 }, (_, table) => ({
      name: `table_${table}`,
      kind: 'table' as const,
      columns: Array.from({ length: 20 }, (_, column) => ({ name: `c_${table}_${column}`, type: 'TEXT' })),
      paths: [],
    })),
    functions: [],
    pragmas: [],
  });
  const asked = 'SELECT c_ FROM table_7';
  completeAt(asked, 9, 0, false, many);
  const since = performance.now();
  for (let turn = 0; turn < 20; turn += 1) completeAt(asked, 9, 0, false, many);
  completeAt('SELECT c_', 9, 0, false, many);
  expect(performance.now() - since).toBeLessThan(400);
});

test('two letters are needed, unless it is asked for', () => {
  expect(labels('SELECT b| FROM invoices')).toEqual([]);
  expect(labels('SELECT bi| FROM invoices')).toContain('billing_city');
  expect(labels('SELECT | FROM invoices', true)).toContain('billing_city');
  expect(labels('SELECT ro|')).toEqual(expect.arrayContaining(['round', 'ROLLBACK']));
});

test('tables stand behind FROM, pragmas behind PRAGMA', () => {
  expect(labels('SELECT * FROM in|')).toEqual(['invoices', 'tracks', 'orders']);
  expect(labels('DELETE FROM tr|')).toContain('tracks');
  expect(labels('PRAGMA jo|')).toEqual(['journal_mode']);
});

test('paths of documents stand in strings, and as expressions', () => {
  expect(labels("SELECT doc ->> '$.sh|' FROM orders")).toEqual(['$.ship.country']);
  expect(labels("SELECT doc ->> '$.sh|")).toEqual([]);
  expect(labels("SELECT 1 FROM orders WHERE doc ->> '$.s|")).toEqual(['$.ship.country']);
  const path = offered('SELECT shi| FROM orders')?.options.find(({ type }) => type === 'path');
  expect([path?.label, path?.apply]).toEqual(['ship.country', "doc ->> '$.ship.country'"]);
  const two = offered('SELECT shi| FROM orders AS o, tracks')?.options.find(({ type }) => type === 'path');
  expect(two?.apply).toBe("o.doc ->> '$.ship.country'");
});

test('nothing is offered in comments, other strings, numbers and parameters', () => {
  expect(labels('SELECT 1 -- bil|')).toEqual([]);
  expect(labels('/* bil| */ SELECT 1')).toEqual([]);
  expect(labels("SELECT 'bil|' FROM invoices")).toEqual([]);
  expect(labels('SELECT 12| FROM invoices')).toEqual([]);
  expect(labels('SELECT :bil| FROM invoices')).toEqual([]);
  expect(labels('SELECT 1 /* a */ bi| FROM invoices')).toContain('billing_city');
});

test('whatever the text is, reading its names ends', () => {
  for (const sql of [
    'WITH',
    'WITH a',
    'WITH a AS (',
    'SELECT * FROM (',
    'FROM FROM FROM ,,',
    'INSERT INTO',
    '((((',
  ]) {
    expect(sqlScope(sql).sources.length).toBeLessThan(5);
  }
  expect(sqlScope('INSERT INTO tracks (price) VALUES (1)').sources).toEqual([
    { name: 'tracks', table: 'tracks', columns: null },
  ]);
});
