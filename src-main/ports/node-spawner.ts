import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childPort } from './node-process-port.ts';
import type { ChildProcess, ProcessEntry, ProcessExit, Spawner } from './port.ts';

/**
 * A spawner that forks the entries that stand beside the running one: `.ts` sources when Cairn runs from its
 * sources, `.js` when it was built.
 *
 * @param runningEntry `import.meta.url` of any entry. (Not of another module: a build moves those.)
 */
export function createNodeSpawner(runningEntry: string): Spawner {
  const extension = runningEntry.endsWith('.ts') ? '.ts' : '.js';
  return { spawn: (entry: ProcessEntry) => forkProcess(new URL(`./${entry}${extension}`, runningEntry)) };
}

/**
 * Forks one module as a process of Cairn. Resolves when the process exists, rejects when it cannot be started.
 *
 * The child's standard input is the line that its watchdog holds: it ends when this process ends, however that
 * happens. Whatever the child prints goes to this process's stderr, so that stdout carries only what was asked for.
 */
export function forkProcess(entry: URL): Promise<ChildProcess> {
  const { NODE_OPTIONS: _dropped, ...env } = process.env;
  const child = fork(fileURLToPath(entry), [], {
    execArgv: [],
    env,
    serialization: 'advanced',
    stdio: ['pipe', 2, 2, 'ipc'],
    windowsHide: true,
  });
  const port = childPort(child);
  let hasExited = false;
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('exit', (code, signal) => {
      hasExited = true;
      resolve({ code, signal });
    });
  });
  child.stdin?.on('error', () => {});
  return new Promise((resolve, reject) => {
    // Stays attached: after the start this event only reports what the port and `exited` report as well.
    child.on('error', reject);
    child.once('spawn', () => {
      const pid = child.pid ?? 0;
      resolve({
        pid,
        port,
        exited,
        kill() {
          if (!hasExited) killProcess(pid);
        },
      });
    });
  });
}

/** SIGKILL by process id; a process that is gone already is fine. */
export function killProcess(pid: number): void {
  if (pid <= 0) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ESRCH: it ended by itself. EPERM: the id now belongs to somebody else's process.
  }
}
