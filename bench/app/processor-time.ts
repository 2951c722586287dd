import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processor time that all threads of a process have used, in milliseconds. Finer than the ticks of `/proc/PID/stat`.
 * Source: https://docs.kernel.org/scheduler/sched-stats.html, /proc/PID/task/TID/schedstat, in nanoseconds.
 */
export function processorTime(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    try {
      const [used] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
      nanoseconds += Number(used);
    } catch {
      // The thread has ended since.
    }
  }
  return nanoseconds / 1e6;
}

/** Bytes that a process has changed and keeps for itself: not those of files that it has mapped. */
export function privateBytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/Private_Dirty:\s+(\d+) kB/.exec(rollup)?.[1] ?? Number.NaN) * 1024;
}
