import { countOf, formatAbout, formatCount } from '../../lib/cells/byte-size.ts';
import type { RowsState } from './rows-state.ts';
import type { FindState } from './use-find.ts';

/** What the status line says of finding: how many matches, and how much was read. */
export function findStatusOf(
  { query, totalMatches, rowsRead, isRunning }: FindState,
  rowCount: number,
): string[] {
  if (query === null) return [];
  const matches = countOf(totalMatches, 'match', 'matches');
  if (!isRunning) return [matches];
  const share = rowCount === 0 ? null : Math.min(100, Math.floor((rowsRead / rowCount) * 100));
  return [`${matches} so far`, share === null ? 'Reading' : `Reading, ${share}%`];
}

/** What the status line says of staged edits. */
export interface StagedWords {
  readonly newRows: number;
  /** Rows whose staged values the filter would leave out. */
  readonly unmatched: number;
  /** When the last commit was, and how long it took; in place of the time of the last page. */
  readonly committed: string | null;
}

const noStagedWords: StagedWords = { newRows: 0, unmatched: 0, committed: null };

/** The parts of the status line: counts first, then the selection and the time. */
export function statusOf(
  state: RowsState,
  isCollection: boolean,
  selectedRows: number,
  summary: readonly string[],
  staged: StagedWords = noStagedWords,
): string[] {
  const { info, progress, rowCount, isCountExact, filter, milliseconds } = state;
  if (info === null) return [];
  const noun = isCollection ? 'document' : 'row';
  const parts: string[] = [];
  const counted = isCountExact ? countOf(rowCount, noun) : `${formatAbout(rowCount)} ${noun}s`;
  if (filter.length === 0) parts.push(counted);
  else {
    const total = progress?.total;
    const of =
      total === undefined || total.value === null
        ? ''
        : `, of ${total.kind === 'exact' ? formatCount(total.value) : formatAbout(total.value)}`;
    const verb = isCountExact && rowCount === 1 ? 'matches' : 'match';
    parts.push(`${counted} ${verb}${of}`);
  }
  const { newRows, unmatched, committed } = staged;
  if (newRows > 0) parts[0] += `, ${formatCount(newRows)} new`;
  if (unmatched > 0) {
    parts.push(`${countOf(unmatched, 'staged row')} no longer ${unmatched === 1 ? 'matches' : 'match'}`);
  }
  if (info.limitedTo !== null) parts.push(`first ${formatCount(info.limitedTo)} ${noun}s only`);
  if (
    progress !== null &&
    progress.positions !== 'ready' &&
    (progress.positions === 'building' || progress.fraction !== null)
  ) {
    parts.push(
      progress.fraction === null
        ? 'Numbering rows'
        : `Numbering rows, ${Math.floor(progress.fraction * 100)}%`,
    );
  }
  if (progress?.isStale) parts.push('Rows were changed; the order is made again');
  if (rowCount > 0) parts.push(`${formatCount(selectedRows)} selected`);
  parts.push(...summary);
  if (committed !== null) parts.push(committed);
  else if (milliseconds !== null) parts.push(`${milliseconds < 1 ? '<1' : Math.round(milliseconds)} ms`);
  return parts;
}
