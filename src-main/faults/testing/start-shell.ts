import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processEntry } from '../../testing/process-entry.ts';

/** A shell as a process of its own, with an engine and connections below it. */
export interface StartedShell {
  readonly pid: number;
  /** Where its page signs in. */
  readonly address: string;
  readonly process: ChildProcess;
}

/** Starts a shell over a folder, with what an earlier one has left there. The caller ends it. */
export async function startShell(folder: string): Promise<StartedShell> {
  const entry = fileURLToPath(processEntry('faults/testing/small-shell'));
  const shell = spawn(process.execPath, [entry, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(shell.stdout, 'data')) as [Buffer];
  return { pid: shell.pid ?? -1, address: String(line).trim(), process: shell };
}
