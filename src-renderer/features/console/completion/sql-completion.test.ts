import type { CompletionResult } from '@codemirror/autocomplete';
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
function labels(text: string, isAskedFor = false): readonly string[] {
  return offered(text, isAskedFor)?.options.map(({ label }) => label) ?? [];
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
