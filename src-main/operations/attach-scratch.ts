import type { Driver } from '../engine/types.ts';
import type { Scratch } from './plan.ts';

/** SQLite attaches at most 10 databases to a connection. */
const MOST_ATTACHED = 8;
const attachedTo = new WeakMap<Driver, Map<string, string>>();

/**
 * Makes a scratch database readable on a connection under its schema name. The connection is read-only, and so is
 * everything that is attached to it. Those used longest ago make room.
 */
export function attachScratch(driver: Driver, scratch: Scratch | null): void {
  if (scratch === null) return;
  const attached = attachedTo.get(driver) ?? new Map<string, string>();
  attachedTo.set(driver, attached);
  if (attached.has(scratch.schema)) {
    attached.delete(scratch.schema);
    attached.set(scratch.schema, scratch.path);
    return;
  }
  for (const schema of attached.keys()) {
    if (attached.size < MOST_ATTACHED) break;
    driver.execSync(`DETACH ${schema}`);
    attached.delete(schema);
  }
  driver.execSync(`ATTACH ? AS ${scratch.schema}`, [scratch.path]);
  attached.set(scratch.schema, scratch.path);
}
