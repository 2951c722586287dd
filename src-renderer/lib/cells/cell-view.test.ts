import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import { cellName, keyIdentity, storedTypeOf } from './cell-text.ts';
import { cellView } from './cell-view.ts';

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

describe('cells', () => {
  it.each<[Cell, string, string, string]>([
    [null, 'nothing', 'NULL', 'null'],
    ['NULL', 'text', 'NULL', 'NULL'],
    ['', 'text', '', 'empty text'],
    [9223372036854775807n, 'number', '9223372036854775807', '9223372036854775807'],
    [-5, 'number', '-5', '-5'],
    [0.1, 'number', '0.1', '0.1'],
    [[1, '1.0'], 'number', '1.0', '1.0'],
    [[1, '-0.0'], 'number', '-0.0', '-0.0'],
    [[1, 'Inf'], 'number', 'Inf', 'Inf'],
    [[2, 5_000_000, ''], 'text', '', '… (5.0 MB)'],
    [[2, 2048, 'abc'], 'text', 'abc', 'abc… (2 kB)'],
    [[3, 2, Uint8Array.of(0x61, 0xff)], 'bad-text', 'a\ufffd', 'a\ufffd, not valid UTF-8'],
    [[4, 48_000, png], 'blob', '48 kB', 'PNG, 48 kB'],
    [[4, 0, new Uint8Array()], 'blob', '0 bytes', 'BLOB, 0 bytes'],
    [[5, 40, '{"a":1,"b":2}', true], 'json', '2 keys', 'JSON, 2 keys'],
    [[5, 90_000, '{"a":', false], 'json', 'JSONB 90 kB', 'JSON, JSONB 90 kB'],
    ['["a"]', 'json', '1 item', 'JSON, 1 item'],
    ['{not json}', 'text', '{not json}', '{not json}'],
    ['17', 'text', '17', '17'],
    [[6, 1], 'json', '1 item', 'JSON, 1 item'],
    [[7, 3], 'json', '3 keys', 'JSON, 3 keys'],
    [[8, '1.10'], 'number', '1.10', '1.10'],
    [[9, true], 'boolean', 'true', 'true'],
    [[10], 'nothing', 'null', 'JSON null'],
    [[11], 'nothing', '', 'no value'],
  ])('shows cell %# truthfully', (cell, look, text, name) => {
    const view = cellView(cell);
    expect(view.look).toBe(look);
    expect(view.text).toBe(text);
    expect(cellName(cell)).toBe(name);
  });

  it('says what is stored, not what is declared', () => {
    expect(storedTypeOf('5')).toBe('TEXT');
    expect(storedTypeOf(5)).toBe('INTEGER');
    expect(storedTypeOf([1, '5.0'])).toBe('REAL');
    expect(storedTypeOf([4, 1, png])).toBe('BLOB');
    expect(storedTypeOf([8, '5'])).toBeNull();
  });

  it('tells keys apart that look alike', () => {
    const keys = [
      [1],
      ['1'],
      [[1, 1] as const],
      [null],
      ['NULL'],
      [Uint8Array.of(1)],
      ["x'01'"],
      [1, 2],
      ['1, 2'],
    ];
    expect(new Set(keys.map(keyIdentity)).size).toBe(keys.length);
    expect(keyIdentity([1n])).toBe(keyIdentity([1]));
  });
});
