import type { Cell } from '../../../src-preload/contract/cell.ts';
import type { FieldChange } from '../../../src-preload/contract/edits.ts';
import {
  children,
  diffJson,
  type JsonPatch,
  kindOf,
  rootSpan,
  valueSpan,
} from '../../../src-preload/contract/json-text/index.ts';
import { jsonCell } from '../../operations/cells.ts';
import { changedRegion } from './changed-region.ts';
import type { StagedColumn } from './staged-entry.ts';

/** A field of a document that looks different now, by the keys that lead to it. */
export interface ChangedField {
  readonly path: string[];
  readonly cell: Cell;
}

const patches = new WeakMap<StagedColumn, readonly JsonPatch[]>();

/** What changed in a document, path by path, found when it is asked for; empty where the column is no document. */
export function documentPatches(column: StagedColumn): readonly JsonPatch[] {
  const known = patches.get(column);
  if (known !== undefined) return known;
  const { before, after, document } = column;
  const found =
    document !== null && typeof before === 'string' && typeof after === 'string'
      ? diffJson(before, after)
      : [];
  patches.set(column, found);
  return found;
}

/** Documents above this many characters are compared for display only where they differ. */
const SMALL_DOCUMENT = 65_536;

/** A change as it is shown: without what a merge needs, which costs reading every array on the way. */
type ShownPatch = Pick<JsonPatch, 'path' | 'before' | 'after'>;

function shownPatches(column: StagedColumn): readonly ShownPatch[] {
  const { before, after } = column;
  const isLarge = typeof before === 'string' && typeof after === 'string' && after.length > SMALL_DOCUMENT;
  const region = isLarge && !patches.has(column) ? changedRegion(before, after) : null;
  if (!isLarge || region === null) return documentPatches(column);
  return diffJson(
    before.slice(region.before.from, region.before.to),
    after.slice(region.after.from, region.after.to),
  ).map((patch) => ({ ...patch, path: [...region.path, ...patch.path] }));
}

const MOST_CHANGE = 1_000;
const MOST_CHANGES = 200;

/** The changes of a document as they are told. */
export function fieldChanges(column: StagedColumn): FieldChange[] {
  const cut = (text: string | null) => (text === null ? null : text.slice(0, MOST_CHANGE));
  return shownPatches(column)
    .slice(0, MOST_CHANGES)
    .map(({ path, before, after }) => ({ path: [...path], before: cut(before), after: cut(after) }));
}

const MOST_FIELDS = 2_000;
const DEEPEST_FIELD = 16;

/**
 * Fields that a grid may show and that are other ones now: every key on the way to a change, and what is below an
 * object that came, went or was replaced. Items of arrays are no fields.
 */
export function changedFields(column: StagedColumn, preview: number): ChangedField[] {
  const { after, document } = column;
  if (document === null || typeof after !== 'string') return [];
  const paths = new Map<string, readonly string[]>();
  const add = (path: readonly string[]) => {
    if (paths.size < MOST_FIELDS && path.length > 0) paths.set(JSON.stringify(path), path);
  };
  if (typeof column.before !== 'string') addNested(after, [], add);
  for (const patch of shownPatches(column)) {
    const index = patch.path.findIndex((step) => typeof step === 'number');
    // Up to the first index there are only keys.
    const keys = (index < 0 ? patch.path : patch.path.slice(0, index)) as readonly string[];
    for (let depth = 1; depth <= keys.length; depth += 1) add(keys.slice(0, depth));
    if (index >= 0) continue;
    for (const raw of [patch.before, patch.after]) if (raw !== null) addNested(raw, keys, add);
  }
  return [...paths.values()].map((path) => {
    const span = valueSpan(after, path);
    return {
      path: [...path],
      cell: jsonCell(span === null ? null : after.slice(span.from, span.to), preview),
    };
  });
}

function addNested(raw: string, path: readonly string[], add: (path: readonly string[]) => void): void {
  if (path.length >= DEEPEST_FIELD) return;
  const root = rootSpan(raw);
  if (kindOf(raw, root.from) !== 'object') return;
  for (const child of children(raw, root)) {
    if (child.key === null) continue;
    const at = [...path, child.key];
    add(at);
    addNested(raw.slice(child.from, child.to), at, add);
  }
}
