import { expect, test } from 'vitest';
import { applyEdits } from '../../../../src-preload/contract/json-text/index.ts';
import { anyValue, readFieldSchema } from '../../../lib/documents/field-schema.ts';
import { placeOf, placeProblems } from './place-problems.ts';
import { addTo, asKind, moveBy, type TreeChange, typedValue } from './tree-edits.ts';
import { documentLines, lineSummary, lineType } from './tree-model.ts';

const TEXT =
  '{"id":"a","ship":{"to":{"city":"Rome"},"n":1.10},"items":[{"sku":"x"},2],"a":1,"a":2,"none":[]}';
const noProblems = new Map<string, readonly string[]>();

function shown(toggled: ReadonlyMap<string, boolean>, problems = noProblems) {
  return documentLines(TEXT, toggled, problems, anyValue).map(
    (line) => `${'  '.repeat(line.depth)}${line.name} ${line.kind}`,
  );
}

test('lines are what is open, in the order of the text, twins by place', () => {
  const toggled = new Map([
    [placeOf(['ship', 'to']), false],
    [placeOf(['items']), false],
  ]);
  expect(shown(toggled)).toEqual([
    'id string',
    'ship object',
    '  to object',
    '  n number',
    'items array',
    'a number',
    'a number',
    'none array',
  ]);
  const lines = documentLines(TEXT, toggled, noProblems, anyValue);
  expect(lines.slice(-3).map(({ path, isOpen }) => [path, isOpen])).toEqual([
    [[3], null],
    [['a'], null],
    [['none'], null],
  ]);
  expect(lines.map((line) => lineSummary(TEXT, line)).slice(1, 5)).toEqual([
    '{ 2 }',
    '{ city }',
    '{ 0 }',
    '[ 2 ]',
  ]);
});

test('what is around a problem is open; a problem is told where it can be seen', () => {
  const problems = placeProblems(TEXT, [
    { path: ['ship', 'to', 'zip'], message: 'missing' },
    { path: ['ship', 'n', 'deeper', 'still'], message: 'inside' },
    { path: [], message: 'whole' },
  ]);
  expect([...problems]).toEqual([
    ['["ship","to","zip"]', ['missing']],
    ['["ship","n","deeper"]', ['inside']],
    ['[]', ['whole']],
  ]);
  const long = `{"deep":{"a":{"b":{"c":1}}}}`;
  const bad = new Map([[placeOf(['deep', 'a', 'b', 'c']), ['wrong']]]);
  expect(documentLines(long, new Map(), bad, anyValue).map(({ name }) => name)).toEqual([
    'deep',
    'a',
    'b',
    'c',
  ]);
});

test('types are those of the schema', () => {
  const schema = readFieldSchema(
    '{"type":"object","properties":{"email":{"type":"string","format":"email"},"note":{"anyOf":[{"type":"string"},{"type":"null"}]},"n":{"type":"integer","minimum":1}}}',
  );
  const lines = documentLines(
    '{"email":"x","note":null,"n":0,"more":true}',
    new Map(),
    noProblems,
    schema ?? anyValue,
  );
  expect(lines.map(lineType)).toEqual(['email', 'string?', 'int, min 1', 'boolean']);
});

const after = (text: string, change: TreeChange | null) =>
  change === null ? null : [applyEdits(text, change.edits), change.path];

test('adding, moving', () => {
  expect(after('{"a":1}', addTo('{"a":1}', []))).toEqual(['{"a":1,"field":""}', ['field']]);
  expect(after('{"field":{}, "b":2}', addTo('{"field":{}, "b":2}', ['b']))).toEqual([
    '{"field":{}, "b":2, "field2":""}',
    ['field2'],
  ]);
  expect(after('[1,3]', addTo('[1,3]', [0]))).toEqual(['[1,"",3]', [1]]);
  expect(after('{"l":[]}', addTo('{"l":[]}', ['l']))).toEqual(['{"l":[""]}', ['l', 0]]);
  expect(after('{"a":1, "b":2}', moveBy('{"a":1, "b":2}', ['a'], 1))).toEqual(['{"b":2, "a":1}', ['a']]);
  expect(after('[1,2]', moveBy('[1,2]', [1], -1))).toEqual(['[2,1]', [0]]);
  expect(moveBy('[1,2]', [1], 1)).toBeNull();
  expect(moveBy('[1,2]', [0], -1)).toBeNull();
});

test('typed values keep their type where they can', () => {
  expect([typedValue('5', 'string'), typedValue('1.10', 'number'), typedValue('x', 'number')]).toEqual([
    '"5"',
    '1.10',
    '"x"',
  ]);
  expect([typedValue('null', 'boolean'), typedValue('"q"', 'null'), typedValue('01', 'number')]).toEqual([
    'null',
    '"q"',
    '"01"',
  ]);
});

test('another type keeps what it can of a value', () => {
  expect(asKind('"1.10"', 'string', 'number')).toBe('1.10');
  expect(asKind('1e400', 'number', 'string')).toBe('"1e400"');
  expect(asKind('"x"', 'string', 'number')).toBe('0');
  expect(asKind('{"a":1}', 'object', 'string')).toBe('"{\\"a\\":1}"');
  expect(asKind('"{\\"a\\":1.10}"', 'string', 'object')).toBe('{"a":1.10}');
  expect(asKind('7', 'number', 'array')).toBe('[7]');
  expect([
    asKind('true', 'boolean', 'number'),
    asKind('null', 'null', 'string'),
    asKind('1', 'number', 'boolean'),
  ]).toEqual(['1', '""', 'true']);
});
