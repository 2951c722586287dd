import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { type FilterPath, filterPathText } from '../../../src-preload/contract/filter-path.ts';
import { quote } from '../../../src-preload/contract/filter-text.ts';
import { context, openRows } from './testing/open-rows.ts';

/** More with CAIRN_PROPERTY_RUNS=1000. */
const numRuns = Number(process.env.CAIRN_PROPERTY_RUNS ?? 12);
vi.setConfig({ testTimeout: 30_000 + 1000 * numRuns });

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A test in words of the filter, and what it means for a value; undefined: there is none. */
interface Asked {
  readonly text: string;
  readonly holds: (value: Json | undefined) => boolean;
}

const KEYS = ['a', 'b', 'any', 'a.b', "it's", 'q"t', 'back\\slash', '', 'é', '$', '[0]', 'line\nbreak'];
const TEXTS = ['', 'x', 'X', 'xy', '5', 'a and b', "it's", 'null', '[1]', 'é'];
const NUMBERS = [-2, 0, 1, 5, 1.5, -0.5];

const key = fc.constantFrom(...KEYS);
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json>(null, true, false, ...NUMBERS, ...TEXTS),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 4 }),
  ),
}));
/** What arrays are asked for is not rare. */
const documents = fc.oneof(
  fc.dictionary(key, json, { maxKeys: 5 }),
  fc.record({ a: fc.array(fc.record({ b: json, a: json }, { requiredKeys: [] }), { maxLength: 3 }) }),
  fc.record({ a: fc.array(fc.array(json, { maxLength: 3 }), { maxLength: 3 }) }),
);

const segment = fc.oneof({ weight: 5, arbitrary: key }, { weight: 1, arbitrary: fc.nat(2) });
const subject: fc.Arbitrary<FilterPath> = fc.oneof(
  fc.record({
    path: fc.array(segment, { minLength: 1, maxLength: 3 }),
    arrays: fc.constant([]),
  }),
  fc.record({
    path: fc.oneof(fc.constant(['a']), fc.array(segment, { minLength: 1, maxLength: 2 })),
    arrays: fc.array(
      fc.record({
        quantifier: fc.constantFrom('any' as const, 'every' as const),
        path: fc.array(segment, { maxLength: 1 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
);

/** The value as SQL has it. */
function sqlValue(value: Json | undefined): null | number | string {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' ? JSON.stringify(value) : value;
}

const asText = (value: Json | undefined) => {
  const sql = sqlValue(value);
  return sql === null ? null : String(sql);
};

function isEqual(value: Json | undefined, operand: number | string | boolean): boolean {
  const sql = sqlValue(value);
  if (typeof operand === 'boolean') return value === operand;
  return sql === operand || (typeof operand === 'number' && sql === String(operand));
}

function isOrdered(value: Json | undefined, operator: string, operand: number | string): boolean {
  const sql = sqlValue(value);
  if (typeof sql !== typeof operand) return false;
  const order =
    typeof sql === 'number'
      ? sql - Number(operand)
      : Buffer.compare(Buffer.from(String(sql)), Buffer.from(String(operand)));
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  return operator === '<' ? order < 0 : order <= 0;
}

const isLike = (value: Json | undefined, text: string) =>
  asText(value)?.toLowerCase().includes(text.toLowerCase()) === true;
const print = (operand: number | string | boolean) =>
  typeof operand === 'string' ? quote(operand) : String(operand);
const operand = fc.constantFrom<(number | string)[]>(...NUMBERS, ...TEXTS);

const asked: fc.Arbitrary<Asked> = fc.oneof(
  fc.constantFrom<Asked[]>(
    { text: 'null', holds: (value) => sqlValue(value) === null },
    { text: '!null', holds: (value) => sqlValue(value) !== null },
    { text: 'missing', holds: (value) => value === undefined },
    { text: '!missing', holds: (value) => value !== undefined },
    { text: '~ x*', holds: (value) => asText(value)?.startsWith('x') === true },
    { text: '~ "?"', holds: (value) => [...(asText(value) ?? '')].length === 1 },
  ),
  fc
    .oneof(operand, fc.boolean())
    .map((value): Asked => ({ text: `= ${print(value)}`, holds: (found) => isEqual(found, value) })),
  fc
    .oneof(operand, fc.boolean())
    .map((value): Asked => ({ text: `!= ${print(value)}`, holds: (found) => !isEqual(found, value) })),
  fc.tuple(fc.constantFrom('>', '>=', '<', '<='), operand).map(
    ([operator, value]): Asked => ({
      text: `${operator} ${print(value)}`,
      holds: (found) => isOrdered(found, operator, value),
    }),
  ),
  fc.tuple(operand, operand).map(
    ([from, to]): Asked => ({
      text: `${print(from)}..${print(to)}`,
      holds: (found) => isOrdered(found, '>=', from) && isOrdered(found, '<=', to),
    }),
  ),
  fc.array(fc.oneof(operand, fc.boolean()), { minLength: 1, maxLength: 3 }).map(
    (values): Asked => ({
      text: `in (${values.map(print).join(', ')})`,
      holds: (found) => values.some((value) => isEqual(found, value)),
    }),
  ),
  fc
    .constantFrom('x', "it's", '[', 'é')
    .map((text): Asked => ({ text: quote(text), holds: (found) => isLike(found, text) })),
);

function at(value: Json | undefined, path: FilterPath['path']): Json | undefined {
  let found = value;
  for (const step of path) {
    if (typeof step === 'number') found = Array.isArray(found) ? found[step] : undefined;
    else {
      const isObject = typeof found === 'object' && found !== null && !Array.isArray(found);
      found =
        isObject && Object.hasOwn(found as object, step)
          ? (found as { [key: string]: Json })[step]
          : undefined;
    }
  }
  return found;
}

/** The meaning of a condition, worked out without SQL. */
function passes(value: Json | undefined, { path, arrays }: FilterPath, { holds }: Asked): boolean {
  const found = at(value, path);
  const [first, ...inner] = arrays;
  if (first === undefined) return holds(found);
  if (!Array.isArray(found)) return false;
  const inItem = (item: Json) => passes(item, { path: first.path, arrays: inner }, { text: '', holds });
  return first.quantifier === 'any' ? found.some(inItem) : found.every(inItem);
}

test('conditions on places in documents find the rows that an oracle finds', async () => {
  const under = await openRows('CREATE TABLE t (id INTEGER PRIMARY KEY, data)');
  await fc.assert(
    fc.asyncProperty(
      fc.array(documents, { minLength: 1, maxLength: 20 }),
      fc.array(fc.array(fc.tuple(subject, asked), { minLength: 1, maxLength: 2 }), {
        minLength: 10,
        maxLength: 14,
      }),
      async (stored, filters) => {
        under.writer.execSync('DELETE FROM t');
        // No JSON at all, and none as SQLite has it: neither passes as a document, nor hides the others.
        under.writer.execSync(`INSERT INTO t VALUES (1000, 'no json'), (1001, NULL), (1002, x'ff')`);
        stored.forEach((document, id) => {
          const sql = id % 2 === 0 ? 'INSERT INTO t VALUES (?, ?)' : 'INSERT INTO t VALUES (?, jsonb(?))';
          under.writer.runSync(sql, [id, JSON.stringify(document)]);
        });
        const rows = [
          ...stored.map((document, id) => [id, document] as const),
          ...[1000, 1001, 1002].map((id) => [id, undefined] as const),
        ];
        for (const conditions of filters) {
          const filter = conditions.map(([path, { text }]) => ({
            column: filterPathText({ ...path, path: ['data', ...path.path] }),
            text,
          }));
          const { view } = await under.open('t', { filter });
          const page = await under.page(view, { kind: 'first' }, 1000);
          await under.rows.handlers.close({ view }, context);
          const expected = rows
            .filter(([, document]) => conditions.every(([path, each]) => passes(document, path, each)))
            .map(([id]) => id);
          expect(
            page.rows.map(([id]) => id),
            JSON.stringify(filter),
          ).toEqual(expected);
        }
      },
    ),
    { numRuns },
  );
});
