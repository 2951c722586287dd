/**
 * The grammar of a column's filter, shared by the app (which marks what cannot be understood while it is typed)
 * and the engine (which makes SQL of it).
 *
 * ```
 * null  !null                 NULL or not
 * = v  != v  > v  >= v  < v  <= v
 * ~ pattern                   the whole value, * for anything, ? for one character, [a-z] for a class; upper and lower case differ
 * a..b  a..  ..b              from a up to and including b
 * in (v, v)                   one of these values
 * missing  !missing           whether a document has the field at all; of a column a text to be contained
 * text                        contains this text, upper and lower case alike (A to Z)
 * ```
 * A value may be quoted ("..." or '...', the quote doubled inside) to take it as text: `= "null"`, `"a..b"`.
 * `x'00ff'` is a BLOB.
 */
export type FilterCondition =
  | { readonly kind: 'null' }
  | { readonly kind: 'not-null' }
  | { readonly kind: 'compare'; readonly operator: CompareOperator; readonly operand: FilterOperand }
  | { readonly kind: 'pattern'; readonly pattern: string }
  | { readonly kind: 'between'; readonly from: FilterOperand | null; readonly to: FilterOperand | null }
  | { readonly kind: 'in'; readonly operands: readonly FilterOperand[] }
  | { readonly kind: 'missing'; readonly isNot: boolean; readonly text: string }
  | { readonly kind: 'contains'; readonly text: string };

export type CompareOperator = '=' | '!=' | '>' | '>=' | '<' | '<=';

/** A value of a filter: its text, and what else it can be read as when it is not quoted. */
export interface FilterOperand {
  readonly text: string;
  readonly isQuoted: boolean;
  /** An integer within 64 bits as bigint, any other number as number; null if it is not one or is quoted. */
  readonly number: number | bigint | null;
  /** The bytes of `x'...'`; null if it is none. */
  readonly blob: Uint8Array | null;
}

/** `condition` null: nothing is filtered. `problem`: a sentence that says what is missing. */
export type ParsedFilter =
  | { readonly ok: true; readonly condition: FilterCondition | null }
  | { readonly ok: false; readonly problem: string };

const OPERATORS = ['!=', '>=', '<=', '=', '>', '<', '~'] as const;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;
const BLOB = /^x'((?:[0-9a-f]{2})*)'$/i;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** Reads a filter as it was typed. Never throws. */
export function parseFilter(text: string): ParsedFilter {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: true, condition: null };
  if (/^null$/i.test(trimmed)) return { ok: true, condition: { kind: 'null' } };
  if (/^!\s*null$/i.test(trimmed)) return { ok: true, condition: { kind: 'not-null' } };
  const missing = /^(!?)\s*missing$/i.exec(trimmed);
  if (missing !== null) {
    return { ok: true, condition: { kind: 'missing', isNot: missing[1] === '!', text: trimmed } };
  }
  if (/^in\s*\(/i.test(trimmed)) return parseList(trimmed.slice(trimmed.indexOf('(') + 1));
  const operator = OPERATORS.find((candidate) => trimmed.startsWith(candidate));
  if (operator !== undefined) return parseCompared(operator, trimmed.slice(operator.length).trim());
  const range = parseRange(trimmed);
  if (range !== null) return { ok: true, condition: range };
  return { ok: true, condition: { kind: 'contains', text: unquote(trimmed) ?? trimmed } };
}

/**
 * The filter text that matches exactly the rows holding this value: what "Filter by this value" types, and what
 * opens the rows behind a foreign key. A REAL is given with a fraction or an exponent only where it has one:
 * SQLite holds 1 and 1.0 for equal.
 */
export function filterTextFor(value: null | number | bigint | string | Uint8Array): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return `= ${quote(value)}`;
  if (value instanceof Uint8Array) return `= x'${hex(value)}'`;
  return `= ${value}`;
}

/** A text that reads as this condition, with every text of it in quotes. */
export function conditionText(condition: FilterCondition): string {
  switch (condition.kind) {
    case 'null':
      return 'null';
    case 'not-null':
      return '!null';
    case 'missing':
      return condition.isNot ? '!missing' : 'missing';
    case 'contains':
      return quote(condition.text);
    case 'pattern':
      return `~ ${quote(condition.pattern)}`;
    case 'compare':
      return `${condition.operator} ${operandText(condition.operand)}`;
    case 'in':
      return `in (${condition.operands.map(operandText).join(', ')})`;
    case 'between':
      return `${endText(condition.from)}..${endText(condition.to)}`;
  }
}

/** An end of a range: it never begins with a letter, but for the x of a BLOB. */
function endText(operand: FilterOperand | null): string {
  if (operand === null) return '';
  if (/^inf/i.test(operand.text) && operand.number !== null) return `+${operand.text}`;
  return operand.number === null && operand.blob === null ? quote(operand.text) : operand.text;
}

/** Whatever may be more than a text stays as it was typed. */
function operandText({ text, isQuoted, number, blob }: FilterOperand): string {
  return !isQuoted && (number !== null || blob !== null || /^(?:true|false)$/i.test(text))
    ? text
    : quote(text);
}

function parseCompared(operator: (typeof OPERATORS)[number], rest: string): ParsedFilter {
  if (rest === '') {
    const example = operator === '~' ? '~ *.mp3' : `${operator} 5`;
    const empty = operator === '=' || operator === '!=' ? ` For empty text write ${operator} "".` : '';
    return { ok: false, problem: `A value is missing after ${operator}, such as ${example}.${empty}` };
  }
  if (operator === '~') return { ok: true, condition: { kind: 'pattern', pattern: unquote(rest) ?? rest } };
  if (/^null$/i.test(rest)) {
    if (operator === '=') return { ok: true, condition: { kind: 'null' } };
    if (operator === '!=') return { ok: true, condition: { kind: 'not-null' } };
    return {
      ok: false,
      problem: `NULL is neither more nor less than a value. For the text write ${operator} "null".`,
    };
  }
  if (/^[=<>~!]/.test(rest)) {
    return {
      ok: false,
      problem: `Two operators follow each other. For text that begins so write ${operator} ${quote(rest)}.`,
    };
  }
  return { ok: true, condition: { kind: 'compare', operator, operand: operandOf(rest) } };
}

/** What stands after `in (`. */
function parseList(text: string): ParsedFilter {
  const operands: FilterOperand[] = [];
  let rest = text.trimStart();
  for (;;) {
    const quoted = quotedLength(rest);
    const length = quoted > 0 ? quoted : (/^[^,)]*/.exec(rest)?.[0].length ?? 0);
    const item = rest.slice(0, length).trim();
    if (item === '') return { ok: false, problem: 'A value is missing in the list, such as in (1, "two").' };
    if (/^null$/i.test(item)) {
      return { ok: false, problem: 'NULL cannot be in a list. For the text write "null".' };
    }
    operands.push(operandOf(item));
    rest = rest.slice(length).trimStart();
    if (rest === ')') return { ok: true, condition: { kind: 'in', operands } };
    if (rest === '') return { ok: false, problem: 'The list is not closed: ) is missing.' };
    if (!rest.startsWith(',')) {
      return { ok: false, problem: `Between the values of a list stands a comma, not ${rest.slice(0, 20)}` };
    }
    rest = rest.slice(1).trimStart();
  }
}

/** `a..b`; open ends only beside a number, a date or a quoted text, so that "wait.." stays a text to look for. */
function parseRange(text: string): FilterCondition | null {
  const dots = text.indexOf('..', quotedLength(text));
  if (dots < 0) return null;
  const from = text.slice(0, dots).trim();
  const to = text.slice(dots + 2).trim();
  if (!canBeRangeEnd(from) || !canBeRangeEnd(to)) return null;
  if (from === '' || to === '') {
    const single = from === '' ? to : from;
    if (!/^(?:[+-]?\.?\d|["'])/.test(single)) return null;
  }
  return {
    kind: 'between',
    from: from === '' ? null : operandOf(from),
    to: to === '' ? null : operandOf(to),
  };
}

/** More dots, as in "a...b" or "a..b..c", make it a text. */
function canBeRangeEnd(text: string): boolean {
  if (unquote(text) !== null) return true;
  return !text.includes('..') && !text.startsWith('.');
}

/** Characters that a quoted text at the start takes, 0 if there is none. */
export function quotedLength(text: string): number {
  const mark = text[0];
  if (mark !== '"' && mark !== "'") return 0;
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] !== mark) continue;
    if (text[at + 1] !== mark) return at + 1;
    at += 1;
  }
  return 0;
}

function operandOf(text: string): FilterOperand {
  const unquoted = unquote(text);
  if (unquoted !== null) return { text: unquoted, isQuoted: true, number: null, blob: null };
  const blob = BLOB.exec(text);
  return {
    text,
    isQuoted: false,
    number: numberOf(text),
    blob: blob === null ? null : bytesOf(blob[1] ?? ''),
  };
}

function numberOf(text: string): number | bigint | null {
  const infinity = INFINITY.exec(text);
  if (infinity !== null) return infinity[1] === '-' ? -Infinity : Infinity;
  if (!NUMBER.test(text)) return null;
  if (!INTEGER.test(text)) return Number(text);
  const integer = BigInt(text.replace(/^\+/, ''));
  return integer > INT64_MAX || integer < INT64_MIN ? Number(text) : integer;
}

/** The text between quotes; null if the whole is not one quoted text. */
function unquote(text: string): string | null {
  const mark = text[0];
  if ((mark !== '"' && mark !== "'") || text.length < 2 || !text.endsWith(mark)) return null;
  const inner = text.slice(1, -1);
  const single = inner.replaceAll(mark + mark, '');
  return single.includes(mark) ? null : inner.replaceAll(mark + mark, mark);
}

/** A text as a quoted value. */
export function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
    Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
  );
}
