import type { EditCommit, SafetyCopy } from '../../../src-preload/contract/commits.ts';
import type { StagedRow } from '../../../src-preload/contract/edits.ts';
import { cellText, keyText } from '../../lib/cells/cell-text.ts';
import { rowChange } from '../../lib/changes/row-change.ts';

/** The commits of one day, newest first. */
export interface HistoryDay {
  readonly title: string;
  readonly commits: readonly EditCommit[];
}

const weekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
});
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Groups commits, newest first, by the day on which they were made, in local time. */
export function historyDays(commits: readonly EditCommit[], now: number): readonly HistoryDay[] {
  const days = Map.groupBy(
    commits.toSorted((one, other) => other.at - one.at),
    ({ at }) => dayTitle(at, now),
  );
  return [...days].map(([title, made]) => ({ title, commits: made }));
}

/** "Today", "Yesterday", "Monday 23 November", with the year where it is another one. */
export function dayTitle(at: number, now: number): string {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? weekday.format(at) : longDay.format(at);
}

function startOfDay(time: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function timeText(at: number): string {
  return clock.format(at);
}

/** "22 Nov". */
export function dayText(at: number): string {
  return dayAndMonth.format(at);
}

/** Where a commit comes from. */
export function sourceText({ source, undoes }: EditCommit, commits: readonly EditCommit[]): string {
  if (source === 'schema') return 'Schema';
  if (source === 'staged') return 'Staged edits';
  if (source === 'transaction') return 'Transaction';
  const undone = commits.find(({ id }) => id === undoes);
  return undone === undefined ? 'Undo' : `Undo of ${timeText(undone.at)}`;
}

/** Commits that a text is found in: in the names of their tables, or in their rows as far as those were read. */
export function searchCommits(
  commits: readonly EditCommit[],
  text: string,
  rowsOf: (commit: string) => readonly StagedRow[] | undefined,
): readonly EditCommit[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return commits;
  return commits.filter(
    ({ id, tables }) =>
      tables.some((table) => table.toLowerCase().includes(wanted)) ||
      (rowsOf(id) ?? []).some((row) => isInRow(row, wanted)),
  );
}

function isInRow(staged: StagedRow, wanted: string): boolean {
  const { row } = staged;
  if ('key' in row && keyText(row.key).toLowerCase().includes(wanted)) return true;
  const { lines, values } = rowChange(staged, null);
  const cells = [...lines.flatMap(({ before, after }) => [before, after]), ...values.map(({ cell }) => cell)];
  return cells.some((cell) => cellText(cell).toLowerCase().includes(wanted));
}

/** The newest copy that was made before a commit and is there. */
export function copyBefore(copies: readonly SafetyCopy[], at: number): SafetyCopy | undefined {
  return copies
    .filter((copy) => copy.reason === null && copy.at <= at)
    .reduce<SafetyCopy | undefined>(
      (newest, copy) => (newest === undefined || copy.at > newest.at ? copy : newest),
      undefined,
    );
}
