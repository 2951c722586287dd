import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FilterCondition, filterTextFor, parseFilter } from './filter-text.ts';

function conditionOf(text: string): FilterCondition | null {
  const parsed = parseFilter(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.condition;
}

const unquoted = (text: string, number: number | bigint | null = null) => ({
  text,
  isQuoted: false,
  number,
  blob: null,
});

describe('parseFilter', () => {
  it('reads nothing as no filter', () => {
    expect(conditionOf('   ')).toBeNull();
  });

  it.each([
    ['null', { kind: 'null' }],
    [' NULL ', { kind: 'null' }],
    ['= null', { kind: 'null' }],
    ['!null', { kind: 'not-null' }],
    ['! null', { kind: 'not-null' }],
    ['!= null', { kind: 'not-null' }],
    ['"null"', { kind: 'contains', text: 'null' }],
    ['nullable', { kind: 'contains', text: 'nullable' }],
    ['rock', { kind: 'contains', text: 'rock' }],
    ['  two words ', { kind: 'contains', text: 'two words' }],
    ['100%', { kind: 'contains', text: '100%' }],
    ["'tis", { kind: 'contains', text: "'tis" }],
    ['"a"b"', { kind: 'contains', text: '"a"b"' }],
    ['"> 5"', { kind: 'contains', text: '> 5' }],
    ['wait..', { kind: 'contains', text: 'wait..' }],
    ['..', { kind: 'contains', text: '..' }],
    ['a...b', { kind: 'contains', text: 'a...b' }],
    ['a..b..c', { kind: 'contains', text: 'a..b..c' }],
    ['1...2', { kind: 'contains', text: '1...2' }],
    ['"a..b"', { kind: 'contains', text: 'a..b' }],
    ['~ A*', { kind: 'pattern', pattern: 'A*' }],
    ['~"a b"', { kind: 'pattern', pattern: 'a b' }],
  ] satisfies [string, FilterCondition][])('reads %s', (text, expected) => {
    expect(conditionOf(text)).toEqual(expected);
  });

  it.each([
    ['= 5', '=', unquoted('5', 5n)],
    ['!=5', '!=', unquoted('5', 5n)],
    ['>= 1.5e3', '>=', unquoted('1.5e3', 1500)],
    ['<= .5', '<=', unquoted('.5', 0.5)],
    ['< -0', '<', unquoted('-0', 0n)],
    ['= 9223372036854775807', '=', unquoted('9223372036854775807', 9223372036854775807n)],
    ['= 9223372036854775808', '=', unquoted('9223372036854775808', Number(2n ** 63n))],
    ['> -inf', '>', unquoted('-inf', -Infinity)],
    ['> 2024-01-02', '>', unquoted('2024-01-02')],
    ['= "5"', '=', { text: '5', isQuoted: true, number: null, blob: null }],
    ['= "say ""hi"""', '=', { text: 'say "hi"', isQuoted: true, number: null, blob: null }],
    ['= ""', '=', { text: '', isQuoted: true, number: null, blob: null }],
    ["= x'00fF'", '=', { text: "x'00fF'", isQuoted: false, number: null, blob: Uint8Array.of(0, 255) }],
    ["= x''", '=', { text: "x''", isQuoted: false, number: null, blob: new Uint8Array() }],
  ] as const)('reads %s', (text, operator, operand) => {
    expect(conditionOf(text)).toEqual({ kind: 'compare', operator, operand });
  });

  it.each([
    ['1..10', unquoted('1', 1n), unquoted('10', 10n)],
    ['1.5 .. 2.5', unquoted('1.5', 1.5), unquoted('2.5', 2.5)],
    ['-5..-1', unquoted('-5', -5n), unquoted('-1', -1n)],
    ['2024-01-01..2024-12-31', unquoted('2024-01-01'), unquoted('2024-12-31')],
    ['a..m', unquoted('a'), unquoted('m')],
    ['5..', unquoted('5', 5n), null],
    ['..5', null, unquoted('5', 5n)],
    [
      '"a..b".."c"',
      { text: 'a..b', isQuoted: true, number: null, blob: null },
      { text: 'c', isQuoted: true, number: null, blob: null },
    ],
  ] as const)('reads the range %s', (text, from, to) => {
    expect(conditionOf(text)).toEqual({ kind: 'between', from, to });
  });

  it.each(['=', '> ', '~', '> null', '> = 5', '=='])('says what is wrong with %s', (text) => {
    const parsed = parseFilter(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.problem).toMatch(/\.$/);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'=<>!~."\'x0nul 5-ae') }), (text) => {
        parseFilter(text);
      }),
    );
  });
});

describe('filterTextFor', () => {
  it('names any text so that it is read back as that text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', "'", '.', '=', ' ', 'n', '\n', 'é', '5') }),
        (text) => {
          expect(conditionOf(filterTextFor(text))).toEqual({
            kind: 'compare',
            operator: '=',
            operand: { text, isQuoted: true, number: null, blob: null },
          });
        },
      ),
    );
  });

  it('names numbers, BLOBs and NULL', () => {
    expect(conditionOf(filterTextFor(null))).toEqual({ kind: 'null' });
    expect(conditionOf(filterTextFor(2n ** 60n))).toMatchObject({ operand: { number: 2n ** 60n } });
    expect(conditionOf(filterTextFor(-Infinity))).toMatchObject({ operand: { number: -Infinity } });
    expect(conditionOf(filterTextFor(1e300))).toMatchObject({ operand: { number: 1e300 } });
    expect(conditionOf(filterTextFor(Uint8Array.of(1, 254)))).toMatchObject({
      operand: { blob: Uint8Array.of(1, 254) },
    });
  });
});
