import {
  type FilterPath,
  type FilterProblem,
  filterPathText,
  problemAt,
  readFilterPath,
  skipBlanks,
} from './filter-path.ts';
import { conditionText, parseFilter, quotedLength } from './filter-text.ts';

/**
 * A whole filter as one line of text: `ship.country = 'IT' and items any qty > 2`. A condition is a path and what
 * `parseFilter` reads; all of them must hold. Texts with "and", "or" or an operator in them stand in quotes.
 */
export interface LineCondition {
  readonly subject: FilterPath;
  /** As typed, without the blanks around it; `parseFilter` reads it. */
  readonly test: string;
  readonly start: number;
  /** Where the path ends. */
  readonly pathEnd: number;
  readonly end: number;
}

export type ParsedFilterLine =
  | { readonly ok: true; readonly conditions: readonly LineCondition[] }
  | FilterProblem;

const NO_OR =
  'All conditions of a filter must hold: "or" is not known. For one of several values write in (1, 2); a text with this word stands in quotes.';
const OPERATOR = /\s*(?:!=|>=|<=|=|>|<|~)\s*/y;
const NEXT = /\s+(and|or)(?=\s|$)|\s(!=|>=|<=|[=<>~])/iy;

/** Reads a line. Never throws. */
export function parseFilterLine(text: string): ParsedFilterLine {
  const conditions: LineCondition[] = [];
  let at = skipBlanks(text, 0);
  if (at === text.length) return { ok: true, conditions };
  for (;;) {
    const read = readCondition(text, at);
    if ('ok' in read) return read;
    conditions.push(read);
    at = skipBlanks(text, read.end);
    if (at === text.length) return { ok: true, conditions };
    at = skipBlanks(text, at + 'and'.length);
    if (at === text.length) return problemAt(text.length, text.length, 'A condition is missing after and.');
  }
}

/** The line that reads as these conditions. */
export function filterLineText(conditions: readonly Pick<LineCondition, 'subject' | 'test'>[]): string {
  return conditions.map(({ subject, test }) => `${filterPathText(subject)} ${lineTest(test)}`).join(' and ');
}

/** The test as it was typed where it can stand in a line so, else with its texts in quotes. */
export function lineTest(test: string): string {
  const trimmed = test.trim();
  const read = parseFilterLine(`x ${trimmed}`);
  const [only] = read.ok ? read.conditions : [];
  if (read.ok && read.conditions.length === 1 && only?.test === trimmed && only.subject.arrays.length === 0) {
    // After "any" a name would be taken for a path.
    if (!/^[\p{L}_$[]/u.test(trimmed) || /^(?:in\s*\(|null$|missing$)/i.test(trimmed)) return trimmed;
  }
  const parsed = parseFilter(trimmed);
  return parsed.ok && parsed.condition !== null ? conditionText(parsed.condition) : trimmed;
}

function readCondition(text: string, start: number): LineCondition | FilterProblem {
  const path = readFilterPath(text, start);
  if (!path.ok) return path;
  const testStart = skipBlanks(text, path.end);
  const hasTest = testStart < text.length && !/^(?:and|or)(?:\s|$)/i.test(text.slice(testStart));
  const testEnd = hasTest ? endOfTest(text, testStart) : testStart;
  if (typeof testEnd !== 'number') return testEnd;
  const test = text.slice(testStart, testEnd).trim();
  if (test === '') {
    const name = text.slice(start, path.end);
    return problemAt(
      start,
      path.end,
      `A test is missing after ${name.slice(-60)}, such as = 5, ~ A* or !null.`,
    );
  }
  const parsed = parseFilter(test);
  if (!parsed.ok) return problemAt(testStart, testEnd, parsed.problem);
  return { subject: path.subject, test, start, pathEnd: path.end, end: testEnd };
}

/** Where the test that begins at `start` ends: before " and " outside of quotes, or at the end. */
function endOfTest(text: string, start: number): number | FilterProblem {
  const isList = /^in\s*\(/i.exec(text.slice(start));
  if (isList !== null) return endOfList(text, start, start + isList[0].length);
  OPERATOR.lastIndex = start;
  let at = start + (OPERATOR.exec(text)?.[0].length ?? 0);
  let isValue = true;
  while (at < text.length) {
    if (isValue && /["']/.test(text[at] ?? '')) {
      const length = quotedLength(text.slice(at));
      if (length === 0) return problemAt(at, text.length, 'The quote is not closed.');
      at += length;
      const rest = skipBlanks(text, at);
      const isEnded =
        rest === text.length || text.startsWith('..', rest) || /^\s+and(?:\s|$)/i.test(text.slice(at));
      if (!isEnded) return afterTest(text, at);
    }
    const next = nextAt(text, at, at > start);
    if (next === 'and') return at;
    if (next !== null) return next;
    const isRange = text.startsWith('..', at);
    at += isRange ? 2 : 1;
    if (isRange) at = skipBlanks(text, at);
    isValue = isRange;
  }
  return text.length;
}

function endOfList(text: string, start: number, first: number): number | FilterProblem {
  let at = first;
  for (;;) {
    at = skipBlanks(text, at);
    const length = quotedLength(text.slice(at));
    if (length === 0 && /["']/.test(text[at] ?? ''))
      return problemAt(at, text.length, 'The quote is not closed.');
    at += length;
    while (at < text.length && !/[,)]/.test(text[at] ?? '')) at += 1;
    if (at === text.length) return problemAt(start, at, 'The list is not closed: ) is missing.');
    at += 1;
    if (text[at - 1] === ',') continue;
    const rest = skipBlanks(text, at);
    return rest === text.length || /^\s+and(?:\s|$)/i.test(text.slice(at)) ? at : afterTest(text, at);
  }
}

/** What stands at `at` of what cannot be in a text without quotes; null: nothing of that. */
function nextAt(text: string, at: number, isInside: boolean): 'and' | FilterProblem | null {
  if (!isInside) return null;
  NEXT.lastIndex = at;
  const found = NEXT.exec(text);
  if (found === null) return null;
  const [whole, word, operator] = found;
  if (word?.toLowerCase() === 'and') return 'and';
  const end = at + whole.length;
  if (word !== undefined) {
    return problemAt(end - word.length, end, NO_OR);
  }
  return problemAt(
    end - (operator?.length ?? 0),
    end,
    'Is "and" missing before this condition? A text with an operator in it stands in quotes.',
  );
}

function afterTest(text: string, end: number): FilterProblem {
  const at = skipBlanks(text, end);
  if (/^or(?:\s|$)/i.test(text.slice(at))) return problemAt(at, at + 2, NO_OR);
  return problemAt(at, text.length, `"and" is expected here, not "${text.slice(at, at + 40)}".`);
}
