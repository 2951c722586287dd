import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RowKey, SortTerm } from '../../../src-preload/contract/index.ts';
import { quoteIdentifier } from '../../engine/quote-identifier.ts';
import type { SqlValue } from '../../engine/types.ts';
import { fromKeyValue, identityOf } from '../../operations/stored-value.ts';
import { context, openRows, type RowsUnderTest } from './testing/open-rows.ts';

/** A kind of table: how its key is declared, and what ORDER BY gives its rows their own order. */
interface TableKind {
  readonly ddl: string;
  readonly key: string;
  readonly nullableKey: boolean;
}

const kinds: readonly TableKind[] = [
  {
    ddl: 'CREATE TABLE t (k INTEGER PRIMARY KEY, a, b TEXT COLLATE NOCASE, c REAL)',
    key: 'k',
    nullableKey: false,
  },
  { ddl: 'CREATE TABLE t (k, a, b TEXT COLLATE NOCASE, c REAL)', key: 'rowid', nullableKey: true },
  {
    ddl: 'CREATE TABLE t (k, a, b TEXT COLLATE NOCASE, c REAL, PRIMARY KEY (k)) WITHOUT ROWID',
    key: 'k',
    nullableKey: false,
  },
  {
    ddl: 'CREATE TABLE t (k, a, b TEXT COLLATE NOCASE NOT NULL, c REAL, PRIMARY KEY (b, k)) WITHOUT ROWID',
    key: 'b, k',
    nullableKey: false,
  },
  {
    ddl: 'CREATE TABLE t (k, a, b TEXT COLLATE NOCASE, c REAL); CREATE INDEX i ON t (a); CREATE INDEX j ON t (b, a)',
    key: 'rowid',
    nullableKey: true,
  },
];

const value: fc.Arbitrary<SqlValue> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom<SqlValue>(2n ** 62n, -(2n ** 62n), 0.5, -1.5, 1e300, Number.NEGATIVE_INFINITY, 2.0),
  fc.constantFrom<SqlValue>('', 'a', 'A', 'b', 'B ', 'é', '\uFFFD', '1', 'null'),
  fc.constantFrom<SqlValue>(new Uint8Array(), new Uint8Array([0]), new Uint8Array([255, 1])),
);

const row = fc.tuple(value, value, value, value);

const model = fc.record({
  kind: fc.constantFrom(...kinds),
  rows: fc.array(row, { maxLength: 40 }),
  sort: fc.uniqueArray(
    fc.record({
      column: fc.constantFrom('a', 'b', 'c'),
      direction: fc.constantFrom('up' as const, 'down' as const),
    }),
    { maxLength: 2, selector: ({ column }) => column },
  ),
  filter: fc.constantFrom(null, ['a', '!null'], ['a', '>= 0'], ['b', 'a'], ['c', '-1..1'], ['a', 'null']),
  limit: fc.integer({ min: 1, max: 9 }),
});

const WHERE: Readonly<Record<string, string>> = {
  'a !null': 'a IS NOT NULL',
  'a >= 0': `typeof(a) IN ('integer', 'real') AND a >= 0`,
  'b a': `CASE WHEN typeof(b) <> 'blob' THEN b END LIKE '%a%'`,
  'c -1..1': `typeof(c) IN ('integer', 'real') AND c >= -1 AND c <= 1`,
  'a null': 'a IS NULL',
};

function fill({ writer }: RowsUnderTest, kind: TableKind, rows: readonly (readonly SqlValue[])[]): void {
  writer.execSync(`DROP TABLE IF EXISTS t; ${kind.ddl}`);
  for (const [index, values] of rows.entries()) {
    const key = kind.ddl.includes('INTEGER PRIMARY KEY') ? index * 7 - 20 : values[0];
    writer.execSync('INSERT OR IGNORE INTO t (k, a, b, c) VALUES (?, ?, ?, ?)', [
      !kind.nullableKey && (key === null || key === undefined) ? 'none' : (key ?? null),
      values[1] ?? null,
      values[2] ?? 'nothing',
      values[3] ?? null,
    ]);
  }
}

/** Keys in the order that SQLite gives. */
function expectedKeys(
  { writer }: RowsUnderTest,
  kind: TableKind,
  sort: readonly SortTerm[],
  filter: readonly string[] | null,
): string[] {
  const where = filter === null ? '' : ` WHERE ${WHERE[filter.join(' ')]}`;
  const tie = sort.at(-1)?.direction === 'down' ? ' DESC' : '';
  const order = [
    ...sort.map(
      ({ column, direction }) => `${quoteIdentifier(column)}${direction === 'down' ? ' DESC' : ''}`,
    ),
    ...kind.key
      .split(', ')
      .filter((key) => !sort.some(({ column }) => column === key))
      .map((key) => `${key}${tie}`),
  ];
  const { rows } = writer.allTypedSync(`SELECT ${kind.key} FROM t${where} ORDER BY ${order.join(', ')}`);
  return rows.map((keys) => identityOf(keys));
}

const identities = (keys: readonly RowKey[]): string[] =>
  keys.map((key) => identityOf(key.map(fromKeyValue)));

test('pages forwards, backwards and by number hold the rows that ORDER BY gives', {
  timeout: 120_000,
}, async () => {
  const under = await openRows('CREATE TABLE t (k)');
  await fc.assert(
    fc.asyncProperty(model, async ({ kind, rows, sort, filter, limit }) => {
      fill(under, kind, rows);
      const expected = expectedKeys(under, kind, sort, filter);
      // Nobody polls for changes here.
      await under.services.openFiles.close(under.file);
      const { id } = await under.services.openFiles.open(under.path);
      const { view } = (await under.rows.handlers.open(
        {
          file: id,
          object: 't',
          sort: [...sort],
          filter: filter === null ? [] : [{ column: filter[0] ?? '', text: filter[1] ?? '' }],
          asTable: false,
        },
        context,
      )) as { view: string };
      Object.assign(under, { file: id });

      const check = async () => {
        const forwards: string[] = [];
        let page = await under.page(view, { kind: 'first' }, limit);
        for (;;) {
          forwards.push(...identities(page.keys));
          const last = page.keys.at(-1);
          if (page.isEnd || last === undefined) break;
          page = await under.page(view, { kind: 'after', key: last }, limit);
          expect(page.isStart).toBe(false);
        }
        expect(forwards).toEqual(expected);

        const backwards: string[] = [];
        page = await under.page(view, { kind: 'last' }, limit);
        for (;;) {
          backwards.unshift(...identities(page.keys));
          const [first] = page.keys;
          if (page.isStart || first === undefined) break;
          page = await under.page(view, { kind: 'before', key: first }, limit);
          expect(page.isEnd).toBe(false);
        }
        expect(backwards).toEqual(expected);
      };
      await check();
      const info = await under.settled(view);
      expect(info.progress.count).toEqual({ value: expected.length, kind: 'exact' });
      await check();

      for (let number = 0; number < expected.length; number += 1) {
        const page = await under.page(view, { kind: 'row', row: number }, limit);
        expect(page).toMatchObject({ firstRow: number, isExact: true, isStart: number === 0 });
        expect(identities(page.keys)).toEqual(expected.slice(number, number + limit));
        const [key] = page.keys;
        if (key === undefined) continue;
        expect(await under.rows.handlers.locate({ view, key: [...key] }, context)).toEqual({
          row: number,
          isExact: true,
        });
        for (const [kindOf, from] of [
          ['from', number],
          ['after', number + 1],
        ] as const) {
          const anchored = await under.page(view, { kind: kindOf, key: [...key] }, limit);
          expect(identities(anchored.keys)).toEqual(expected.slice(from, from + limit));
          expect(anchored).toMatchObject({
            firstRow: from,
            isExact: true,
            isEnd: from + limit >= expected.length,
          });
        }
        const before = await under.page(view, { kind: 'before', key: [...key] }, limit);
        expect(identities(before.keys)).toEqual(expected.slice(Math.max(0, number - limit), number));
        expect(before).toMatchObject({ firstRow: Math.max(0, number - limit), isStart: number - limit <= 0 });
      }
      await under.rows.handlers.close({ view }, context);
    }),
    { numRuns: 60 },
  );
});
