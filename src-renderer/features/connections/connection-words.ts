import type { ConnectionStats, PoolEvent } from '../../../src-preload/contract/stats.ts';
import { countOf } from '../../lib/cells/byte-size.ts';
import { clockTime } from '../../lib/relative-time.ts';
import type { Pool } from './use-pool.ts';

/** Milliseconds after which a lease is pointed out. */
export const LONG_HELD = 5000;

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

/** What is left of the pool for the status bar. */
export function statusOf({ leased, idle, waiting, connections }: Pool): readonly string[] {
  const closing = connections.filter(({ state }) => state === 'closing').length;
  return [
    `${leased} leased, ${idle} idle${closing === 0 ? '' : `, ${closing} closing`}`,
    ...(waiting === 0 ? [] : [countOf(waiting, 'request waits', 'requests wait')]),
  ];
}

/** Whether an event is to be looked at. */
export function isTroubleEvent({ kind }: PoolEvent): boolean {
  return kind === 'failed' || kind === 'unhealthy' || kind === 'waited';
}

/** The time of day with milliseconds: events follow each other quickly. */
export function eventTime(at: number): string {
  return `${clockTime(at)}.${String(new Date(at).getMilliseconds()).padStart(3, '0')}`;
}
