import type { Pool } from './use-pool.ts';

/** Whether more has moved between two looks than time, and memory, which grows and shrinks by itself. */
export function hasMoved(before: Pool | null, now: Pool): boolean {
  const facts = (pool: Pool | null) =>
    JSON.stringify(pool?.connections.map((connection) => ({ ...connection, memoryBytes: null })));
  return now.leased > 0 || now.waiting > 0 || facts(before) !== facts(now);
}

/**
 * The pool as it is now, with what is as it was before in the same objects, and as the same object where nothing that is
 * shown has changed: ages are told in seconds, but a lease of a moment in milliseconds.
 */
export function poolAfter(before: Pool | null, now: Pool): Pool {
  if (before === null) return now;
  const known = new Map(before.connections.map((connection) => [connection.id, connection]));
  const connections = now.connections.map((connection) => {
    const old = known.get(connection.id);
    return old !== undefined && isAlike(old, connection) ? old : connection;
  });
  const after = { ...now, connections };
  const isSame =
    now.leased === 0 &&
    Math.floor(now.at / 1000) === Math.floor(before.at / 1000) &&
    now.samples === before.samples &&
    now.events === before.events &&
    connections.every((connection, place) => connection === before.connections[place]) &&
    isAlike(figuresOf(before), figuresOf(now));
  return isSame ? before : after;
}

function figuresOf({ at: _at, connections, samples: _samples, events: _events, ...figures }: Pool) {
  return { ...figures, count: connections.length };
}

/** Of values that came over the bridge: their keys have an order. */
function isAlike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
