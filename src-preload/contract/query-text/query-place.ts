import { QueryParser } from './parse-query.ts';
import type { QueryStage } from './query-steps.ts';
import type { QueryCall, QueryValue } from './query-value.ts';

/** A collection whose paths may be named, and by what name before them; null: none. */
export interface NamedCollection {
  readonly name: string;
  readonly as: string | null;
}

/** What may stand at the caret of a query that is being typed; `from`: where what is typed of it begins. */
export type QueryPlace =
  | { readonly kind: 'step'; readonly from: number; readonly stage: QueryStage }
  | { readonly kind: 'collection'; readonly from: number }
  /** In quotes. */
  | { readonly kind: 'path'; readonly from: number; readonly collections: readonly NamedCollection[] }
  | { readonly kind: 'output' | 'direction'; readonly from: number; readonly names: readonly string[] };

const QUERY = /^\s*(?:await\s+)?[\p{L}_$][\p{L}\p{N}_$]*\s*\.\s*(?:[\p{L}_$][\p{L}\p{N}_$]*\s*(?:[.(]|$)|$)/u;

/** Whether a text is a query as in code, or begins like one: no statement of SQL does. */
export function isQueryText(text: string): boolean {
  return QUERY.test(text);
}

/** What may stand at a place of a query; null: nothing that is known. */
export function queryPlaceAt(text: string, at: number): QueryPlace | null {
  const before = text.slice(0, at);
  const parser = new QueryParser(before, true);
  try {
    parser.parse();
  } catch {
    // It is not complete.
  }
  const { place, top } = parser;
  if (place === null) return null;
  const typed = before.slice(place.from);
  if (place.stage !== null)
    return /^[\p{L}\p{N}_$]*$/u.test(typed) ? { kind: 'step', from: place.from, stage: place.stage } : null;
  if (place.takes === 'collection' && /^[\p{L}\p{N}_$]*$/u.test(typed))
    return { kind: 'collection', from: place.from };
  const quote = typed.charAt(0);
  if (!/^['"`]$/.test(quote) || typed.indexOf(quote, 1) >= 0) return null;
  const from = place.from + 1;
  switch (place.takes?.replace(/[?*+]$/, '')) {
    case 'path':
      return { kind: 'path', from, collections: [{ name: top.collection, as: null }, ...joinsOf(top.calls)] };
    case 'foreignPath':
      return { kind: 'path', from, collections: otherOf(before, place.from) };
    case 'output':
      return { kind: 'output', from, names: groupNames(top.calls) };
    case 'direction':
      return { kind: 'direction', from, names: ['asc', 'desc'] };
    case 'collection':
      return { kind: 'collection', from };
    default:
      return null;
  }
}

function joinsOf(calls: readonly QueryCall[]): readonly NamedCollection[] {
  return calls.flatMap(({ name, values: [other, , , as] }) => {
    const joined = /^(?:join|leftJoin)$/.test(name) ? nameOf(other) : null;
    return joined === null ? [] : [{ name: joined, as: nameOf(as) ?? joined }];
  });
}

/** The collection of the join that is being typed, whose values come before this place. */
function otherOf(before: string, at: number): readonly NamedCollection[] {
  const pattern = /(?:join|leftJoin)\s*\(\s*(?:db\s*\.\s*)?(?:collection\s*\(\s*)?['"`]?([\p{L}\p{N}_$]+)/giu;
  const last = [...before.slice(0, at).matchAll(pattern)].at(-1)?.[1];
  return last === undefined ? [] : [{ name: last, as: null }];
}

/** What the groups of a query are made by, and the names of their aggregates. */
export function groupNames(calls: readonly QueryCall[]): readonly string[] {
  const at = calls.findIndex(({ name }) => name === 'groupBy');
  if (at < 0) return [];
  const keys = calls[at]?.values.flatMap((value) => nameOf(value) ?? []) ?? [];
  const aggregates = calls.slice(at + 1).flatMap(({ name, values: [first, second] }) => {
    if (name === 'count') return [nameOf(first) ?? 'count'];
    if (!/^(?:sum|avg|min|max)$/.test(name)) return [];
    return [nameOf(second) ?? `${name}_${nameOf(first) ?? ''}`];
  });
  return [...keys, ...aggregates];
}

function nameOf(value: QueryValue | undefined): string | null {
  if (value?.kind === 'collection') return value.name;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}
