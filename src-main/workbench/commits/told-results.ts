import type { CommitResult, ConflictRow } from '../../../src-preload/contract/commits.ts';
import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import type { ChangeProblem, RowConflict } from '../../operations/commit/commit-input.ts';
import type { RowProblem, StagedEntry } from '../edits/index.ts';

/** Conflicts with the rows that they are about, as they cross. */
export function toldConflicts(
  conflicts: readonly RowConflict[],
  entries: readonly StagedEntry[],
): ConflictRow[] {
  return conflicts.flatMap(({ change, what, lines }) => {
    const entry = entries[change];
    if (entry === undefined) return [];
    const { object, row, kind } = entry;
    const fields = lines.map(({ path, ...line }) => ({ ...line, path: path === null ? null : [...path] }));
    return [{ object, row, kind, what, fields }];
  });
}

/** Refused rows with the rows that they are about. */
export function toldProblems(
  problems: readonly ChangeProblem[],
  entries: readonly StagedEntry[],
): RowProblem[] {
  return problems.flatMap(({ change, problem }) => {
    const entry = entries[change];
    return entry === undefined ? [] : [{ object: entry.object, row: entry.row, problem }];
  });
}

/** What entries do, in figures. */
export function countsOf(entries: readonly Pick<StagedEntry, 'kind'>[]): EditCounts {
  const count = (kind: StagedEntry['kind']) => entries.filter((entry) => entry.kind === kind).length;
  return { inserted: count('insert'), updated: count('update'), deleted: count('delete') };
}

/** Tables in the order in which they are first met. */
export function tablesOf(entries: readonly Pick<StagedEntry, 'object'>[]): string[] {
  return [...new Set(entries.map(({ object }) => object))];
}

/** The reply to a commit that was refused. */
export function refusal(problems: readonly RowProblem[], total = problems.length): CommitResult {
  return { kind: 'refused', rows: problems.slice(0, 1000), total };
}
