import { expect, test } from 'vitest';
import { applyEdits, type TextEdit } from '../../../../src-preload/contract/json-text/index.ts';
import { removeField, setField } from './set-field.ts';

const after = (text: string, edits: readonly TextEdit[] | null) =>
  edits === null ? null : applyEdits(text, edits);

test('a field that is missing is put where the schema has it', () => {
  const order = ['a', 'b', 'c', 'd'];
  const text = '{"a": 1.10, "x": 0, "d": 4}';
  expect(after(text, setField(text, ['a'], '2', order))).toBe('{"a": 2, "x": 0, "d": 4}');
  expect(after(text, setField(text, ['b'], '2', order))).toBe('{"a": 1.10, "b": 2, "x": 0, "d": 4}');
  expect(after(text, setField(text, ['new'], '2', order))).toBe('{"a": 1.10, "x": 0, "d": 4, "new": 2}');
  expect(after('{"d":4}', setField('{"d":4}', ['b'], '2', order))).toBe('{"b":2,"d":4}');
  expect(after('{}', setField('{}', ['b'], '2', order))).toBe('{"b":2}');
});

test('items are added at the end; where there is no place, nothing is done', () => {
  expect(after('{"a":[1]}', setField('{"a":[1]}', ['a', 1], '2'))).toBe('{"a":[1,2]}');
  expect(setField('{"a":1}', ['a', 'b'], '2')).toBeNull();
  expect(setField('{"a":1}', ['x', 'b'], '2')).toBeNull();
  expect(removeField('{"a":1}', ['x'])).toEqual([]);
  expect(after('{"a":1,"b":2}', removeField('{"a":1,"b":2}', ['a']))).toBe('{"b":2}');
});
