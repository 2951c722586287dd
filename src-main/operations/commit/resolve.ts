import type { JsonPath } from '../../../src-preload/contract/json-text/index.ts';
import type { Driver } from '../../engine/types.ts';
import { type BeforeValue, isHashed } from '../stored-rows.ts';
import type { StoredValue } from '../stored-value.ts';
import type { CommitChange, CommitColumn, CommitTable, ConflictLine, RowConflict } from './commit-input.ts';
import { cellOf, documentLines, MISSING } from './conflict-lines.ts';
import { Decisions } from './decisions.ts';
import { byteLengthOf, isSame, isStill, typeOf } from './exact.ts';
import { type FoundRow, findRow } from './find-row.ts';
import { type MergedDocument, mergeDocument } from './merge-document.ts';

/** A column with what it is to hold. */
export interface ResolvedColumn {
  readonly name: string;
  /** undefined: the default of the column. */
  readonly value: StoredValue | undefined;
  /** Set where `value` is the JSON text of a document: how it is stored, and what stands there now. */
  readonly document: { readonly encoding: 'text' | 'jsonb'; readonly now: string | null } | null;
  /** What it held is not known any more. */
  readonly isLost?: boolean;
}

/** What a commit has to do for a change, now that the file was looked at. */
export type Resolved =
  | {
      readonly kind: 'update';
      readonly row: FoundRow;
      readonly columns: readonly ResolvedColumn[];
      readonly merged: number;
    }
  | {
      readonly kind: 'insert';
      readonly columns: readonly ResolvedColumn[];
      readonly merged: number;
      /** The implicit rowid that it gets where that is free. */
      readonly rowid?: bigint;
    }
  | { readonly kind: 'delete'; readonly row: FoundRow; readonly merged: number }
  /** The file has it already, or the user takes theirs. */
  | { readonly kind: 'nothing'; readonly merged: number }
  | { readonly kind: 'conflict'; readonly conflict: RowConflict };

/** What resolving needs to know. */
export interface ResolveContext {
  readonly driver: Driver;
  readonly decisions: Decisions;
  /** Finds the row that has the key of an inserted one already, unless this commit takes it away. */
  readonly findTwin: (table: CommitTable, change: CommitChange) => FoundRow | null;
}

const NONE_DECIDED = new Decisions([]);

/** Compares a change with the row as it is now. Decisions about values that are not there any more are not followed. */
export function resolve(
  context: ResolveContext,
  table: CommitTable,
  change: CommitChange,
  index: number,
): Resolved {
  const decisions = context.decisions.stillOf(index, () => {
    const open = resolveDecided({ ...context, decisions: NONE_DECIDED }, table, change, index);
    return open.kind === 'conflict' ? open.conflict.lines : [];
  });
  return resolveDecided({ ...context, decisions }, table, change, index);
}

function resolveDecided(
  context: ResolveContext,
  table: CommitTable,
  change: CommitChange,
  index: number,
): Resolved {
  if (change.kind === 'insert') return resolveInsert(context, table, change, index);
  const row = findRow(context.driver, table, change);
  const taken = context.decisions.ofRow(index);
  if (row === null) return resolveGone(context, table, change, index);
  if (!row.isSame && taken === undefined) return conflictOf(context, change, index, row);
  if (taken === 'theirs') return { kind: 'nothing', merged: change.columns.length };
  if (change.kind === 'delete') return resolveDelete(context, change, index, row);
  return resolveUpdate(context, change, index, row);
}

function resolveGone(
  { driver, decisions }: ResolveContext,
  table: CommitTable,
  change: CommitChange,
  index: number,
): Resolved {
  const taken = decisions.ofRow(index);
  // Both sides have deleted it.
  if (change.kind === 'delete' || taken === 'theirs') return { kind: 'nothing', merged: 0 };
  if (taken === 'mine') return { kind: 'insert', columns: columnsOfLost(table, change), merged: 0 };
  const lines = change.columns.map(
    (column): ConflictLine => ({
      column: column.name,
      path: null,
      before: cellOf(driver, column.before),
      mine: cellOf(driver, column.after),
      theirs: MISSING,
      merge: 'decide',
    }),
  );
  return { kind: 'conflict', conflict: { change: index, what: 'deleted', lines } };
}

/** A row that others have deleted, as far as it is known: to be inserted again. */
function columnsOfLost(table: CommitTable, { key, image, columns }: CommitChange): readonly ResolvedColumn[] {
  const values = new Map<string, ResolvedColumn>();
  table.keys.forEach(({ name }, at) => {
    values.set(name, { name, value: key?.[at] ?? null, document: null });
  });
  for (const [name, value] of image ?? []) {
    // Left as it is, to be refused: its content is not known any more.
    values.set(
      name,
      isHashed(value) ? { name, value: null, document: null, isLost: true } : { name, value, document: null },
    );
  }
  for (const column of columns) values.set(column.name, givenColumn(column));
  return [...values.values()];
}

function givenColumn({ name, after, encoding }: CommitColumn): ResolvedColumn {
  return { name, value: after, document: encoding === null ? null : { encoding, now: null } };
}

function resolveInsert(
  context: ResolveContext,
  table: CommitTable,
  change: CommitChange,
  index: number,
): Resolved {
  const twin = context.findTwin(table, change);
  if (twin === null) {
    const columns = change.columns.map(givenColumn);
    return {
      kind: 'insert',
      columns,
      merged: 0,
      ...(change.rowid === undefined ? {} : { rowid: change.rowid }),
    };
  }
  const taken = context.decisions.ofRow(index);
  if (taken === 'theirs') return { kind: 'nothing', merged: 0 };
  if (taken === 'mine') {
    const columns = change.columns.map((column): ResolvedColumn => {
      const document = twin.documents.get(column.name);
      if (document === undefined) return givenColumn(column);
      return {
        name: column.name,
        value: column.after,
        document: { encoding: document.encoding, now: document.text },
      };
    });
    return { kind: 'update', row: twin, columns, merged: 0 };
  }
  const lines = change.columns.map(
    ({ name, after }): ConflictLine => ({
      column: name,
      path: null,
      before: MISSING,
      mine: cellOf(context.driver, after),
      theirs: cellOf(context.driver, twin.values.get(name)),
      merge: 'decide',
    }),
  );
  return { kind: 'conflict', conflict: { change: index, what: 'exists', lines } };
}

function resolveDelete(
  context: ResolveContext,
  change: CommitChange,
  index: number,
  row: FoundRow,
): Resolved {
  const isTaken = context.decisions.ofRow(index) === 'mine';
  const isUntouched = [...(change.image ?? [])].every(([column, value]) =>
    isStill(context.driver, row.values.get(column) ?? null, value),
  );
  if (isTaken || isUntouched) return { kind: 'delete', row, merged: 0 };
  return conflictOf(context, change, index, row);
}

function resolveUpdate(
  context: ResolveContext,
  change: CommitChange,
  index: number,
  row: FoundRow,
): Resolved {
  const columns: ResolvedColumn[] = [];
  let [merged, isDecided] = [0, true];
  for (const column of change.columns) {
    const resolved =
      column.encoding === null
        ? resolveValue(context, index, column, row)
        : resolveDocument(context, index, column, row);
    if (resolved === 'conflict') isDecided = false;
    else {
      merged += resolved.merged;
      if (resolved.column !== null) columns.push(resolved.column);
    }
  }
  if (!isDecided) return conflictOf(context, change, index, row);
  return columns.length === 0 ? { kind: 'nothing', merged } : { kind: 'update', row, columns, merged };
}

type ResolvedPart = 'conflict' | { readonly column: ResolvedColumn | null; readonly merged: number };

function resolveValue(
  { driver, decisions }: ResolveContext,
  index: number,
  column: CommitColumn,
  row: FoundRow,
): ResolvedPart {
  const now = row.values.get(column.name) ?? null;
  const mine = { column: givenColumn(column), merged: 0 };
  if (column.before === undefined || isStill(driver, now, column.before)) return mine;
  if (column.after !== undefined && isSame(now, column.after)) return { column: null, merged: 1 };
  const take = decisions.of(index, column.name, null);
  if (take === undefined) return 'conflict';
  return take === 'mine' ? mine : { column: null, merged: 1 };
}

function resolveDocument(
  { decisions }: ResolveContext,
  index: number,
  column: CommitColumn,
  row: FoundRow,
): ResolvedPart {
  const now = row.documents.get(column.name)?.text ?? null;
  const encoding = row.documents.get(column.name)?.encoding ?? 'text';
  const whole = decisions.of(index, column.name, null);
  const merge = mergeOf(column, now, (path) => decisions.of(index, column.name, path));
  if (merge === null || now === null) {
    if (whole === undefined) return 'conflict';
    const { after, encoding: staged } = column;
    const document = { encoding: staged ?? 'text', now: null };
    return whole === 'theirs'
      ? { column: null, merged: 1 }
      : { column: { name: column.name, value: after, document }, merged: 0 };
  }
  if (merge.conflicts.length > 0) return 'conflict';
  if (merge.text === now) return { column: null, merged: merge.merged };
  const document = { encoding, now };
  return { column: { name: column.name, value: merge.text, document }, merged: merge.merged };
}

function mergeOf(
  { before, after }: CommitColumn,
  now: string | null,
  decide: (path: JsonPath) => 'mine' | 'theirs' | undefined,
): MergedDocument | null {
  if (typeof before !== 'string' || typeof after !== 'string' || now === null) return null;
  return mergeDocument(before, after, now, decide);
}

/** The row field by field: what each side made of it. */
export function conflictOf(
  context: ResolveContext,
  change: CommitChange,
  index: number,
  row: FoundRow,
): Resolved {
  const { driver } = context;
  const lines = change.columns.flatMap((column) => linesOf(context, index, column, row));
  const edited = new Set(change.columns.map(({ name }) => name));
  for (const [name, before] of change.image ?? []) {
    const now = row.values.get(name) ?? null;
    if (edited.has(name) || isLikely(driver, now, before)) continue;
    const isDeletion = change.kind === 'delete';
    lines.push({
      column: name,
      path: null,
      before: cellOf(driver, before),
      mine: isDeletion ? MISSING : cellOf(driver, before),
      theirs: cellOf(driver, now),
      merge: isDeletion ? 'decide' : 'theirs',
    });
  }
  return { kind: 'conflict', conflict: { change: index, what: 'changed', lines } };
}

/** Large values beside an edit are known by their length only. */
function isLikely(driver: Driver, now: StoredValue, before: BeforeValue): boolean {
  if (!isHashed(before) || before.sha256 !== null) return isStill(driver, now, before);
  return typeOf(now) === before.type && byteLengthOf(driver, now) === before.byteLength;
}

function linesOf(
  { driver, decisions }: ResolveContext,
  index: number,
  column: CommitColumn,
  row: FoundRow,
): ConflictLine[] {
  const { name: columnName, before, after } = column;
  const now = row.values.get(columnName) ?? null;
  const text = row.documents.get(columnName)?.text ?? null;
  const merge = mergeOf(column, text, (path) => decisions.of(index, columnName, path));
  if (merge === null) {
    const isUntouched = before === undefined || isStill(driver, now, before);
    return [
      {
        column: columnName,
        path: null,
        before: cellOf(driver, before),
        mine: cellOf(driver, after),
        theirs: cellOf(driver, now),
        merge: isUntouched ? 'mine' : 'decide',
      },
    ];
  }
  return documentLines(columnName, String(before), merge);
}
