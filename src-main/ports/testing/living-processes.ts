import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether a process runs. A zombie (ended, not yet collected by its parent) does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    // proc(5): the state is the first field after the name in parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return process.platform !== 'linux';
  }
}

/** Processor time that a process has used, in milliseconds (Linux). */
export function processorTime(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // proc(5): utime and stime are the 12th and 13th fields after the name, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Waits until none of the processes runs and gives the milliseconds that it took; throws after `limit`. */
export async function untilGone(pids: readonly number[], limit: number): Promise<number> {
  const started = performance.now();
  while (pids.some(isAlive)) {
    const waited = performance.now() - started;
    if (waited > limit) throw new Error(`${pids.filter(isAlive).join(', ')} still run after ${limit} ms`);
    await delay(5);
  }
  return performance.now() - started;
}

/** Waits until a fact holds; throws after `limit` milliseconds. */
export async function until(fact: () => boolean, limit = 10_000): Promise<void> {
  const started = performance.now();
  while (!fact()) {
    if (performance.now() - started > limit) throw new Error(`not within ${limit} ms: ${fact}`);
    await delay(2);
  }
}
