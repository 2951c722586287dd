import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CopyFormat, decode } from '../../src-preload/contract/index.ts';
import { openForTest, testedDrivers } from '../engine/testing/each-driver.ts';
import type { Driver, SqlValue } from '../engine/types.ts';
import { type CopyInput, copy } from './copy.ts';
import type { OrderTerm, RowsPlan } from './plan.ts';

const BY_ROWID: OrderTerm = {
  sql: 't.rowid',
  direction: 'up',
  collation: 'BINARY',
  isNullable: false,
  floor: '-9e999',
};
const PLAN: RowsPlan = {
  scratch: null,
  from: 'main."t" AS t',
  where: null,
  order: [BY_ROWID],
  keyTerms: [0],
};
const ALL = {
  kind: 'walk',
  from: null,
  isInclusive: false,
  isReverse: false,
  offset: 0,
  limit: Number.MAX_SAFE_INTEGER,
} as const;

/** A value as SQL can make it, with what it is bound as. */
type Stored = { readonly sql: string; readonly param: SqlValue };

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }).map((value) => value.toWellFormed()),
  fc.constantFrom(
    '',
    '\0',
    'a\0b',
    "it's",
    '"',
    '=1+1',
    '\ufeff',
    '\ufffd',
    'NULL',
    ' x ',
    'a,b\r\nc\td|',
    '\\',
  ),
);
const stored: fc.Arbitrary<Stored> = fc.oneof(
  fc.constant({ sql: '?', param: null }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((param) => ({ sql: '?', param })),
  fc.double({ noNaN: true }).map((param) => ({ sql: 'CAST(? AS REAL)', param })),
  text.map((param) => ({ sql: '?', param })),
  fc.uint8Array({ maxLength: 12 }).map((param) => ({ sql: '?', param })),
  fc.uint8Array({ maxLength: 6 }).map((param) => ({ sql: 'CAST(? AS TEXT)', param })),
);

const TABLE = 'CREATE TABLE t (a, "b ""x" TEXT, c REAL, d INTEGER, e NUMERIC, f BLOB)';
const COLUMNS = ['a', 'b "x', 'c', 'd', 'e', 'f'];
const DIGEST = `SELECT ${COLUMNS.map((name) => {
  const column = `"${name.replaceAll('"', '""')}"`;
  return `typeof(${column}), CASE typeof(${column}) WHEN 'real' THEN printf('%!.26g', ${column}) ELSE hex(${column}) END`;
}).join(', ')} FROM t ORDER BY rowid`;

function insert(driver: Driver, row: readonly Stored[]): void {
  const values = row.map(({ sql }) => sql).join(', ');
  driver.execSync(
    `INSERT INTO t VALUES (${values})`,
    row.map(({ param }) => param),
  );
}

function copied(driver: Driver, format: CopyFormat, options: Partial<CopyInput> = {}): string {
  const input: CopyInput = {
    plan: PLAN,
    spans: [ALL],
    columns: COLUMNS.map((name) => ({
      name,
      path: null,
      plan: { kind: 'stored', sql: `t."${name.replaceAll('"', '""')}"` },
    })),
    table: 't',
    format,
    withHeader: true,
    safeForSpreadsheets: false,
    ...options,
  };
  const pieces = copy({ driver }, input) as Iterable<Uint8Array>;
  return [...pieces].map((piece) => (decode(piece) as { text: string }).text).join('');
}

test.each(testedDrivers)('INSERTs make the same stored values again (%s)', (name) => {
  const source = openForTest(name);
  const target = openForTest(name);
  for (const driver of [source, target]) driver.execSync(TABLE);
  const row = fc.array(stored, { minLength: COLUMNS.length, maxLength: COLUMNS.length });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      for (const driver of [source, target]) driver.execSync('DELETE FROM t');
      for (const values of rows) insert(source, values);
      target.execSync(copied(source, 'sql'));
      expect(target.allSync(DIGEST).rows).toEqual(source.allSync(DIGEST).rows);
    }),
    { numRuns: 300 },
  );
});

test('CSV is read back by RFC 4180, NULL and empty text apart', () => {
  const driver = openForTest('better-sqlite3');
  driver.execSync(TABLE);
  const row = fc.array(fc.option(text), { minLength: COLUMNS.length, maxLength: COLUMNS.length });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      driver.execSync('DELETE FROM t');
      // Only into columns that leave text as it is.
      const kept = rows.map((values) => [
        values[0] ?? null,
        values[1] ?? null,
        null,
        null,
        null,
        values[5] ?? null,
      ]);
      for (const values of kept)
        insert(
          driver,
          values.map((param) => ({ sql: '?', param })),
        );
      expect(parseCsv(copied(driver, 'csv'))).toEqual([COLUMNS, ...kept]);
    }),
  );
});

test('JSON and NDJSON keep text, and every digit of numbers', () => {
  const driver = openForTest('better-sqlite3');
  driver.execSync(TABLE);
  const row = fc.tuple(
    text,
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double({ noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      driver.execSync('DELETE FROM t');
      for (const [name, integer, real] of rows) {
        driver.execSync('INSERT INTO t (a, d, c) VALUES (?, ?, ?)', [name, integer, real]);
      }
      const json = copied(driver, 'json');
      const lines = copied(driver, 'ndjson').split('\n').slice(0, -1);
      const read = JSON.parse(json) as { a: string; c: number }[];
      expect(lines.map((line) => JSON.parse(line))).toEqual(read);
      // A REAL column keeps -0.0 as 0.0.
      expect(read.map(({ a, c }) => [a, c + 0])).toEqual(rows.map(([name, , real]) => [name, real + 0]));
      for (const [, integer] of rows) expect(json).toContain(`"d": ${integer}`);
    }),
  );
});

test('each format writes what it has no word for in its own way', () => {
  const driver = openForTest('better-sqlite3');
  driver.execSync(`CREATE TABLE t (a, "b ""x", c, d, e, f);
    INSERT INTO t VALUES (NULL, '', x'00ff', 1.0, 9007199254740993, jsonb('{"k":[1.10]}')),
      ('=1+2', 'a|b*c', 'x' || char(10) || 'y', -9e999, 'two	tabs', CAST(x'61ff' AS TEXT))`);
  expect(copied(driver, 'tsv')).toBe(
    'a\t"b ""x"\tc\td\te\tf\n' +
      '\t""\tx\'00ff\'\t1.0\t9007199254740993\t"{""k"":[1.10]}"\n' +
      '=1+2\ta|b*c\t"x\ny"\t-Inf\t"two\ttabs"\ta\ufffd\n',
  );
  expect(copied(driver, 'csv', { withHeader: false, safeForSpreadsheets: true })).toBe(
    `,"",x'00ff',1.0,9007199254740993,"{""k"":[1.10]}"\r\n'=1+2,a|b*c,"x\ny",-Inf,two\ttabs,a\ufffd\r\n`,
  );
  expect(copied(driver, 'json')).toBe(
    '[\n  {"a": null, "b \\"x": "", "c": "AP8=", "d": 1.0, "e": 9007199254740993, "f": {"k":[1.10]}},\n' +
      '  {"a": "=1+2", "b \\"x": "a|b*c", "c": "x\\ny", "d": -9e999, "e": "two\\ttabs", "f": "a\ufffd"}\n]\n',
  );
  expect(copied(driver, 'markdown')).toBe(
    '| a | b "x | c | d | e | f |\n| --- | --- | --- | --- | --- | --- |\n' +
      `| _NULL_ |  | x'00ff' | 1.0 | 9007199254740993 | \\{"k":\\[1.10\\]\\} |\n` +
      '| =1+2 | a\\|b\\*c | x<br>y | -Inf | two\ttabs | a\ufffd |\n',
  );
});

test('values that pages only show the start of are copied whole, in pieces', () => {
  const driver = openForTest('better-sqlite3');
  driver.execSync(`CREATE TABLE t (a, "b ""x", c, d, e, f);
    INSERT INTO t (a, c) VALUES (printf('%.*c', 300000, 'x'), randomblob(100000)), ('small', NULL)`);
  const columns = [
    { name: 'a', path: null, plan: { kind: 'stored', sql: 't.a' } },
    { name: 'c', path: null, plan: { kind: 'stored', sql: 't.c' } },
  ] as const;
  const input = { plan: PLAN, spans: [ALL], columns, table: 't', format: 'sql' } as const;
  const pieces = copy({ driver }, input) as Iterable<Uint8Array>;
  const chunks = [...pieces].map((piece) => decode(piece) as { text: string; rows: number });
  expect(chunks.map(({ rows }) => rows)).toEqual([1, 2]);
  const blob = driver.allSync('SELECT hex(c) FROM t').rows[0]?.[0];
  expect(chunks[0]?.text).toBe(
    `INSERT INTO "t" ("a", "c") VALUES ('${'x'.repeat(300_000)}', X'${String(blob).toLowerCase()}');\n`,
  );
});

/** A reader of RFC 4180 that tells an empty field (null) from a quoted empty one. */
function parseCsv(csv: string): (string | null)[][] {
  const records: (string | null)[][] = [];
  let record: (string | null)[] = [];
  for (let at = 0; at < csv.length; ) {
    let field: string | null = null;
    if (csv[at] === '"') {
      field = '';
      for (at += 1; csv[at] !== '"' || csv[at + 1] === '"'; at += 1) {
        if (csv[at] === '"') at += 1;
        field += csv[at];
      }
      at += 1;
    } else {
      while (csv[at] !== ',' && !csv.startsWith('\r\n', at)) {
        field = (field ?? '') + csv[at];
        at += 1;
      }
    }
    record.push(field);
    if (csv[at] === ',') at += 1;
    else {
      at += 2;
      records.push(record);
      record = [];
    }
  }
  return records;
}
