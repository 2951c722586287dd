import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  draftOfSchema,
  draftSchema,
  everyDocument,
  propose,
  usual,
} from '../../src-preload/contract/schema-draft/index.ts';
import { StoredDocumentCheck, type StoredSchema } from '../engine/index.ts';
import { FactCollector } from './infer-facts.ts';

/** More with CAIRN_PROPERTY_RUNS=10000. */
const numRuns = Number(process.env.CAIRN_PROPERTY_RUNS ?? 300);
vi.setConfig({ testTimeout: 30_000 + 50 * numRuns });

const HUGE = '"HUGE"';
const keys = fc.constantFrom('a', 'b', 'status', 'user_id', 'a.b', '', '__proto__', 'constructor', '0', 'é');
const markers = [
  { __type: 'Date', value: '2026-01-02T03:04:05.000Z' },
  { __type: 'Date', value: 'never' },
  { __type: 'BigInt', value: '12345678901234567890' },
  { __type: 'Map', value: [['k', 1]] },
  { __type: 'Set', value: [1, 2] },
  { __type: 'Uint8Array', value: 'AAA=' },
  {
    __type: 'Object',
    value: [
      ['__type', 'Date'],
      ['value', 1],
    ],
  },
  { __type: 'Unknown', value: 1 },
  { __type: 3 },
];
const scalars = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -0, 1, 7, 1.5, 1e300, 2 ** 53, -(2 ** 53) - 2, 0.1, 'HUGE'),
  fc.constantFrom<unknown>('draft', 'paid', 'shipped', '', ' ', '\u0000', '\ud800', '2026-01-02'),
  fc.constantFrom<unknown>('2026-01-02T03:04:05Z', '2026-01-02 03:04', '2026-13-45', '12', 'n/a'),
  fc.constantFrom<unknown>(...markers),
);
const { value: values } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: record(tie('value')),
}));

function record(value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> {
  return fc.array(fc.tuple(keys, value), { maxLength: 5 }).map((entries) => {
    const made: Record<string, unknown> = {};
    for (const [key, inner] of entries) {
      Object.defineProperty(made, key, {
        value: inner,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    return made;
  });
}

/** As stored: with a number that JSON has and JavaScript has not. */
function textOf(document: unknown): string {
  return JSON.stringify(document).replaceAll(HUGE, '1e400');
}

function collect(texts: readonly string[]): FactCollector {
  const collector = new FactCollector();
  texts.forEach((text, index) => {
    collector.add(text, `doc-${index}`);
  });
  return collector;
}

function problemsOf(schema: unknown, texts: readonly string[]): string[] {
  const stored = {
    name: 'things',
    version: 1,
    primaryKey: 'the id of none',
    // As the file would have it.
    schema: JSON.parse(JSON.stringify(schema)) as StoredSchema,
    constrainedFields: [],
    constraints: [],
  };
  const check = new StoredDocumentCheck(stored, new Set());
  return texts.flatMap((json, index) =>
    check
      .check({ id: `doc-${index}`, json, before: null })
      .issues.map(({ path, message }) => `${index} ${path.join('.')}: ${message}`),
  );
}

function proposal(texts: readonly string[], options = everyDocument) {
  const collector = collect(texts);
  return propose({ facts: collector.facts(), references: [], idField: collector.idField }, options);
}

const documents = fc.array(record(values), { minLength: 1, maxLength: 12 });

describe('a schema inferred from documents', () => {
  it('accepts every one of them when it is to accept every document', () => {
    fc.assert(
      fc.property(documents, (list) => {
        const texts = list.map(textOf);
        expect(problemsOf(draftSchema(proposal(texts)), texts)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('is the same schema after it was read into the editor again', () => {
    fc.assert(
      fc.property(documents, (list) => {
        const schema = draftSchema(proposal(list.map(textOf), usual));
        expect(JSON.stringify(draftSchema(draftOfSchema(schema, [], null)))).toBe(JSON.stringify(schema));
      }),
      { numRuns },
    );
  });

  it('counts each field as often as documents have it', () => {
    fc.assert(
      fc.property(documents, (list) => {
        const facts = collect(list.map(textOf)).facts();
        for (const { step, key, parent, count } of facts) {
          if (step !== 'field' || parent !== 0) continue;
          expect(count).toBe(list.filter((document) => Object.hasOwn(document, key)).length);
        }
      }),
      { numRuns },
    );
  });
});

describe('what is proposed', () => {
  const many = (count: number, make: (index: number) => unknown) =>
    Array.from({ length: count }, (_, index) => JSON.stringify(make(index)));
  const typesOf = (texts: readonly string[], options = usual) =>
    Object.fromEntries(proposal(texts, options).fields.map((field) => [field.key, field.type.kind]));

  it('an enum of up to 12 texts that come again, else a string', () => {
    const texts = many(100, (index) => ({
      few: `v${index % 12}`,
      many: `v${index % 13}`,
      once: `x${index}`,
    }));
    expect(typesOf(texts)).toEqual({ few: 'enum', many: 'string', once: 'string' });
  });

  it('integers, numbers, dates and booleans apart', () => {
    const texts = many(50, (index) => ({
      ...{
        count: index,
        price: index / 4,
        when: `2026-01-0${(index % 9) + 1}T00:00:00Z`,
        isOld: index % 2 === 0,
      },
      at: { __type: 'Date', value: new Date(index).toISOString() },
    }));
    expect(typesOf(texts)).toEqual({
      count: 'integer',
      price: 'number',
      when: 'date',
      isOld: 'boolean',
      at: 'date',
    });
  });

  it('leaves one wrong value in a hundred to the check, unless every document is to be accepted', () => {
    const texts = many(1000, (index) => ({ temp: index < 5 ? '--' : index / 3 }));
    expect(typesOf(texts)).toEqual({ temp: 'number' });
    expect(problemsOf(draftSchema(proposal(texts, usual)), texts)).toHaveLength(5);
    expect(typesOf(texts, everyDocument)).toEqual({ temp: 'union' });
  });

  it('required, unique and null as they are', () => {
    const texts = many(40, (index) => ({
      serial: `s-${index}`,
      note: index % 2 === 0 ? null : 'x y',
      ...(index > 0 && { late: 1 }),
    }));
    const fields = proposal(texts, usual).fields;
    expect(fields.map(({ key, isRequired, isUnique }) => [key, isRequired, isUnique])).toEqual([
      ['serial', true, true],
      ['note', true, false],
      ['late', false, false],
    ]);
    expect(fields[1]?.type).toEqual({
      kind: 'union',
      of: [{ kind: 'string' }, { kind: 'null' }],
    });
  });

  it('an object with data in its keys as a record, with bounded memory', () => {
    const texts = many(300, (index) => ({ scores: { [`player${index}`]: index, [`p${index}`]: 1 } }));
    const [scores] = proposal(texts, usual).fields;
    expect(scores?.type).toEqual({ kind: 'record', of: { kind: 'integer' } });
    expect(collect(many(5000, (index) => ({ [`k${index}`]: 1 }))).facts().length).toBeLessThanOrEqual(2001);
  });

  it('tells the field with the id, and rows that hold no document', () => {
    const collector = new FactCollector();
    collector.add('{"id":"a"}', 'a');
    collector.add('{"id":"b"}', 'b');
    for (const broken of ['{', '[]', '3', 'null', null]) collector.add(broken, 'c');
    expect(collector).toMatchObject({ idField: 'id', documents: 2, unreadable: 5 });
  });
});
