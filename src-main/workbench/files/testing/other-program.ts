import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Another program with a SQLite connection of its own, for tests. */
export interface OtherProgram extends AsyncDisposable {
  readonly pid: number;
  /** Runs a script, or gives the rows of a SELECT or PRAGMA. Rejects with SQLite's message. */
  run(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** Ends it at once, as a crash does; resolves when it is gone. */
  crash(): Promise<void>;
  /** Closes its connection properly. */
  quit(): Promise<void>;
}

/** Starts another program on a file, made if it is not there. Resolves when its connection is open. */
export async function startOtherProgram(path: string): Promise<OtherProgram> {
  const child = fork(fileURLToPath(new URL('./other-program-entry.ts', import.meta.url)), [path], {
    execArgv: [],
  });
  await answerOf(child);
  const end = async (stop: () => void): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    stop();
    await exited;
  };
  const quit = () => end(() => child.disconnect());
  return {
    pid: child.pid ?? 0,
    run(sql) {
      child.send(sql);
      return answerOf(child);
    },
    crash: () => end(() => child.kill('SIGKILL')),
    quit,
    [Symbol.asyncDispose]: quit,
  };
}

async function answerOf(child: ChildProcess): Promise<readonly (readonly unknown[])[]> {
  // The entry sends exactly these two forms.
  const [answer] = (await once(child, 'message')) as [{ rows: unknown[][] } | { error: string }];
  if ('error' in answer) throw new Error(answer.error);
  return answer.rows;
}
