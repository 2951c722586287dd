import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ownAndPooled } from '../testing/each-access.ts';
import { TestCollections } from './testing/test-collections.ts';

const code = (expected: string) => expect.objectContaining({ code: expected });

describe.each(ownAndPooled)('documents of every shape over a connection %s', (_name, kind) => {
  const open = () => new TestCollections(kind);

  test('dates, bigints, maps, sets and bytes come back as they were, also from constrained columns', async () => {
    const db = open();
    const schema = z.object({
      id: z.string(),
      at: z.date(),
      big: z.bigint(),
      map: z.map(z.string(), z.date()),
      set: z.set(z.number()),
      bytes: z.instanceof(Uint8Array),
      anything: z.any(),
      inner: z.object({ at: z.date().optional() }),
    });
    const rich = db.collection('rich', schema, {
      constrainedFields: { at: { index: true }, big: {}, bytes: { type: 'BLOB' }, 'inner.at': {} },
    });
    const document = {
      id: 'a',
      at: new Date('2024-02-29T12:00:00.123Z'),
      big: 2n ** 62n,
      map: new Map([['x', new Date(0)]]),
      set: new Set([1, 2]),
      bytes: new Uint8Array([1, 0, 255]),
      anything: { deep: [new Date(1), { __type: 'Date', value: 'not a date' }, 5n] },
      inner: {},
    };
    const stored = await rich.insert(document);
    expect(stored).toEqual(document);
    expect(await rich.findById('a')).toEqual(document);
    expect(await rich.put('a', { inner: { at: new Date(5) } })).toEqual({
      ...document,
      inner: { at: new Date(5) },
    });
    expect(await rich.put('a', {})).toEqual({ ...document, inner: { at: new Date(5) } });
    expect(await db.rows('SELECT at, big, bytes, inner_at FROM rich')).toEqual([
      ['2024-02-29T12:00:00.123Z', 2n ** 62n, new Uint8Array([1, 0, 255]), '1970-01-01T00:00:00.005Z'],
    ]);
    expect(await db.rows(`SELECT json(doc) ->> '$.at.__type', json(doc) ->> '$.at.value' FROM rich`)).toEqual(
      [['Date', '2024-02-29T12:00:00.123Z']],
    );
  });

  test('what JSON cannot hold is refused, and nothing is written', async () => {
    const db = open();
    const anything = db.collection('anything', z.object({ value: z.any() }));
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      () => 1,
      Symbol('s'),
      circle,
      new Date(Number.NaN),
      /x/,
    ]) {
      await expect(anything.insert({ value })).rejects.toThrow(code('VALIDATION'));
      await expect(anything.insertBulk([{ value: 1 }, { value: { list: [value] } }])).rejects.toThrow(
        code('VALIDATION'),
      );
    }
    expect(await anything.count()).toBe(0);
  });

  test('a returned document is the caller’s own', async () => {
    const db = open();
    const schema = z.object({ id: z.string(), tags: z.array(z.string()), at: z.date(), any: z.any() });
    const things = db.collection('things', schema);
    const given = { id: 'a', tags: ['x'], at: new Date(1), any: { list: [1] } };
    const stored = await things.insert(given);
    stored.tags.push('changed');
    stored.at.setTime(99);
    stored.any.list.push(2);
    expect(given).toEqual({ id: 'a', tags: ['x'], at: new Date(1), any: { list: [1] } });
    const read = await things.findById('a');
    expect(read).toEqual(given);
    read?.tags.push('changed');
    expect(await things.findById('a')).toEqual(given);
    const frozen = db.collection('frozen', z.object({ n: z.number() }).readonly());
    const result = await frozen.insert({ n: 1 });
    expect(Object.isFrozen(result)).toBe(false);
    expect(await frozen.put(result._id, { n: 2 })).toEqual({ _id: result._id, n: 2 });
  });

  test('optional constrained fields and defaults', async () => {
    const db = open();
    const schema = z.object({
      email: z.string().optional(),
      age: z.number().nullable().optional(),
      role: z.string().default('guest'),
      isActive: z.boolean().default(true),
      profile: z.object({ city: z.string() }).optional(),
    });
    const users = db.collection('users', schema, {
      constrainedFields: {
        email: { unique: true },
        age: { index: true },
        role: { check: "role <> 'root'" },
        isActive: {},
        'profile.city': { index: true },
      },
    });
    const one = await users.insert({});
    await users.insert({ email: 'a', age: null, profile: { city: 'B' }, role: 'x', isActive: false });
    await users.insert({});
    expect(one).toEqual({ _id: one._id, role: 'guest', isActive: true });
    expect(
      await db.rows('SELECT email, age, role, isActive, profile_city FROM users ORDER BY rowid'),
    ).toEqual([
      [null, null, 'guest', 1, null],
      ['a', null, 'x', 0, 'B'],
      [null, null, 'guest', 1, null],
    ]);
    await expect(users.insert({ email: 'a' })).rejects.toThrow(code('CONSTRAINT_UNIQUE'));
    await expect(users.insert({ role: 'root' })).rejects.toMatchObject({
      code: 'CONSTRAINT_CHECK',
      field: 'role',
    });
    expect(await users.put(one._id, { email: 'c' })).toMatchObject({ email: 'c' });
    expect(await users.put(one._id, { email: undefined })).toEqual(one);
    expect(await users.findById(one._id)).toEqual(one);
  });

  test('field names of any text', async () => {
    const db = open();
    const names = [
      'a.b',
      'a-b',
      'say "hi"',
      "it's",
      'select',
      'doc',
      '_version',
      'DOC',
      '__proto__',
      '',
      'ü 漢 😀',
      '$x',
      '[0]',
    ];
    const shape = Object.fromEntries(names.map((name) => [name, z.string().optional()]));
    const schema = z.object({ ...shape, a: z.object({ b: z.string() }).optional() });
    const constrainedFields = Object.fromEntries(names.map((name) => [name, { unique: true }]));
    const odd = db.collection('odd', schema, { constrainedFields });
    const documents = [1, 2, 3].map((n) => Object.fromEntries(names.map((name) => [name, `${name} ${n}`])));
    const stored = await odd.insertBulk(documents);
    for (const [index, document] of documents.entries()) {
      const id = String(stored[index]?._id);
      const read = await odd.findById(id);
      expect(read).toEqual({ ...document, _id: id });
      expect(Object.keys(read ?? {}).sort()).toEqual([...names, '_id'].sort());
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    }
    for (const name of names) {
      await expect(odd.insert({ [name]: `${name} 1` })).rejects.toMatchObject({ field: name });
      await expect(odd.insert(JSON.parse(`{${JSON.stringify(name)}: 5}`))).rejects.toThrow(
        code('VALIDATION'),
      );
      const id = String(stored[0]?._id);
      const changed = await odd.put(id, { [name]: 'new' });
      expect(Object.getOwnPropertyDescriptor(changed, name)?.value).toBe('new');
    }
  });

  test('fields named __proto__ in open objects and records', async () => {
    const db = open();
    const schema = z.object({ record: z.record(z.string(), z.number()), loose: z.looseObject({}) });
    const open_ = db.collection('open', schema);
    const given = JSON.parse('{"record": {"a": 1, "__proto__": 5}, "loose": {"__proto__": {"x": 1}}}');
    const { _id } = await open_.insert(given);
    expect(JSON.stringify(await open_.findById(_id))).toBe(JSON.stringify({ ...given, _id }));
    const wrong = JSON.parse('{"record": {"__proto__": "text"}, "loose": {}}');
    await expect(open_.insert(wrong)).rejects.toMatchObject({ issues: [{ path: ['record', '__proto__'] }] });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test('strict objects, refinements, unions, transforms and records', async () => {
    const db = open();
    const strict = db.collection('strict', z.strictObject({ a: z.number() }));
    const { _id } = await strict.insert({ a: 1 });
    await expect(strict.insert({ a: 1, b: 2 } as { a: number })).rejects.toThrow(code('VALIDATION'));
    expect(await strict.put(_id, { a: 2 })).toEqual({ _id, a: 2 });
    expect(await strict.upsert(_id, { a: 3 })).toEqual({ _id, a: 3 });

    const range = db.collection(
      'range',
      z.object({ from: z.number(), to: z.number() }).refine(({ from, to }) => from <= to, 'from after to'),
    );
    const first = await range.insert({ from: 1, to: 2 });
    await expect(range.put(first._id, { from: 3 })).rejects.toThrow('from after to');
    await expect(range.atomicUpdate(first._id, { $inc: { from: 5 } })).rejects.toThrow(code('VALIDATION'));
    expect(await range.findById(first._id)).toEqual(first);

    const shapes = db.collection(
      'shapes',
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('circle'), radius: z.number() }),
        z.object({ kind: z.literal('square'), side: z.number() }),
      ]),
      { constrainedFields: { kind: { index: true }, radius: {} } },
    );
    const circle = await shapes.insert({ kind: 'circle', radius: 2 });
    await shapes.insert({ kind: 'square', side: 1 });
    expect(await db.rows('SELECT kind, radius FROM shapes ORDER BY rowid')).toEqual([
      ['circle', 2],
      ['square', null],
    ]);
    await expect(shapes.put(circle._id, { kind: 'square' })).rejects.toThrow(code('VALIDATION'));
    expect(await shapes.findById(circle._id)).toEqual({ _id: circle._id, kind: 'circle', radius: 2 });

    const words = db.collection('words', z.record(z.string(), z.number()));
    const word = await words.insert({ one: 1, two: 2 });
    expect(await words.put(String(word._id), { three: 3 })).toMatchObject({ one: 1, two: 2, three: 3 });
  });

  test('a transform runs once: what is stored is its result', async () => {
    const db = open();
    const schema = z
      .object({ text: z.string().transform((text) => text.length), n: z.number(), flag: z.stringbool() })
      .refine(({ text, n }) => text >= n, 'too short');
    const lengths = db.collection('lengths', schema, { constrainedFields: { n: {} } });
    const stored = await lengths.insert({ text: 'four', n: 1, flag: 'yes' });
    expect(stored).toMatchObject({ text: 4, n: 1, flag: true });
    expect(await lengths.put(stored._id, { n: 3 })).toEqual({ ...stored, n: 3 });
    expect(await lengths.put(stored._id, { text: 'abcdef' })).toEqual({ ...stored, n: 3, text: 6 });
    await expect(lengths.put(stored._id, { n: 7 })).rejects.toThrow('too short');
    const whole = db.collection(
      'whole',
      z.object({ a: z.number() }).transform(({ a }) => ({ a, twice: a * 2 })),
    );
    expect(await whole.insert({ a: 2 })).toMatchObject({ a: 2, twice: 4 });
  });

  test('rules that answer later are awaited, and refused by Sync methods', async () => {
    const db = open();
    const later = db.collection('later', z.object({ a: z.number().refine(async (a) => a > 1, 'too small') }));
    const { _id } = await later.insert({ a: 2 });
    await expect(later.insert({ a: 1 })).rejects.toThrow('too small');
    await expect(later.put(_id, { a: 0 })).rejects.toThrow('too small');
    const refusal = kind.isShared ? 'SYNC_WITH_SHARED_CONNECTION' : 'SYNC_HOOK_ASYNC';
    expect(() => later.insertSync({ a: 2 })).toThrow(code(refusal));
    expect(await later.count()).toBe(1);
  });

  test('ids with any text', async () => {
    const db = open();
    const named = db.collection('named', z.object({ id: z.string(), n: z.number() }));
    const ids = [
      '',
      ' ',
      "'; DROP TABLE named; --",
      '"',
      '%',
      'a\0b',
      'a\0c',
      '\n',
      'ü漢😀',
      '__proto__',
      '1',
      '1.0',
      'A',
      'a',
      'x'.repeat(10_000),
    ];
    await named.insertBulk(ids.map((id, n) => ({ id, n })));
    for (const [n, id] of ids.entries()) {
      expect(await named.findById(id)).toEqual({ id, n });
      expect(await named.put(id, { n: n + 100 })).toEqual({ id, n: n + 100 });
      expect(await named.upsert(id, { n })).toEqual({ id, n });
    }
    expect(await named.putBulk(ids.map((id, n) => ({ id, doc: { n: -n } })))).toEqual(
      ids.map((id, n) => ({ id, n: -n })),
    );
    expect(await named.count()).toBe(ids.length);
    expect(await named.deleteBulk(['a\0b', '1'])).toBe(2);
    expect(await named.findById('a\0c')).not.toBeNull();
    expect(await named.deleteBulk(ids)).toBe(ids.length - 2);
    await expect(named.insert({ id: '\ud800', n: 1 })).rejects.toThrow(code('BIND_INVALID'));
  });

  test('texts with NUL and with halves of surrogate pairs', async () => {
    const db = open();
    const texts = db.collection('texts', z.object({ id: z.string(), text: z.string() }));
    for (const [index, text] of ['a\0b', '\ud800', 'x\udc00y', '\u2028', '"\\'].entries()) {
      const document = { id: `t${index}`, text };
      await texts.insert(document);
      expect(await texts.findById(document.id)).toEqual(document);
      expect(await texts.put(document.id, {})).toEqual(document);
    }
    const constrained = db.collection('constrained', z.object({ text: z.string() }), {
      constrainedFields: { text: {} },
    });
    await expect(constrained.insert({ text: '\ud800' })).rejects.toThrow(code('BIND_INVALID'));
  });

  test('reads are validated where that was asked for', async () => {
    const db = open();
    const schema = z.object({ n: z.number(), twice: z.number().transform((n) => n * 2) });
    const checked = db.collection('checked', schema, { validateReads: true });
    const stored = await checked.insert({ n: 1, twice: 2 });
    expect(await checked.findById(stored._id)).toEqual({ ...stored, twice: 4 });
    await db.exec(`UPDATE checked SET doc = jsonb('{"n": "text"}')`);
    await expect(checked.findById(stored._id)).rejects.toThrow(code('VALIDATION'));
    await expect(checked.toArray()).rejects.toThrow(code('VALIDATION'));
  });

  test('objects that look like a marker stay what they are', async () => {
    const db = open();
    const anything = db.collection('anything', z.object({ any: z.any() }));
    for (const any of [
      { __type: 'Date', value: '2024-01-01T00:00:00.000Z' },
      { __type: 'Set', value: [1] },
      { __type: 'Object', value: [['a', 1]] },
      { __type: 'Object', value: [['a', { __type: 'BigInt', value: '5' }]] },
      { __type: 'Date', value: 'soon' },
      { __type: 'Unknown', value: 1, more: 2 },
      new Map([[{ __type: 'Set', value: [] }, new Date(1)]]),
    ]) {
      const { _id } = await anything.insert({ any });
      expect(await anything.findById(_id)).toEqual({ _id, any });
    }
  });

  test('ids of other types and made by others', async () => {
    const db = open();
    const numbered = db.collection('numbered', z.object({ id: z.number(), n: z.number() }));
    expect(await numbered.insert({ id: 5, n: 1 })).toEqual({ id: 5, n: 1 });
    expect(await numbered.findById('5')).toEqual({ id: 5, n: 1 });
    await expect(numbered.insert({ n: 1 })).rejects.toThrow(code('VALIDATION'));
    let next = 0;
    const options = { primaryKey: 'key', generateId: () => `k${next++}` };
    const keyed = db.collection('keyed', z.object({ key: z.string(), n: z.number() }), options);
    expect(await keyed.insert({ n: 1 } as { key: string; n: number })).toEqual({ key: 'k0', n: 1 });
    expect(await keyed.findById('k0')).toEqual({ key: 'k0', n: 1 });
  });
});
