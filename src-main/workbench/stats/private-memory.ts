import { readFile } from 'node:fs/promises';

/** Bytes of a page of memory on every Linux that this runs on. */
const PAGE = 4096;

/**
 * Bytes that a process has for itself: resident ones without those that it shares, from `/proc/<pid>/statm`
 * (https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html). null where the system does not tell it so, and when the
 * process is gone.
 */
export async function privateMemory(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  try {
    const [, resident, shared] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ').map(Number);
    return ((resident ?? 0) - (shared ?? 0)) * PAGE;
  } catch {
    return null;
  }
}
