import { BridgeFailure } from '../../../src-preload/client.ts';

/** The open transaction of this window has taken the table away: nothing has failed, and it may come back. */
export function isDropped(error: unknown): boolean {
  if (!(error instanceof BridgeFailure) || error.code !== 'OBJECT_NOT_FOUND') return false;
  const { details } = error;
  return typeof details === 'object' && details !== null && 'isInTransaction' in details;
}
