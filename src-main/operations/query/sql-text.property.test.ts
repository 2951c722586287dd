import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { parametersOf, splitStatements } from '../../../src-preload/contract/sql-text/index.ts';
import { openForTest } from '../../engine/testing/each-driver.ts';

/*
 * The texts of statements that pages and operations split (`contract/sql-text`), beside what SQLite itself makes of them.
 */

const SCHEMA = 'CREATE TABLE a (x, y); CREATE TABLE b (x); CREATE VIEW v AS SELECT * FROM a;';

/** Statements that hold what a careless splitter cuts at. */
const statements = [
  'SELECT 1',
  `SELECT ';', "x;y", 'it''s; so', x'3b' FROM (SELECT 1 AS "x;y")`,
  'SELECT [a;b], `c;d` FROM (SELECT 1 AS [a;b], 2 AS `c;d`)',
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i FROM n',
  'WITH d AS (SELECT 1) DELETE FROM a WHERE x IN (SELECT * FROM d)',
  'CREATE TRIGGER t1 AFTER INSERT ON a BEGIN UPDATE a SET x = CASE WHEN new.x THEN 1 ELSE 2 END; DELETE FROM b; END',
  "CREATE TEMP TRIGGER t2 INSTEAD OF UPDATE ON v WHEN old.x = ';END;' BEGIN SELECT CASE 1 WHEN 2 THEN 3 END; /* ; */ SELECT 4; END",
  'EXPLAIN CREATE TRIGGER begin AFTER DELETE ON b BEGIN SELECT 1; END',
  'BEGIN',
  'END',
  'INSERT INTO a VALUES (1, 2), (3, 4) ON CONFLICT DO NOTHING RETURNING x',
  'SELECT CASE x WHEN 1 THEN 2 ELSE 3 END AS "end" FROM a',
  'SELECT /* ; -- */ 1 -- ; /*\n + 2',
  'VALUES (1)',
];

const gap = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\t',
  ' -- no; end\n',
  '/* ; */',
  '\n\n/* a\n; */ ',
  ' \uFEFF',
  ';',
  '; ;',
);

const database = new DatabaseSync(':memory:');
database.exec(SCHEMA);
afterAll(() => database.close());

test('scripts are split into the statements that they were put together from, and SQLite takes each of them', () => {
  const driver = openForTest('better-sqlite3');
  driver.execSync(SCHEMA);
  const script = fc.array(fc.record({ before: gap, sql: fc.constantFrom(...statements), after: gap }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(script, (parts) => {
      const text = parts.map(({ before, sql, after }) => `${before}${sql}${after};`).join('');
      const pieces = splitStatements(text).map(({ from, to }) => text.slice(from, to));
      expect(pieces).toEqual(parts.map(({ sql }) => sql));
      for (const piece of pieces) driver.prepareSync(piece, []);
    }),
  );
});

/** Scraps of SQL of which SQLite compiles a good part, whatever stands behind the first statement. */
const scrap = fc.oneof(
  fc.constantFrom(...statements),
  fc.constantFrom(
    'SELECT',
    '1',
    '+',
    "'",
    '"',
    '`',
    '[',
    ']',
    '--',
    '/*',
    '*/',
    '\n',
    ';',
    "x'",
    '$',
    '::',
    ':a',
    '?2',
  ),
  fc.constantFrom(
    ' ',
    ',',
    '(',
    ')',
    'END',
    'BEGIN',
    '.5',
    '1e+5',
    'CASE',
    'AS',
    'é',
    '\uFEFF',
    '\v',
    '#1',
    '@b(',
    '.',
  ),
);
const soup = fc.array(scrap, { maxLength: 12 }).map((parts) => parts.join(' '));

test('where SQLite compiles the start of a text, the first statement ends where SQLite ended it', () => {
  let compiled = 0;
  fc.assert(
    fc.property(fc.constantFrom(...statements), gap, soup, (first, between, rest) => {
      const text = `${first}${between};${rest}`;
      let taken: string;
      try {
        taken = database.prepare(text).sourceSQL;
      } catch {
        return;
      }
      compiled += 1;
      expect(splitStatements(text)[0]?.end).toBe(taken.length);
    }),
    { numRuns: 2_000 },
  );
  expect(compiled).toBeGreaterThan(1_000);
});

/** better-sqlite3 knows no forms of Tcl, and refuses names that differ in their sign alone. */
const plainParameters = ['?', '?1', '?3', '?12', ':a', '@b', '$c', ':é', ':a', "'?'", '1'];

test.each([
  ['better-sqlite3', plainParameters],
  ['node:sqlite', [...plainParameters, '@a', '$a::b', '$a(b)']],
] as const)('parameters have the numbers that SQLite gives them in %s', (name, forms) => {
  const driver = openForTest(name);
  const parameter = fc.constantFrom(...forms);
  fc.assert(
    fc.property(fc.array(parameter, { minLength: 1, maxLength: 10 }), (parts) => {
      const sql = `SELECT ${parts.join(' , ')}`;
      const parameters = parametersOf(sql);
      const written = parameters.map(({ name, number, isBare }) => ({ name: isBare ? '?' : name, number }));
      const values = Array.from(
        { length: Math.max(0, ...parameters.map(({ number }) => number)) },
        (_, index) => BigInt(index + 1),
      );
      const { rows } = driver.prepareSync(sql, written).iterate(values);
      // The place of a parameter is what SQLite read there.
      const [row] = [...rows];
      let last = 0;
      const numbers = new Map<string, bigint>();
      const expected = parts.map((part) => {
        if (part === "'?'") return '?';
        if (part === '1') return 1n;
        if (part === '?') return BigInt(++last);
        const known = part.startsWith('?') ? BigInt(part.slice(1)) : (numbers.get(part) ?? BigInt(last + 1));
        numbers.set(part, known);
        last = Math.max(last, Number(known));
        return known;
      });
      expect(row).toEqual(expected);
    }),
  );
});
