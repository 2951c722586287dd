import type { Cell } from '../../../src-preload/contract/cell.ts';
import { CellTag } from '../../../src-preload/contract/cell-tag.ts';
import type { ColumnRule, EditValue } from '../../../src-preload/contract/edits.ts';
import { storedTypeOf } from '../cells/cell-text.ts';
import { numberText } from '../cells/cell-view.ts';

/** What a typed text means in a column. */
export type ParsedValue =
  /** `hint`: what is worth knowing, such as that a number was expected. */
  | { readonly ok: true; readonly value: EditValue; readonly hint: string | null }
  /** `problem`: a sentence that says what to do. */
  | { readonly ok: false; readonly problem: string };

type ParseRule = Pick<
  ColumnRule,
  'column' | 'editor' | 'isStrict' | 'isRequired' | 'isGeneratedKey' | 'options'
>;

const INTEGER = /^[+-]?\d+$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;
const DATE = /^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;
const MOST = 2n ** 63n;
/** Digits that a REAL keeps. */
const REAL_DIGITS = 15;

/** Reads a text as a value of a column. Digits are kept wherever SQLite keeps them. Never throws. */
export function parseValue(text: string, rule: ParseRule, before: Cell | undefined): ParsedValue {
  switch (rule.editor) {
    case 'integer':
      return parseInteger(text, rule);
    case 'real':
      return parseReal(text, rule);
    case 'number':
      return parseNumber(text, rule);
    case 'boolean':
      return parseBoolean(text, rule);
    case 'enum':
      return parseOption(text, rule);
    case 'date':
      return parseDate(text, rule, before);
    case 'text':
    case 'json':
    case 'blob':
      return fine(typedLike(text, before));
  }
}

/** A column without a type keeps what it is given: a number stays a number. */
function typedLike(text: string, before: Cell | undefined): EditValue {
  const type = before === undefined ? null : storedTypeOf(before);
  if (type !== 'INTEGER' && type !== 'REAL') return text;
  const number = NUMBER.test(text.trim()) ? numberOf(text.trim()) : null;
  return number ?? text;
}

function parseInteger(text: string, rule: ParseRule): ParsedValue {
  const trimmed = text.trim();
  if (trimmed === '') return nothing(rule, 'Enter a whole number.');
  if (INTEGER.test(trimmed)) {
    const value = BigInt(trimmed.replace(/^\+/, ''));
    if (value >= MOST || value < -MOST) {
      return wrong(`${trimmed} is larger than 64 bits, the most that an INTEGER holds.`);
    }
    return fine(integer(value));
  }
  const real = NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
  if (rule.isStrict || rule.isGeneratedKey || Number.isNaN(real))
    return notANumber(text, rule, 'a whole number');
  return Number.isSafeInteger(real)
    ? fine(real)
    : fine(realValue(real), 'Stored as REAL: it has a fraction.');
}

function parseReal(text: string, rule: ParseRule): ParsedValue {
  const trimmed = text.trim();
  if (trimmed === '') return nothing(rule, 'Enter a number.');
  const infinity = INFINITY.exec(trimmed);
  if (infinity !== null) {
    return fine([CellTag.real, infinity[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY]);
  }
  if (!NUMBER.test(trimmed)) return notANumber(text, rule, 'a number');
  return fine(realValue(Number(trimmed)), roundedHint(trimmed));
}

function parseNumber(text: string, rule: ParseRule): ParsedValue {
  const trimmed = text.trim();
  if (trimmed === '') return nothing(rule, 'Enter a number.');
  if (!NUMBER.test(trimmed)) return notANumber(text, rule, 'a number');
  const value = numberOf(trimmed);
  return fine(value, typeof value === 'bigint' || typeof value === 'number' ? null : roundedHint(trimmed));
}

function parseBoolean(text: string, rule: ParseRule): ParsedValue {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return nothing(rule, 'Choose true or false.');
  if (trimmed === '1' || trimmed === 'true') return fine(1);
  if (trimmed === '0' || trimmed === 'false') return fine(0);
  return rule.isStrict
    ? wrong('Choose true (1) or false (0).')
    : fine(text, `"${short(text)}" is neither true nor false; it is kept as text.`);
}

function parseOption(text: string, rule: ParseRule): ParsedValue {
  const exact = rule.options.find((option) => optionText(option) === text);
  const loose = rule.options.find((option) => optionText(option).toLowerCase() === text.trim().toLowerCase());
  const option = exact ?? loose;
  if (option !== undefined) return fine(option);
  if (text === '' && !rule.isRequired) return fine(null);
  const known = rule.options.slice(0, 6).map(optionText).join(', ');
  return wrong(`Choose one of ${known}${rule.options.length > 6 ? ' …' : ''}.`);
}

function parseDate(text: string, rule: ParseRule, before: Cell | undefined): ParsedValue {
  const trimmed = text.trim();
  if (trimmed === '') return nothing(rule, 'Enter a date, such as 2026-01-31.');
  const value = typedLike(trimmed, before);
  if (typeof value !== 'string') return fine(value);
  if (DATE.test(trimmed) && isDay(trimmed)) return fine(trimmed);
  return fine(text, `"${short(text)}" is not a date as SQLite reads them, such as 2026-01-31.`);
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return month >= 1 && month <= 12 && day >= 1 && day <= last;
}

function nothing(rule: ParseRule, wanted: string): ParsedValue {
  return rule.isRequired ? wrong(`${wanted} ${rule.column} cannot be NULL.`) : fine(null);
}

function notANumber(text: string, rule: ParseRule, what: string): ParsedValue {
  // The key that SQLite numbers rows by takes nothing else in any table.
  if (rule.isGeneratedKey)
    return wrong(`"${short(text)}" is not ${what}, and ${rule.column} numbers the rows.`);
  if (rule.isStrict) return wrong(`"${short(text)}" is not ${what}, and this table is STRICT.`);
  return fine(text, `"${short(text)}" is not ${what}; it is kept as text.`);
}

function numberOf(text: string): EditValue {
  if (!INTEGER.test(text)) return realValue(Number(text));
  const value = BigInt(text.replace(/^\+/, ''));
  return value < MOST && value >= -MOST ? integer(value) : realValue(Number(text));
}

function integer(value: bigint): EditValue {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** A REAL; integral ones are marked, or they would be INTEGER. */
function realValue(value: number): EditValue {
  return Number.isInteger(value) || !Number.isFinite(value) ? [CellTag.real, value] : value;
}

function roundedHint(text: string): string | null {
  const digits = text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '');
  if (digits.length <= REAL_DIGITS) return null;
  return `A REAL keeps about ${REAL_DIGITS} digits: ${numberText(Number(text))}.`;
}

/** A value of an enum as it is typed and listed. */
export function optionText(value: EditValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value);
  if (value instanceof Uint8Array) return `BLOB, ${value.byteLength} bytes`;
  return value[0] === CellTag.real ? numberText(value[1]) : 'text that is not valid UTF-8';
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function fine(value: EditValue, hint: string | null = null): ParsedValue {
  return { ok: true, value, hint };
}

function wrong(problem: string): ParsedValue {
  return { ok: false, problem };
}
