import type { ConflictRow } from '../../../src-preload/contract/commits.ts';
import { countOf, formatCount } from '../../lib/cells/byte-size.ts';
import { type Conflict, isMerged, isWhole, openCount, undecidedRows } from '../../lib/commits/conflict.ts';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day to the second. */
export function timeOfDay(at: number): string {
  return seconds.format(at);
}

/** "13:52 to 14:04", or one time where they are the same. */
export function timeSpan(times: readonly number[]): string {
  const from = clock.format(times.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY));
  const to = clock.format(times.reduce((most, at) => Math.max(most, at), 0));
  return from === to ? from : `${from} to ${to}`;
}

export interface ConflictWords {
  /** "Nothing was written." where a commit was stopped. */
  readonly lead: string | null;
  readonly text: string;
}

/** What the bar above a conflict says. */
export function conflictWords(
  conflict: Conflict,
  staged: number,
  isCollection: (object: string) => boolean,
): ConflictWords {
  const { total, stoppedAt } = conflict;
  const rows = `${formatCount(total)} of your ${countOf(Math.max(staged, total), 'row')}`;
  const todo = openWords(conflict, isCollection);
  const when = stoppedAt === null ? 'commit' : 'commit again';
  const isNothingAsked = conflict.rows.every((row) => isMerged(conflict, row));
  const settled = isNothingAsked ? 'Other values than yours: both are kept.' : `All is decided: ${when}.`;
  const next = todo === null ? settled : `Decide ${todo}, then ${when}.`;
  return {
    lead: stoppedAt === null ? null : 'Nothing was written.',
    text: `Another program changed ${rows} since you staged them. ${next}`,
  };
}

/** "1 field and 1 document"; null where nothing is to be decided. */
export function openWords(conflict: Conflict, isCollection: (object: string) => boolean): string | null {
  let [fields, rows, documents] = [0, 0, 0];
  for (const row of undecidedRows(conflict)) {
    if (!isWhole(conflict, row)) fields += openCount(conflict, row);
    else if (isCollection(row.object)) documents += 1;
    else rows += 1;
  }
  const parts = [
    fields > 0 ? countOf(fields, 'field') : null,
    rows > 0 ? countOf(rows, 'row') : null,
    documents > 0 ? countOf(documents, 'document') : null,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return parts.length === 1 ? (parts[0] ?? null) : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** What stands below the name of a row that differs. */
export function rowWords(conflict: Conflict, row: ConflictRow): string {
  const open = openCount(conflict, row);
  if (open === 0) return isMerged(conflict, row) ? 'both are kept' : 'decided';
  if (row.what === 'deleted') return 'deleted in the file';
  if (row.what === 'exists') return 'its key is taken now';
  if (row.kind === 'delete') return 'changed in the file';
  return isWhole(conflict, row) ? 'to be decided' : `${countOf(open, 'field')} to decide`;
}

/** The two answers to a row that is decided as a whole. */
export function wholeAnswers({ what, kind }: ConflictRow): {
  readonly mine: string;
  readonly theirs: string;
} {
  if (what === 'deleted') return { mine: 'Insert it again', theirs: 'Drop my change' };
  if (what === 'exists') return { mine: 'Write mine over it', theirs: 'Drop mine' };
  if (kind === 'delete') return { mine: 'Delete it all the same', theirs: 'Keep it' };
  return { mine: 'Take mine', theirs: 'Take theirs' };
}

/** Fields that both sides have changed and that merge by themselves. */
export function mergedFields({ rows }: Conflict): number {
  return rows.reduce(
    (sum, { what, fields }) =>
      sum + (what === 'changed' ? fields.filter(({ merge }) => merge !== 'decide').length : 0),
    0,
  );
}
