import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  children,
  insertItem,
  insertMember,
  isJson,
  type JsonPath,
  jsonProblem,
  kindOf,
  memberSpan,
  moveTo,
  parsePathText,
  pathText,
  removeAt,
  renameKey,
  rootSpan,
  setValue,
  spanBetween,
  type TextEdit,
  textHash,
  toJsonPath,
  valueSpan,
} from './index.ts';

function apply(text: string, edits: readonly TextEdit[] | null): string {
  if (edits === null) throw new Error('No edits');
  return applyEdits(text, edits);
}

const levels = (count: number) => `${'{"a":['.repeat(count / 2)}1.10${']}'.repeat(count / 2)}`;
const levelPath = (count: number) => Array.from({ length: count / 2 }, () => ['a', 0]).flat();
const large = JSON.stringify(
  Array.from({ length: 90_000 }, (_, id) => ({ id, name: `Grüße "${id}"`, tags: ['a', 1.5, null] })),
);

/** Documents that a parser and a serializer would not give back, each with a way to a value in it. */
const nasty: readonly (readonly [name: string, text: string, path: JsonPath])[] = [
  ['digits', '{"a": 1.10, "b": 1e400, "c": 12345678901234567890123, "d": -0.0}', ['b']],
  ['key order', '{"b":1,"10":2,"9":3,"a":4}', ['9']],
  ['duplicate keys, the last', '{"a":1,"b":2,"a":3}', ['a']],
  ['duplicate keys, the first', '{"a":1,"b":2,"a":3}', [0]],
  ['duplicate keys over objects', '{"a":{"x":1,"y":2},"a":{"x":3}}', ['a', 'x']],
  ['escapes', '{"\\u00e9\\/": "\\u00e9", "é": "\\/", "q\\"": "\\\\\\""}', ['q"']],
  ['blanks', ' \t{ "a"  :\r\n\t[ 1 ,  2\n,3 ]  } \n\n', ['a', 1]],
  ['CRLF', '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n', ['b']],
  ['byte order mark', '\ufeff{"a":1}', ['a']],
  ['lone surrogates', '{"\ud800":"\udc00","a":"\\ud800","😀":"\ud83d"}', ['😀']],
  ['brackets in texts', '{"}":"]}","[":["{\\"a\\":1}"]}', ['[', 0]],
  ['__proto__', '{"__proto__":{"a":1},"constructor":2}', ['__proto__', 'a']],
  ['100 levels', levels(100), levelPath(100)],
  ['10,000 levels', levels(10_000), levelPath(10_000)],
  ['5 MB', large, [40_000, 'name']],
  ['a single value', ' 1.10\n', []],
];

describe.each(nasty)('a document with %s', (_, text, path) => {
  it('is changed in one span, and stays as it was everywhere else', () => {
    const span = valueSpan(text, path);
    if (span === null) throw new Error('No value');
    const changed = apply(text, setValue(text, path, '"new"'));
    expect(changed === `${text.slice(0, span.from)}"new"${text.slice(span.to)}`).toBe(true);
    expect(isJson(changed)).toBe(true);
    const back = apply(changed, setValue(changed, path, text.slice(span.from, span.to)));
    expect(back === text).toBe(true);
    expect(setValue(text, path, text.slice(span.from, span.to))).toEqual([]);
  });

  it.runIf(path.length > 0)(
    'gives back every character when a child is taken out, renamed, moved and put back',
    () => {
      const parent = path.slice(0, -1);
      const gone = memberSpan(text, path);
      if (gone === null) throw new Error('No member');
      const without = apply(text, removeAt(text, path));
      expect(without === text.slice(0, gone.from) + text.slice(gone.to)).toBe(true);
      expect(isJson(without)).toBe(true);
      const position = valueSpan(text, parent);
      const count = children(text, position ?? rootSpan(text)).length;
      const there = apply(text, moveTo(text, [...parent, 0], count - 1));
      expect(apply(there, moveTo(there, [...parent, count - 1], 0)) === text).toBe(true);
      expect(spanBetween(text, there).from).toBeGreaterThan(position?.from ?? 0);
    },
  );
});

describe('what is inserted stands as its neighbours do', () => {
  it.each([
    ['[]', 'end', '[9]'],
    ['[ ]', 0, '[9 ]'],
    ['[1]', 'end', '[1,9]'],
    ['{"a": [1]}', 'end', '{"a": [1, 9]}'],
    ['[1, 2]', 0, '[9, 1, 2]'],
    ['[1, 2]', 1, '[1, 9, 2]'],
    ['[1, 2]', 'end', '[1, 2, 9]'],
    ['[ 1 ]', 'end', '[ 1, 9 ]'],
    ['[\n  1\n]', 'end', '[\n  1,\n  9\n]'],
    ['[\n  1\n]', 0, '[\n  9,\n  1\n]'],
    ['[\r\n\t1,\r\n\t2\r\n]', 1, '[\r\n\t1,\r\n\t9,\r\n\t2\r\n]'],
    ['[ 1\n, 2\n]', 'end', '[ 1\n, 2\n, 9\n]'],
    ['{"a": [\n]}', 'end', '{"a": [\n  9\n]}'],
    ['{\r\n    "a": [\r\n    ]\r\n}', 'end', '{\r\n    "a": [\r\n        9\r\n    ]\r\n}'],
  ] as const)('item: %j at %s', (text, position, expected) => {
    const path = text.startsWith('{') ? ['a'] : [];
    expect(apply(text, insertItem(text, path, position, '9'))).toBe(expected);
  });

  it.each([
    ['{}', 'end', '{"k":9}'],
    ['{"a": 1}', 'end', '{"a": 1, "k": 9}'],
    ['{"a":1}', 0, '{"k":9,"a":1}'],
    ['{ "a" : 1 }', 'end', '{ "a" : 1, "k" : 9 }'],
    ['{\n  "a": 1,\n  "b": 2\n}', 1, '{\n  "a": 1,\n  "k": 9,\n  "b": 2\n}'],
    ['{\r\n\t"a":1\r\n}', 'end', '{\r\n\t"a":1,\r\n\t"k":9\r\n}'],
  ] as const)('member: %j at %s', (text, position, expected) => {
    expect(apply(text, insertMember(text, [], position, 'k', '9'))).toBe(expected);
  });

  it.each([
    ['{"a": 1, "b": 2, "c": 3}', 'a', '{"b": 2, "c": 3}'],
    ['{"a": 1, "b": 2, "c": 3}', 'b', '{"a": 1, "c": 3}'],
    ['{"a": 1, "b": 2, "c": 3}', 'c', '{"a": 1, "b": 2}'],
    ['{\n  "a": 1,\n  "b": 2\n}', 'b', '{\n  "a": 1\n}'],
    ['{\n  "a": 1\n}', 'a', '{}'],
  ])('removed: %j without %s', (text, key, expected) => {
    expect(apply(text, removeAt(text, [key]))).toBe(expected);
  });
});

describe('a change that cannot be made', () => {
  const text = '{"a":1,"b":[1,2]}';
  it.each([
    ['no such value', setValue(text, ['x'], '1')],
    ['below a value without children', setValue(text, ['a', 'x'], '1')],
    ['a key in an array', setValue(text, ['b', '0'], '1')],
    ['a second member of one key', insertMember(text, [], 'end', 'a', '1')],
    ['a member of an array', insertMember(text, ['b'], 'end', 'x', '1')],
    ['an item of an object', insertItem(text, [], 'end', '1')],
    ['behind the end', insertItem(text, ['b'], 3, '1')],
    ['the document itself', removeAt(text, [])],
    ['a key that is there', renameKey(text, ['a'], 'b')],
    ['the key of an item', renameKey(text, ['b', 0], 'x')],
    ['a move behind the end', moveTo(text, ['b', 0], 2)],
  ])('is null: %s', (_, edits) => expect(edits).toBeNull());

  it('is refused if edits overlap', () => {
    const edits = [
      { from: 0, to: 3, text: '' },
      { from: 2, to: 4, text: '' },
    ];
    expect(() => applyEdits(text, edits)).toThrow(RangeError);
    expect(() => applyEdits(text, [{ from: 0, to: 99, text: '' }])).toThrow(RangeError);
  });
});

describe('paths', () => {
  it.each([
    ['', []],
    ['items[1].qty', ['items', 1, 'qty']],
    ['["a.b"]["0"][0].é', ['a.b', '0', 0, 'é']],
    ['$ref[""]', ['$ref', '']],
  ])('%s', (text, path) => {
    expect(pathText(path)).toBe(text);
    expect(parsePathText(text)).toEqual(path);
  });

  it.each(['.a', 'a.', 'a..b', 'a[', 'a[-1]', 'a[01]', 'a[b]', 'a b', "['a']", '["\\x"]', 'a[0]b'])(
    'none: %s',
    (text) => {
      expect(parsePathText(text)).toBeNull();
    },
  );

  it('name a twin by its position, another member by its key', () => {
    const text = '{"a":{"x":1},"a":{"b":{"x":2}}}';
    expect(toJsonPath(text, [0, 0])).toEqual([0, 'x']);
    expect(toJsonPath(text, [1, 0, 0])).toEqual(['a', 'b', 'x']);
    expect(toJsonPath(text, [2])).toBeNull();
    expect(children(text, rootSpan(text)).map((child) => [child.key, kindOf(text, child.from)])).toEqual([
      ['a', 'object'],
      ['a', 'object'],
    ]);
  });
});

describe('jsonProblem', () => {
  it.each([
    ['', 0, 'There is no value'],
    ['{"a":1,}', 7, 'The comma before this } is one too many.'],
    ['[1,]', 3, 'The comma before this ] is one too many.'],
    ['{a:1}', 1, 'A key in double quotes must stand here.'],
    ['{"a" 1}', 5, 'A colon is missing behind the key.'],
    ['{"a":}', 5, 'A value is missing before this.'],
    ['{"a":1 "b":2}', 7, 'A comma or } is missing before this.'],
    ['[1 2]', 3, 'A comma or ] is missing before this.'],
    ['[01]', 1, '01 is no JSON number. Leave the zeros in front out.'],
    ['[+1]', 1, '+1 is no JSON number. Leave the + out.'],
    ['[.5]', 1, '.5 is no JSON number. Write it like'],
    ['[NaN]', 1, 'NaN is no JSON value: a text needs double quotes around it.'],
    ["['a']", 1, "'a' is no JSON value: a text needs double quotes around it."],
    ['["a\nb"]', 3, 'A line ends inside of this text'],
    ['["a\tb"]', 3, 'A control character stands here: write \\t.'],
    ['["\\x"]', 2, 'No such escape'],
    ['["abc', 5, '" is missing.'],
    ['{"a":[1', 7, '] is missing.'],
    ['{} {}', 3, 'nothing may follow it.'],
    ['['.repeat(10_000), 10_000, '] is missing.'],
  ])('%.20j', (text, offset, message) => {
    expect(isJson(text)).toBe(false);
    expect(jsonProblem(text)).toEqual({ offset, message: expect.stringContaining(message) });
  });

  it('is null for JSON, at any depth and behind a byte order mark', () => {
    for (const text of ['1', ' [] ', '\ufeff{}', levels(10_000)]) expect(jsonProblem(text)).toBeNull();
    expect(jsonProblem('\ufeff\ufeff{}')?.offset).toBe(1);
  });
});

describe('textHash', () => {
  it('is the same for the same text only, and everywhere', () => {
    const texts = ['', 'a', 'b', 'ab', 'ba', '\ud800', '1.10', '1.1', ' 1.1', large, `${large} `];
    expect(new Set(texts.map(textHash)).size).toBe(texts.length);
    expect(textHash(['1', '.10'].join(''))).toBe(textHash('1.10'));
    expect(textHash('Cairn')).toMatchInlineSnapshot(`"1r3wgnd56u4"`);
  });
});
