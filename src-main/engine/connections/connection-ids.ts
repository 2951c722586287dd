import type { ConnectionRole } from './connection.ts';

let last = 0;

/** A name for a connection that is unique in this process, for instance `reader-3`. */
export function nextConnectionId(role: ConnectionRole): string {
  last += 1;
  return `${role}-${last}`;
}
