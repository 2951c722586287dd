import { hasErrorCode } from '../engine/index.ts';

const GONE = ['CONNECTION_GONE', 'DB_CLOSED', 'LEASE_RELEASED'] as const;

/** Whether the connection that was read by is not there any more, so that the error says nothing of what was read. */
export function isGone(error: unknown): boolean {
  return GONE.some((code) => hasErrorCode(error, code));
}
