import type { EditCounts } from '../../../src-preload/contract/edits.ts';
import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { formatCount } from '../cells/byte-size.ts';
import { countWords, stagedRows } from '../edits/edit-counts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long something has lasted or will last: "42 s", "1 min 42 s", "12 min", "2 h 5 min". */
export function durationWords(milliseconds: number): string {
  const time = Math.max(0, milliseconds);
  if (time < MINUTE) return `${Math.floor(time / 1000)} s`;
  const seconds = Math.floor((time % MINUTE) / 1000);
  const minutes = Math.floor(time / MINUTE);
  if (time < 10 * MINUTE && seconds > 0) return `${minutes} min ${seconds} s`;
  if (time < HOUR) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** Time that SQLite took: "0.1 ms", "1,204 ms". */
export function millisecondWords(milliseconds: number): string {
  const shown = milliseconds < 100 ? milliseconds.toFixed(1) : formatCount(Math.round(milliseconds));
  return `${shown} ms`;
}

/** Others have waited for so long that they are named. */
export const OTHERS_WAIT_AFTER = MINUTE;

/** What a transaction would write, as words: "4 rows updated, 1 inserted"; "nothing" where it would not. */
export function changedWords(counts: EditCounts): string {
  const total = stagedRows(counts);
  if (total === 0) return 'nothing changed yet';
  const [first = '', ...rest] = countWords(counts).split(', ');
  const number = first.split(' ')[0];
  const noun = number === '1' ? 'row' : 'rows';
  return [first.replace(' ', ` ${noun} `), ...rest].join(', ');
}

/** How many rows of an object the open transaction changed. */
export function changedRows(state: TransactionState | null, object: string): number {
  const found = state?.objects.find((other) => other.object === object);
  return found === undefined ? 0 : stagedRows(found.counts);
}
