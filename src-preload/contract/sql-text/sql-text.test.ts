import { describe, expect, test } from 'vitest';
import { leadingVerb, parametersOf, splitStatements, statementAt } from './index.ts';

const textsOf = (script: string) => splitStatements(script).map(({ from, to }) => script.slice(from, to));

describe('splitStatements', () => {
  test('leaves out blanks, comments and lone semicolons, and keeps a last statement without a semicolon', () => {
    const script = ' ; -- one;\n SELECT 1 ;; /* two; */\n\tSELECT 2 -- end;';
    expect(textsOf(script)).toEqual(['SELECT 1', 'SELECT 2']);
    expect(splitStatements('  ;;-- nothing')).toEqual([]);
  });

  test('tells where a statement ends with and without its semicolon, and its first word', () => {
    expect(splitStatements(' select 1 /* x */ ;(SELECT 2)')).toEqual([
      { from: 1, to: 9, end: 19, keyword: 'SELECT' },
      { from: 19, to: 29, end: 29, keyword: '' },
    ]);
  });

  test.each([
    `SELECT ';', "a;b", [c;d], \`e;f\`, 'it''s;', x'3b' -- ;\n /* ; */`,
    `SELECT 1 AS "a"";"`,
    'SELECT 1 /* never; closed',
    `SELECT 'never; closed`,
    'SELECT $a::b(;), :c',
    'SELECT a$b -- ;',
  ])('finds one statement in %s', (sql) => {
    expect(splitStatements(sql)).toHaveLength(1);
  });

  test.each([
    'CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END',
    'CREATE TEMP TRIGGER IF NOT EXISTS t AFTER UPDATE OF begin ON a WHEN new.x BEGIN UPDATE a SET x = CASE x WHEN 1 THEN 2 ELSE 3 END; DELETE FROM b; END',
    'create temporary trigger "BEGIN;" instead of delete on v begin select case when 1 then 2 end; select 3;\n-- ; end;\nend',
    'EXPLAIN QUERY PLAN CREATE TRIGGER begin AFTER INSERT ON a BEGIN SELECT 1; END',
    'CREATE /* ; */ TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN INSERT INTO b VALUES (\';\', "END;"); SELECT 1; END',
  ])('keeps a trigger whole: %s', (sql) => {
    expect(textsOf(`${sql}; SELECT 1`)).toEqual([sql, 'SELECT 1']);
  });

  test.each([
    ['BEGIN; SELECT 1; END; SELECT 2', 4],
    ['CREATE TABLE trigger (a); SELECT 1', 2],
    ['CREATE TRIGGER t AFTER INSERT ON a; SELECT 1', 2],
    ['DROP TRIGGER t; BEGIN; END', 3],
  ])('takes %s for %d statements', (script, count) => {
    expect(splitStatements(script)).toHaveLength(count);
  });

  test('a script of 1 MB is split in one pass', () => {
    const script = 'INSERT INTO t VALUES (1, \'text; more\', "x"); -- and; so on\n'.repeat(18_000);
    expect(splitStatements(script)).toHaveLength(18_000);
  });
});

describe('statementAt', () => {
  const script = 'SELECT 1;  \n\n-- about two\nSELECT 2; SELECT 3;\n  \n';
  const at = (caret: number) => {
    const span = statementAt(script, caret);
    return span && script.slice(span.from, span.to);
  };

  test.each([
    [0, 'SELECT 1'],
    [8, 'SELECT 1'],
    [9, 'SELECT 1'],
    [11, 'SELECT 1'],
    [12, 'SELECT 2'],
    [16, 'SELECT 2'],
    [script.indexOf('SELECT 2'), 'SELECT 2'],
    [script.indexOf(' SELECT 3'), 'SELECT 2'],
    [script.indexOf('SELECT 3'), 'SELECT 3'],
    [script.length, 'SELECT 3'],
  ])('caret %d means %s', (caret, sql) => {
    expect(at(caret)).toBe(sql);
  });

  test('a text without a statement has none', () => {
    expect(statementAt(' -- nothing', 3)).toBeUndefined();
  });
});

describe('parametersOf', () => {
  const namesOf = (sql: string) => parametersOf(sql).map(({ name, number }) => `${number} ${name}`);

  test('numbers them as SQLite does', () => {
    expect(namesOf('SELECT ?, ?3, ?, :a, @b, $c, :a, ?')).toEqual([
      ...['1 ?1', '3 ?3', '4 ?4', '5 :a', '6 @b', '7 $c', '8 ?8'],
    ]);
    expect(namesOf('SELECT :a, ?1, ?')).toEqual(['1 :a', '2 ?2']);
  });

  test('tells where each stands first', () => {
    expect(parametersOf('SELECT :a, :bc, :a')).toEqual([
      { name: ':a', number: 1, isBare: false, from: 7, to: 9 },
      { name: ':bc', number: 2, isBare: false, from: 11, to: 14 },
    ]);
  });

  test('takes the forms of Tcl', () => {
    expect(namesOf('SELECT $a::b::c, $d(e f), $g(h), #i')).toEqual([
      '1 $a::b::c',
      '2 $d(e',
      '3 $g(h)',
      '4 #i',
    ]);
  });

  test.each([
    `SELECT ':a', "?", [@b], \`$c\` -- ?1\n /* :d */`,
    'SELECT a$b',
    "SELECT x'3f', '{}' ->> '$.a'",
    'SELECT :, @, $ ',
  ])('finds none in %s', (sql) => {
    expect(parametersOf(sql)).toEqual([]);
  });
});

describe('leadingVerb', () => {
  test.each([
    ['-- c\n select 1', 'SELECT'],
    ['WITH a AS (SELECT 1), b(x, y) AS NOT MATERIALIZED (VALUES (1, 2)) DELETE FROM t', 'DELETE'],
    [
      'WITH RECURSIVE replace(n) AS (SELECT 1 UNION SELECT n + 1 FROM replace) SELECT * FROM replace',
      'SELECT',
    ],
    ['with x as (select 1) insert into t select * from x', 'INSERT'],
    ['EXPLAIN QUERY PLAN DELETE FROM t', 'EXPLAIN'],
    ['pragma user_version', 'PRAGMA'],
    ['(SELECT 1)', ''],
    ['-- nothing', ''],
  ])('%s', (sql, verb) => {
    expect(leadingVerb(sql)).toBe(verb);
  });
});
