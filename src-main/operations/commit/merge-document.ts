import {
  applyEdits,
  diffJson,
  insertMember,
  type JsonPatch,
  type JsonPath,
  mergePatches,
  removeAt,
  setValue,
  valueSpan,
} from '../../../src-preload/contract/json-text/index.ts';
import { quoteIdentifier } from '../../engine/index.ts';
import type { Driver } from '../../engine/types.ts';
import { jsonPath } from '../sql/json-path.ts';
import type { SqlPart } from '../sql/sql-part.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitTable } from './commit-input.ts';
import { keyCondition, tableSql } from './row-sql.ts';

/** A document as it is to be stored. */
export interface MergedDocument {
  readonly text: string;
  /** Places that others changed and that stay as they are. */
  readonly merged: number;
  /** Places that both sides changed and that nobody has decided about. */
  readonly conflicts: readonly JsonPatch[];
  /** Both sides together, as far as they go: for showing a conflict. */
  readonly mine: readonly JsonPatch[];
  readonly theirs: readonly JsonPatch[];
}

/** Makes the staged changes in the document as the file has it now. */
export function mergeDocument(
  before: string,
  after: string,
  now: string,
  decide: (path: JsonPath) => 'mine' | 'theirs' | undefined,
): MergedDocument {
  if (now === before) return { text: after, merged: 0, conflicts: [], mine: [], theirs: [] };
  const mine = diffJson(before, after);
  const theirs = diffJson(before, now);
  const { text, conflicts } = mergePatches(now, mine);
  let result = text;
  const undecided: JsonPatch[] = [];
  for (const patch of conflicts) {
    const take = decide(patch.path);
    if (take === undefined) undecided.push(patch);
    else if (take === 'mine') {
      const forced = forcePatch(result, patch, after);
      if (forced === null) undecided.push(patch);
      else result = forced;
    }
  }
  return { text: result, merged: theirs.length, conflicts: undecided, mine, theirs };
}

/**
 * The value of a patch at its path, whatever stands there. Where the way to it is gone, the nearest object on it comes
 * back as it is on this side; null where that cannot be told.
 */
function forcePatch(text: string, { path, after }: JsonPatch, mine: string): string | null {
  if (after === null) {
    const edits = removeAt(text, path);
    return edits === null ? text : applyEdits(text, edits);
  }
  const forced = put(text, path, after);
  if (forced !== null) return forced;
  for (let depth = path.length - 1; depth > 0; depth -= 1) {
    const above = path.slice(0, depth);
    const span = valueSpan(mine, above);
    // An item may have another index on the other side.
    if (span === null || above.some((step) => typeof step === 'number')) continue;
    const whole = put(text, above, mine.slice(span.from, span.to));
    if (whole !== null) return whole;
  }
  return null;
}

/** A value in the place of another one, or as a new member; null where there is no such place. */
function put(text: string, path: JsonPath, raw: string): string | null {
  const key = path.at(-1);
  const edits =
    setValue(text, path, raw) ??
    (typeof key === 'string' ? insertMember(text, path.slice(0, -1), 'end', key, raw) : null);
  return edits === null ? null : applyEdits(text, edits);
}

/** The document of one row. */
interface DocumentPlace {
  readonly table: CommitTable;
  readonly key: readonly StoredValue[];
  readonly column: string;
}

/** What a document column is set to. */
export function documentValue(driver: Driver, place: DocumentPlace, now: string, text: string): SqlPart {
  return changedJsonb(driver, place, now, text) ?? { sql: 'jsonb(?)', params: [text] };
}

/**
 * JSONB with only the changed values made anew: SQLite's own functions keep what is beside them byte by byte. null
 * where they cannot make this very document (items that come and go in arrays, another order of keys).
 */
function changedJsonb(
  driver: Driver,
  { table, key, column }: DocumentPlace,
  now: string,
  text: string,
): SqlPart | null {
  const patches = diffJson(now, text);
  if (patches.length === 0 || patches.length > 200 || patches.some(isOfItems)) return null;
  let made: SqlPart = { sql: quoteIdentifier(column), params: [] };
  for (const { path, after } of patches) {
    const at = sqlPath(path);
    made =
      after === null
        ? { sql: `jsonb_remove(${made.sql}, ?)`, params: [...made.params, at] }
        : { sql: `jsonb_set(${made.sql}, ?, jsonb(?))`, params: [...made.params, at, after] };
  }
  const where = keyCondition(table, key);
  try {
    const { rows } = driver.allSync(
      `SELECT json(${made.sql}), json(jsonb(?)) FROM ${tableSql(table)} WHERE ${where.sql}`,
      [...made.params, text, ...where.params],
    );
    return rows[0]?.[0] === rows[0]?.[1] ? made : null;
  } catch {
    return null;
  }
}

function isOfItems({ path, before, after }: JsonPatch): boolean {
  return path.length === 0 || (typeof path.at(-1) === 'number' && (before === null || after === null));
}

function sqlPath(path: JsonPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}${jsonPath([step]).slice(1)}`),
    '$',
  );
}
