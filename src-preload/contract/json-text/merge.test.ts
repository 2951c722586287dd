import { describe, expect, it } from 'vitest';
import { diffJson, type JsonPatch, mergePatches, pathText } from './index.ts';

/** Path, before and after of each patch. */
function summary(
  patches: readonly JsonPatch[],
): readonly (readonly [string, string | null, string | null])[] {
  return patches.map((patch) => [pathText(patch.path), patch.before, patch.after]);
}

function merge(before: string, mine: string, current: string) {
  const merged = mergePatches(current, diffJson(before, mine));
  return { text: merged.text, conflicts: merged.conflicts.map((patch) => pathText(patch.path)) };
}

describe('diffJson', () => {
  it.each([
    ['{"a":1.10}', '{"a": 1.1}', [['a', '1.10', '1.1']]],
    ['{"a":1e400}', '{ "a" : 1e400 }', []],
    ['{"a":"\\u00e9"}', '{"a":"é"}', [['a', '"\\u00e9"', '"é"']]],
    [
      '{"ship":{"country":"IT","zip":1}}',
      '{"ship":{"country":"FR","zip":1}}',
      [['ship.country', '"IT"', '"FR"']],
    ],
    [
      '{"a":1,"b":2}',
      '{"b":2,"c":3}',
      [
        ['a', '1', null],
        ['c', null, '3'],
      ],
    ],
    ['[1,2,3,4]', '[1,9,2,3,4]', [['[1]', null, '9']]],
    ['[1,2,3,4]', '[1,3,4]', [['[1]', '2', null]]],
    [
      '[1,2,3,4,5]',
      '[1,3,4,6]',
      [
        ['[1]', '2', null],
        ['[4]', '5', '6'],
      ],
    ],
    [
      '[1]',
      '[1,2,3]',
      [
        ['[1]', null, '2'],
        ['[1]', null, '3'],
      ],
    ],
    ['[{"q":1},{"q":1}]', '[{"q":1},{"q":2}]', [['[1].q', '1', '2']]],
    ['{"a":1,"b":2}', '{"b":2,"a":1}', [['', '{"a":1,"b":2}', '{"b":2,"a":1}']]],
    ['{"a":1,"a":2,"b":3}', '{"a":1,"a":2,"b":4}', [['b', '3', '4']]],
    ['{"a":1,"a":2}', '{"a":1,"a":5}', [['a', '2', '5']]],
    ['{"x":{"a":1,"a":2}}', '{"x":{"a":5,"a":2}}', [['x', '{"a":1,"a":2}', '{"a":5,"a":2}']]],
    ['{"\\u0061":1}', '{"a":1}', [['', '{"\\u0061":1}', '{"a":1}']]],
    ['["x\\" y"]', '["x\\"y"]', [['[0]', '"x\\" y"', '"x\\"y"']]],
    [
      '[1,2,3,4,5]',
      '[2,3,9,4,8]',
      [
        ['[0]', '1', null],
        ['[3]', null, '9'],
        ['[4]', '5', '8'],
      ],
    ],
    ['{"a":{}}', '{"a":[]}', [['a', '{}', '[]']]],
    [
      '[1,2,7,3,5]',
      '[2,3,8]',
      [
        ['[0]', '1', null],
        ['[2]', '7', null],
        ['[4]', '5', '8'],
      ],
    ],
    ['1', '2', [['', '1', '2']]],
  ] as const)('%s to %s', (before, after, expected) => {
    expect(summary(diffJson(before, after))).toEqual(expected);
  });

  it('goes down 200 levels, and takes what lies deeper as one value', () => {
    const nested = (value: string) => '{"a":['.repeat(2000) + value + ']}'.repeat(2000);
    const patches = diffJson(nested('1.10'), nested('2'));
    expect(patches.map((patch) => patch.path.length)).toEqual([200]);
    expect(mergePatches(nested('1.10'), patches)).toEqual({ text: nested('2'), conflicts: [] });
    expect(mergePatches(nested('7'), patches)).toEqual({ text: nested('7'), conflicts: patches });
  });
});

describe('mergePatches', () => {
  const order = '{"note":"x","items":[{"sku":"A","q":1},{"sku":"B","q":1},{"sku":"C","q":1}]}';
  const mine = order.replace('"B","q":1', '"B","q":5');

  it.each([
    ['another field', order.replace('"x"', '"y"')],
    ['another field of the same item', order.replace('"B"', '"b"')],
    ['an item before it', order.replace('[{', '[{"sku":"N","q":1},{')],
    ['an item behind it', order.replace('}]', '},{"sku":"N","q":1}]')],
    ['the item before it taken out', order.replace('{"sku":"A","q":1},', '')],
    ['both neighbours', order.replace('"A"', '"a"').replace('"C"', '"c"')],
    ['blanks', order.replaceAll(',', ' ,\r\n ').replaceAll(':', ' : ')],
  ])('finds the item again: %s', (_, current) => {
    const expected = current.replace(/("[Bb]"\s*,\s*"q"\s*:\s*)1/, '$15');
    expect(expected).not.toBe(current);
    expect(merge(order, mine, current)).toEqual({ text: expected, conflicts: [] });
  });

  it.each([
    ['the same field', order.replace('"B","q":1', '"B","q":7')],
    ['the item taken out', order.replace('{"sku":"B","q":1},', '')],
    [
      'all items turned round',
      '{"note":"x","items":[{"sku":"C","q":1},{"sku":"B","q":2},{"sku":"A","q":1}]}',
    ],
    [
      'an item that now stands there',
      '{"note":"x","items":[{"sku":"N","q":1},{"sku":"A","q":1},{"sku":"b","q":1}]}',
    ],
    [
      'the item alone is as it was',
      '{"note":"x","items":[{"sku":"a","q":1},{"sku":"B","q":1},{"sku":"c","q":1},{"sku":"N","q":1}]}',
    ],
    ['no list any more', '{"note":"x","items":{"1":{"q":1}}}'],
    ['no document any more', 'null'],
  ])('never guesses: %s', (_, current) => {
    expect(merge(order, mine, current)).toEqual({ text: current, conflicts: ['items[1].q'] });
  });

  it('tells items apart by the blanks in their texts', () => {
    const list = '[1,{"sku":"A B","q":1}]';
    expect(merge(list, list.replace('"q":1', '"q":2'), '[2,{"sku":"AB","q":1}]').conflicts).toEqual([
      '[1].q',
    ]);
  });

  it('never takes two items for one when equal ones are gone', () => {
    const merged = merge('[1,1]', '[2,3]', '[1]');
    expect(merged.conflicts).toHaveLength(1);
    expect(merged.text).toBe('[2]');
  });

  it.each([
    ['[1,2]', '[1,2,3]', '[1,2,4]', '[1,2,4]', ['[2]']],
    ['[]', '[1]', '[2]', '[2]', ['[0]']],
    ['[1,2]', '[0,1,2]', '[1,2,3]', '[0,1,2,3]', []],
    ['[1,2]', '[1,2,3]', '[0,1,2]', '[0,1,2,3]', []],
    ['[1,2,3]', '[1,3]', '[1,9,3]', '[1,9,3]', ['[1]']],
    ['[1,2,3]', '[1,3]', '[1,3]', '[1,3]', []],
    ['{"a":1}', '{"a":1,"b":2}', '{"a":1,"b":3}', '{"a":1,"b":3}', ['b']],
    ['{"a":1}', '{"a":1,"b":2}', '{"a":1,"b": 2}', '{"a":1,"b": 2}', []],
    ['{"a":1,"b":2}', '{"a":1}', '{"a":1,"b":3}', '{"a":1,"b":3}', ['b']],
    ['{"a":1,"b":2}', '{"a":1}', '{"a":1}', '{"a":1}', []],
    ['{"a":1,"b":2}', '{"b":2}', '{"a":0,"a":1,"b":2}', '{"a":0,"a":1,"b":2}', ['a']],
    ['{"a":1,"b":2}', '{"a":1,"x":0,"y":0,"b":2}', '{"b":2,"a":1}', '{"b":2,"a":1,"x":0,"y":0}', []],
    ['{"a":{"b":1}}', '{"a":{"b":2}}', '{}', '{}', ['a.b']],
    ['{"a":{"b":1}}', '{}', '{"a":{"b":2}}', '{"a":{"b":2}}', ['a']],
    ['{"a":1}', '{"a":1,"\\u00e9":2}', '{\r\n\t"a" : 1\r\n}', '{\r\n\t"a" : 1,\r\n\t"\\u00e9" : 2\r\n}', []],
  ])('%s, mine %s, now %s', (before, ours, current, text, conflicts) => {
    expect(merge(before, ours, current)).toEqual({ text, conflicts });
  });
});
