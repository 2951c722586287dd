import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../../src-preload/client.ts';

/** Connection processes of the running engine, or those of one file. */
export async function connectionPids(client: Client, file?: string): Promise<readonly number[]> {
  const { connections } = await client.stats.pool(file === undefined ? {} : { file });
  return connections.map(({ pid }) => pid);
}

/** Connection processes that work for somebody right now. */
export async function leasedPids(client: Client): Promise<readonly number[]> {
  const { connections } = await client.stats.pool({});
  return connections.filter(({ state }) => state === 'leased').map(({ pid }) => pid);
}

/** Waits until connections have been inside one lease for longer than anything takes that ends, and names them. */
export async function untilStuck(client: Client, atLeast = 1): Promise<readonly number[]> {
  for (let before: readonly number[] = []; ; ) {
    const now = await leasedPids(client);
    const still = now.filter((pid) => before.includes(pid));
    if (still.length >= atLeast) return still;
    before = now;
    await delay(100);
  }
}

/** Process ids of everything that a process has started, and of what those have started (Linux). */
export function descendantsOf(ancestor: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found: number[] = [];
  const open = [ancestor];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const next = children.get(pid) ?? [];
    found.push(...next);
    open.push(...next);
  }
  return found;
}

/** Open descriptors of a process (Linux). */
export function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Bytes that a process keeps for itself: not those of files that it has mapped (Linux). */
export function privateBytesOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): state and parent are the first two fields after the name in parentheses.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
