import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { openDriver } from '../engine/index.ts';
import { type Hops, type HopsInput, hops } from './hops.ts';
import type { OrderTerm, Place } from './plan.ts';
import { identityOf, type StoredValue } from './stored-value.ts';

const term = (sql: string, direction: 'up' | 'down'): OrderTerm => ({
  sql,
  direction,
  collation: 'BINARY',
  isNullable: false,
  floor: '-9e999',
});

const key = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -1000, max: 1000 }).map(String) },
  fc.constantFrom(
    "x'00ff'",
    "CAST(x'61ff' AS TEXT)",
    "CAST(x'61fe' AS TEXT)",
    "'a'",
    "'\uFFFD'",
    '0.5',
    '9e999',
  ),
);

test('every row is counted once, and every hop ends at a row, whatever the size of a chunk', async () => {
  const driver = openDriver('better-sqlite3', { filename: ':memory:' });
  onTestFinished(() => driver.closeSync());
  driver.execSync('CREATE TABLE t (k PRIMARY KEY, l) WITHOUT ROWID');
  await fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 300 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('up' as const, 'down' as const),
      fc.boolean(),
      (keys, chunk, direction, isTwoTerms) => {
        driver.execSync('DELETE FROM t');
        for (const sql of keys) driver.execSync(`INSERT OR IGNORE INTO t VALUES (${sql}, 1)`);
        const order = [term('t.k', direction), ...(isTwoTerms ? [term('t.l', direction)] : [])];
        const input: HopsInput = {
          plan: { scratch: null, from: 'main.t AS t', where: null, order, keyTerms: [0] },
          chunk,
        };
        const ends: Place[] = [];
        const counts: number[] = [];
        let rest: number | null = null;
        // What the operation yields.
        for (const step of hops({ driver }, input) as Iterable<Hops | undefined>) {
          expect(rest).toBeNull();
          ends.push(...(step?.ends ?? []));
          counts.push(...(step?.counts ?? []));
          rest = step?.rest ?? null;
        }
        const down = direction === 'down' ? ' DESC' : '';
        const { rows } = driver.allTypedSync(
          `SELECT CASE typeof(k) WHEN 'text' THEN CAST(k AS BLOB) ELSE k END, typeof(k) = 'text' FROM t ORDER BY k${down}`,
        );
        let at = 0;
        for (const [index, end] of ends.entries()) {
          at += counts[index] ?? 0;
          const [bytes, isText] = rows[at - 1] ?? [];
          expect(identityOf([bytesOf(end[0])])).toBe(identityOf([bytes ?? null]));
          expect(isText).toBe(typeof end[0] === 'string' || isRaw(end[0]) ? 1n : 0n);
        }
        expect(at + (rest ?? Number.NaN)).toBe(rows.length);
      },
    ),
    { numRuns: 150 },
  );
});

function isRaw(value: StoredValue | undefined): value is { readonly rawText: Uint8Array } {
  return typeof value === 'object' && value !== null && 'rawText' in value;
}

/** A text as its bytes, which tell texts apart that look alike. */
function bytesOf(value: StoredValue | undefined): StoredValue {
  if (isRaw(value)) return value.rawText;
  return typeof value === 'string' ? new Uint8Array(Buffer.from(value)) : (value ?? null);
}
