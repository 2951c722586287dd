import { type Cell, CellTag } from '../../../src-preload/contract/cell.ts';
import {
  type JsonPatch,
  type JsonPath,
  mergePatches,
  valueSpan,
} from '../../../src-preload/contract/json-text/index.ts';
import type { Driver } from '../../engine/types.ts';
import { jsonCell, ROW_PREVIEW, toCell } from '../cells.ts';
import { type BeforeValue, isHashed } from '../stored-rows.ts';
import type { ConflictLine } from './commit-input.ts';
import type { MergedDocument } from './merge-document.ts';

export const MISSING: Cell = [CellTag.missing];

/** A value as it is shown. */
export function cellOf(driver: Driver, value: BeforeValue | undefined): Cell {
  if (value === undefined) return MISSING;
  return isHashed(value) ? value.cell : toCell(driver, value, ROW_PREVIEW);
}

/** A document field by field: every place that one of the two sides has changed. */
export function documentLines(column: string, before: string, merge: MergedDocument): ConflictLine[] {
  const undecided = new Set(merge.conflicts);
  const [mine, theirs] = [sideOf(merge.mine), sideOf(merge.theirs)];
  const lineOf = (patch: JsonPatch, merged: ConflictLine['merge']): ConflictLine => ({
    column,
    path: patch.path,
    before: jsonCell(patch.before, ROW_PREVIEW),
    mine: jsonCell(madeOf(before, mine, patch), ROW_PREVIEW),
    theirs: jsonCell(madeOf(before, theirs, patch), ROW_PREVIEW),
    merge: merged,
  });
  // What they changed inside of a value that is to be decided about as a whole is seen there.
  const isDecidedAbove = ({ path }: JsonPatch) =>
    merge.conflicts.some((conflict) => isBelow(path, conflict.path));
  return [
    ...merge.mine.map((patch) => lineOf(patch, undecided.has(patch) ? 'decide' : 'mine')),
    ...merge.theirs
      .filter((patch) => !mine.byPath.has(JSON.stringify(patch.path)) && !isDecidedAbove(patch))
      .map((patch) => lineOf(patch, 'theirs')),
  ];
}

/** What one side has changed. */
interface Side {
  readonly patches: readonly JsonPatch[];
  readonly byPath: ReadonlyMap<string, JsonPatch>;
}

function sideOf(patches: readonly JsonPatch[]): Side {
  return { patches, byPath: new Map(patches.map((patch) => [JSON.stringify(patch.path), patch])) };
}

/** What a side made of the value that a patch of either side is about; null: it has none there. */
function madeOf(before: string, { patches, byPath }: Side, { path, before: was }: JsonPatch): string | null {
  const same = byPath.get(JSON.stringify(path));
  if (same !== undefined) return same.after;
  const above = patches.find((patch) => patch.before !== null && isBelow(path, patch.path));
  if (above !== undefined) {
    return above.after === null ? null : valueAt(above.after, path.slice(above.path.length));
  }
  const below = patches.filter((patch) => isBelow(patch.path, path));
  return below.length === 0 ? was : valueAt(mergePatches(before, below).text, path);
}

function isBelow(path: JsonPath, parent: JsonPath): boolean {
  return path.length > parent.length && parent.every((step, index) => path[index] === step);
}

function valueAt(text: string, path: JsonPath): string | null {
  const span = valueSpan(text, path);
  return span === null ? null : text.slice(span.from, span.to);
}
