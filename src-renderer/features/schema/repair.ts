import type { EditStep } from '../../../src-preload/contract/edits.ts';
import type { FaultyDocument } from '../../../src-preload/contract/schemas.ts';

/** How the values of a group are put right. */
export type Repair =
  /** By the JSON text of the value; values that are not named stay. */
  | { readonly kind: 'replace'; readonly texts: ReadonlyMap<string, string> }
  | { readonly kind: 'set'; readonly text: string }
  | { readonly kind: 'remove' };

/** One value before and after. */
export interface RepairedValue {
  readonly document: FaultyDocument;
  /** JSON text; null removes the field. */
  readonly after: string | null;
}

/** What is typed as JSON text: what is no JSON is a text. Null: nothing was typed. */
export function typedJson(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  try {
    JSON.parse(trimmed);
    return trimmed;
  } catch {
    return JSON.stringify(text);
  }
}

/** What the repair does to the documents of a group. */
export function repairedValues(documents: readonly FaultyDocument[], repair: Repair): RepairedValue[] {
  return documents.flatMap((document) => {
    if (document.path.length === 0) return [];
    const after = afterOf(document, repair);
    return after === undefined || after === document.json ? [] : [{ document, after }];
  });
}

function afterOf({ json }: FaultyDocument, repair: Repair): string | null | undefined {
  switch (repair.kind) {
    case 'remove':
      return json === null ? undefined : null;
    case 'set':
      return typedJson(repair.text) ?? undefined;
    case 'replace':
      return json === null ? undefined : (typedJson(repair.texts.get(json) ?? '') ?? undefined);
  }
}

/**
 * The repair as steps to be staged. Items of one list are removed from its end, so that the places of those before stay
 * true.
 */
export function repairSteps(object: string, column: string, values: readonly RepairedValue[]): EditStep[] {
  const ordered = [...values].sort((one, other) => comparePaths(other.document.path, one.document.path));
  return ordered.map(({ document, after }) => ({
    kind: 'field',
    object,
    row: { key: document.key },
    column,
    path: [...document.path],
    raw: after,
  }));
}

function comparePaths(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, step] of one.entries()) {
    const against = other[index];
    if (typeof step === 'number' && typeof against === 'number' && step !== against) return step - against;
  }
  return 0;
}
