import type { FindMatch } from '../../src-preload/contract/index.ts';
import { isJsonContainer, jsonLeaves } from './find-json.ts';
import type { TextFinder, TextPlace } from './find-text.ts';
import { repairedText } from './formats/plain-value.ts';
import { realText } from './formats/real-text.ts';
import { isField, isLarge, type ReadValue } from './read-value.ts';
import { isRawText } from './stored-value.ts';

/** What was found in one cell. */
export type CellMatch = Pick<FindMatch, 'path' | 'before' | 'match' | 'after'>;

/** Characters that are shown around a match. */
const BEFORE = 40;
const AFTER = 80;
/** Places inside one JSON value, at most. */
const MOST_PLACES = 100;

/**
 * The matches in a complete value as it is shown: one for a plain value, with its first place, one for each place inside
 * JSON. BLOBs are no text; `jsonOf` gives the text of those that are JSONB.
 */
export function matchesIn(
  value: ReadValue,
  finder: TextFinder,
  jsonOf: (bytes: Uint8Array) => string | null,
): readonly CellMatch[] {
  if (value === null) return [];
  switch (typeof value) {
    case 'string':
      return inText(value, finder);
    case 'bigint':
      return inPlain(String(value), finder);
    case 'number':
      return inPlain(realText(value), finder);
    default:
  }
  if (isRawText(value)) return inText(repairedText(value.rawText), finder);
  if (isField(value)) return inField(value.json, finder);
  if (isLarge(value)) return [];
  const json = jsonOf(value);
  return json === null ? [] : inJson(json, finder);
}

function inField(json: string | null, finder: TextFinder): readonly CellMatch[] {
  if (json === null || json === 'null') return [];
  if (json.startsWith('{') || json.startsWith('[')) return inJson(json, finder);
  // A string literal of valid JSON.
  return json.startsWith('"') ? inText(JSON.parse(json) as string, finder) : inPlain(json, finder);
}

function inText(text: string, finder: TextFinder): readonly CellMatch[] {
  if (/^\s*[[{]/.test(text) && mayBeInJson(text, finder) && isJsonContainer(text))
    return inJson(text, finder);
  return inPlain(text, finder);
}

function inJson(json: string, finder: TextFinder): readonly CellMatch[] {
  if (!mayBeInJson(json, finder)) return [];
  const matches: CellMatch[] = [];
  for (const { path, text } of jsonLeaves(json)) {
    const place = finder.find(text);
    if (place === null) continue;
    matches.push({ path, ...around(text, place) });
    if (matches.length >= MOST_PLACES) break;
  }
  // Keys and punctuation belong to no leaf.
  return matches.length > 0 ? matches : inPlain(json, finder);
}

/** A text with escapes may hold anything. */
function mayBeInJson(json: string, finder: TextFinder): boolean {
  return json.includes('\\') || finder.mayBeIn(json);
}

function inPlain(text: string, finder: TextFinder): readonly CellMatch[] {
  const place = finder.find(text);
  return place === null ? [] : [{ path: null, ...around(text, place) }];
}

function around(text: string, { start, end }: TextPlace): Omit<CellMatch, 'path'> {
  const from = Math.max(0, start - BEFORE);
  const to = Math.min(text.length, end + AFTER);
  return {
    before: text.slice(isLowSurrogate(text, from) ? from + 1 : from, start).toWellFormed(),
    match: text.slice(start, end).toWellFormed(),
    after: text.slice(end, isLowSurrogate(text, to) ? to - 1 : to).toWellFormed(),
  };
}

/** Whether a cut here would divide a character. */
function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
