import { applyEdits, removeAt } from '../../../../src-preload/contract/json-text/index.ts';

/** A document without the field of its id: a copy gets one of its own. */
export function withoutId(text: string, primaryKey: string): string {
  let result = text;
  // Twins too.
  for (let edits = removeAt(result, [primaryKey]); edits !== null; edits = removeAt(result, [primaryKey])) {
    result = applyEdits(result, edits);
  }
  return result;
}
