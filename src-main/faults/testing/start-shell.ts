import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SHELL = fileURLToPath(new URL('./small-shell.ts', import.meta.url));

/** A shell as a process of its own, with an engine and connections below it. */
export interface StartedShell {
  readonly pid: number;
  /** Where its page signs in. */
  readonly address: string;
  readonly process: ChildProcess;
}

/** Starts a shell over a folder, with what an earlier one has left there. The caller ends it. */
export async function startShell(folder: string): Promise<StartedShell> {
  const shell = spawn(process.execPath, [SHELL, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(shell.stdout, 'data')) as [Buffer];
  return { pid: shell.pid ?? -1, address: String(line).trim(), process: shell };
}
