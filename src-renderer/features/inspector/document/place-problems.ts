import type { DocumentProblem } from '../../../../src-preload/contract/collections.ts';
import type { JsonPath } from '../../../../src-preload/contract/json-text/index.ts';
import { spanAt } from './cached-children.ts';

/** Problems by the place that shows them. */
export type PlacedProblems = ReadonlyMap<string, readonly string[]>;

/** A path as a key of maps and an attribute of elements. */
export function placeOf(path: JsonPath): string {
  return JSON.stringify(path);
}

export function pathOf(place: string): JsonPath {
  return JSON.parse(place) as JsonPath; // written by `placeOf`
}

/**
 * Problems where they can be seen: at their value, at the place of a value that is missing, or else at the nearest value
 * around it (the schema may speak of what is inside a date or a map).
 */
export function placeProblems(text: string, problems: readonly DocumentProblem[]): PlacedProblems {
  const placed = new Map<string, readonly string[]>();
  for (const { path, message } of problems) {
    let at: JsonPath = path;
    while (at.length > 1 && spanAt(text, at) === null && spanAt(text, at.slice(0, -1)) === null) {
      at = at.slice(0, -1);
    }
    const place = placeOf(at);
    placed.set(place, [...(placed.get(place) ?? []), message]);
  }
  return placed;
}
