import type { ConnectionStats, PoolEvent, StatementFigures } from '../../../src-preload/contract/stats.ts';
import { countOf, formatByteSize, formatCount } from '../../lib/cells/byte-size.ts';
import { clockTime } from '../../lib/relative-time.ts';
import type { Pool } from './use-pool.ts';

/** Milliseconds after which a lease is pointed out: it is named within 5 s, the time until the page looks included. */
export const LONG_HELD = 4000;

/** How long a connection has been held; null: nobody has it. */
export function heldFor({ heldSince }: ConnectionStats, now: number): number | null {
  return heldSince === null ? null : Math.max(0, now - heldSince);
}

/** Whether somebody keeps a connection for longer than reads and writes take. A user's own transaction may. */
export function isHeldLong(connection: ConnectionStats, now: number, isTransaction: boolean): boolean {
  const held = heldFor(connection, now);
  return held !== null && held >= LONG_HELD && !(isTransaction && connection.role === 'writer');
}

/** A time in the smallest unit that says enough: "2 ms", "41 s", "12 min 04 s", "3 h 12 min". */
export function timeSpan(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const two = (value: number) => String(value).padStart(2, '0');
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** The words of the health column. */
export function healthOf(
  connection: ConnectionStats,
  isLong: boolean,
): 'healthy' | 'held long' | 'failed' | 'not checked' {
  if (connection.state === 'failed' || connection.health?.isHealthy === false) return 'failed';
  if (isLong) return 'held long';
  return connection.health === null && connection.state !== 'leased' ? 'not checked' : 'healthy';
}

/** What was typed as a whole number within a range; null: it is none. */
export function wholeWithin(
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number | null {
  if (!/^\d{1,9}$/.test(text.trim())) return null;
  const number = Number(text);
  return number >= min && number <= max ? number : null;
}

/** What is left of the pool for the status bar. */
export function statusOf({ leased, idle, waiting, connections }: Pool): readonly string[] {
  const closing = connections.filter(({ state }) => state === 'closing').length;
  return [
    `${leased} leased, ${idle} idle${closing === 0 ? '' : `, ${closing} closing`}`,
    ...(waiting === 0 ? [] : [countOf(waiting, 'request waits', 'requests wait')]),
  ];
}

/** How many of the prepared statements were used again, such as "97%"; null: none was used yet. */
export function hitShare({ hits, misses }: StatementFigures): string | null {
  return hits + misses === 0 ? null : `${Math.floor((hits / (hits + misses)) * 100)}%`;
}

/** The figures of a statement cache as a sentence. */
export function statementWords({ hits, misses, size }: StatementFigures): string {
  return `${countOf(hits, 'hit')}, ${formatCount(misses)} prepared, ${formatCount(size)} kept`;
}

/** Where a connection was taken, such as "readPage (pages.ts:31)"; null: not known. */
export function placeWords({ takenIn }: ConnectionStats): string | null {
  const [place] = takenIn;
  if (place === undefined) return null;
  const at = `${place.file}:${place.line}`;
  return place.caller === null ? at : `${place.caller} (${at})`;
}

/** What is waited for and kept beside the connections: locks, and the WAL with who reads it. */
export function poolFacts({ lockWaits, walBytes, walReader }: Pool): readonly string[] {
  const { count, longest } = lockWaits;
  const locks =
    count === 0
      ? 'No wait for a lock'
      : `${countOf(count, 'wait for a lock', 'waits for locks')}, longest ${timeSpan(longest)}`;
  if (walBytes === null) return [locks];
  const reader = walReader === null ? 'no reader keeps it' : `oldest reader ${walReader.words}`;
  return [locks, `WAL ${formatByteSize(walBytes)}, ${reader}`];
}

/** Another program that has kept the WAL from shrinking for as long as is pointed out, as a sentence; null: none. */
export function foreignReaderWords({ walBytes, walReader }: Pool, now: number): string | null {
  if (walReader === null || walReader.connection !== null || now - walReader.since < LONG_HELD) return null;
  const size = walBytes === null ? '' : ` of ${formatByteSize(walBytes)}`;
  return `${walReader.words} has read the file for ${timeSpan(now - walReader.since)}. Until it ends its read, the WAL${size} cannot shrink.`;
}

/** Whether an event is to be looked at. */
export function isTroubleEvent({ kind }: PoolEvent): boolean {
  return kind === 'failed' || kind === 'unhealthy' || kind === 'waited' || kind === 'locked';
}

/** The time of day with milliseconds: events follow each other quickly. */
export function eventTime(at: number): string {
  return `${clockTime(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`;
}
