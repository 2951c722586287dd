import type { EditStep } from '../../../src-preload/contract/edits.ts';
import type { ParsedInputOf } from '../../../src-preload/contract/index.ts';
import type { FaultyDocument, schemas } from '../../../src-preload/contract/schemas.ts';
import { keyIdentity } from '../../lib/cells/cell-text.ts';
import { readTyped, type TypedValue } from './repair-value.ts';

/** How the values of a group are put right. */
export type Repair =
  /** By the value as the group shows it; values that are not named stay. */
  | { readonly kind: 'replace'; readonly values: ReadonlyMap<string, TypedValue> }
  | { readonly kind: 'set'; readonly value: TypedValue }
  | { readonly kind: 'remove' };

/** One value before and after. */
export interface RepairedValue {
  readonly document: FaultyDocument;
  /** JSON text; null removes the field. */
  readonly after: string | null;
}

/** A repair as a schema is asked about it. */
type TriedRepair = ParsedInputOf<(typeof schemas)['tryRepair']>['repairs'][number];

/** Letters of a value that a group shows. */
const SHOWN_VALUE = 100;
/** Repairs that are asked about at once. */
const TRIED_AT_ONCE = 100;

/** What the repair does to the documents of a group. */
export function repairedValues(documents: readonly FaultyDocument[], repair: Repair): RepairedValue[] {
  return documents.flatMap((document) => {
    if (document.path.length === 0) return [];
    const after = afterOf(document, repair);
    return after === undefined || after === document.json ? [] : [{ document, after }];
  });
}

/** undefined: the value stays as it is. */
function afterOf({ json }: FaultyDocument, repair: Repair): string | null | undefined {
  switch (repair.kind) {
    case 'remove':
      return json === null ? undefined : null;
    case 'set':
      return readTyped(repair.value).raw ?? undefined;
    case 'replace': {
      const value = json === null ? undefined : repair.values.get(shownValue(json));
      return value === undefined ? undefined : (readTyped(value).raw ?? undefined);
    }
  }
}

/** A value as the group shows it. */
function shownValue(json: string): string {
  return json.length > SHOWN_VALUE ? `${json.slice(0, SHOWN_VALUE)}…` : json;
}

/** The repairs in parts, each with all that happens to its documents. */
export function trialParts(values: readonly RepairedValue[]): readonly TriedRepair[][] {
  const byDocument = new Map<string, RepairedValue[]>();
  for (const value of values) {
    const name = keyIdentity(value.document.key);
    byDocument.set(name, [...(byDocument.get(name) ?? []), value]);
  }
  const parts: TriedRepair[][] = [];
  let part: TriedRepair[] = [];
  for (const own of byDocument.values()) {
    part.push(
      ...lastFirst(own).map(({ document, after }) => ({
        ...{ key: document.key, path: [...document.path], raw: after },
      })),
    );
    if (part.length < TRIED_AT_ONCE) continue;
    parts.push(part);
    part = [];
  }
  return part.length === 0 ? parts : [...parts, part];
}

/**
 * The repair as steps to be staged. Items of one list are removed from its end, so that the places of those before stay
 * true.
 */
export function repairSteps(object: string, column: string, values: readonly RepairedValue[]): EditStep[] {
  return lastFirst(values).map(({ document, after }) => ({
    kind: 'field',
    object,
    row: { key: document.key },
    column,
    path: [...document.path],
    raw: after,
  }));
}

function lastFirst(values: readonly RepairedValue[]): RepairedValue[] {
  return [...values].sort((one, other) => comparePaths(other.document.path, one.document.path));
}

function comparePaths(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, step] of one.entries()) {
    const against = other[index];
    if (typeof step === 'number' && typeof against === 'number' && step !== against) return step - against;
  }
  return 0;
}
