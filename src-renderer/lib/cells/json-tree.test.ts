import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTokens, layOutJson } from './json-tokens.ts';
import { type JsonNode, readJsonTree } from './json-tree.ts';
import { cellJson, rowJson } from './row-json.ts';

function plainValue(node: JsonNode): unknown {
  if (node.kind === 'array') return node.children.map(plainValue);
  if (node.kind === 'object') {
    return Object.fromEntries(node.children.map((child) => [child.name ?? '', plainValue(child)]));
  }
  return JSON.parse(node.source);
}

describe('JSON as text', () => {
  it('is cut into pieces that together are the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(
          jsonTokens(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('keeps every value when it is laid out or read as a tree', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const node = readJsonTree(text);
        expect(node === null ? undefined : plainValue(node)).toEqual(JSON.parse(text));
        expect(layOutJson(text)).not.toBeNull();
        expect(JSON.parse(layOutJson(text) ?? '')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps digits and twin keys as they are written', () => {
    const text = '{"a":1.10,"a":12345678901234567890,"e":[],"o":{}}';
    expect(layOutJson(text)).toBe('{\n  "a": 1.10,\n  "a": 12345678901234567890,\n  "e": [],\n  "o": {}\n}');
    expect(readJsonTree(text)?.children.map(({ name, source }) => [name, source])).toEqual([
      ['a', '1.10'],
      ['a', '12345678901234567890'],
      ['e', ''],
      ['o', ''],
    ]);
  });

  it('reads any depth, and nothing that is not JSON', () => {
    const depth = 5000;
    expect(readJsonTree('['.repeat(depth) + ']'.repeat(depth))?.kind).toBe('array');
    expect(readJsonTree('{a:1}')).toBeNull();
    expect(layOutJson('[1,]')).toBeNull();
  });

  it('makes JSON of any row', () => {
    const json = rowJson(
      ['id', 'a', 'b', 'c'],
      [9223372036854775807n, [1, 'Inf'], [4, 2, Uint8Array.of(1, 255)], 'x'],
    );
    expect(json).toBe('{"id":9223372036854775807,"a":"Inf","b":"x\'01ff\'","c":"x"}');
    expect(cellJson([8, '1e400'])).toBe('1e400');
  });
});
