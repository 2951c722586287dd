import { Worker } from 'node:worker_threads';

/** How this process learns that its parent has gone. */
export interface WatchdogOptions {
  /**
   * Of a utility process of Electron: the process id of the shell. Such a process has no pipe to its parent, its
   * standard input is somebody else's, and its parent in the system's eyes may be a helper that forks for the shell.
   */
  readonly shellPid?: number | undefined;
}

/**
 * Ends this process by SIGKILL as soon as its parent has gone, even while the main thread is inside a SQLite
 * statement that never ends: such a process does not notice a closed channel, and one lived on at 100 % CPU with
 * its lock.
 *
 * A worker thread waits for the end of standard input (a pipe whose other end only the parent holds) and, where
 * there is no such pipe, for a change of the parent's process id or the end of the shell. Call it first in a child's
 * entry.
 */
export function startWatchdog({ shellPid }: WatchdogOptions = {}): void {
  const worker = new Worker(WATCHDOG, {
    eval: true,
    name: 'watchdog',
    workerData: { parent: process.ppid, shellPid, pollMilliseconds: POLL_MILLISECONDS },
    stdin: false,
    execArgv: [],
    env: {},
  });
  worker.unref();
  worker.on('error', (error) => {
    // Unwatched, this process could outlive Cairn and keep a lock on the user's file.
    console.error('The watchdog failed:', error.message);
    process.kill(process.pid, 'SIGKILL');
  });
}

const POLL_MILLISECONDS = 400;

/** CommonJS, because a worker from text has no `import`. Plain text needs no entry of its own in the build. */
const WATCHDOG = `
const { fstatSync } = require('node:fs');
const { Socket } = require('node:net');
const { workerData } = require('node:worker_threads');
const die = () => process.kill(process.pid, 'SIGKILL');
let isPipe = false;
try {
  const stat = fstatSync(0);
  isPipe = workerData.shellPid === undefined && (stat.isFIFO() || stat.isSocket());
} catch {}
const isShellGone = () => {
  if (workerData.shellPid === undefined) return false;
  try {
    process.kill(workerData.shellPid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
};
if (isPipe) new Socket({ fd: 0 }).on('end', die).on('error', die).on('close', die).resume();
setInterval(() => { if (process.ppid !== workerData.parent || isShellGone()) die(); }, workerData.pollMilliseconds);
`;
