import { fileURLToPath } from 'node:url';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import { messagePort } from './electron-message-port.ts';
import { type FromChild, SHELL_PID_ARGUMENT, type ToChild } from './electron-messages.ts';
import { killProcess } from './node-spawner.ts';
import type { ChildProcess, ProcessEntry, ProcessExit, Spawner } from './port.ts';

/** Names under which the system's list of processes and Electron's own metrics show them. */
const SERVICE_NAMES: Readonly<Record<ProcessEntry, string>> = {
  'engine-process': 'Cairn engine',
  'connection-process': 'Cairn connection',
  'plugin-process': 'Cairn plugin',
};

/** Milliseconds in which a process that has ended is still heard. Its channel normally ends sooner and by itself. */
const LAST_WORDS = 1_000;

/** A utility process that runs. */
interface Forked {
  readonly pid: number;
  readonly exitCode: Promise<number>;
}

/**
 * A spawner for Electron's main process: the entries beside the running one run as utility processes. What they
 * fork in turn is forked here as well, and gets a channel of its own to whoever asked for it.
 *
 * @param runningEntry `import.meta.url` of the entry that runs.
 */
export function createElectronSpawner(runningEntry: string): Spawner {
  const entryPath = (entry: ProcessEntry) => fileURLToPath(new URL(`./${entry}.js`, runningEntry));
  return {
    async spawn(entry) {
      const { port1, port2 } = new MessageChannelMain();
      const { pid, exitCode } = await forkUtility(entryPath, entry, port2);
      return childOf(pid, exitCode, port1);
    },
  };
}

function childOf(pid: number, exitCode: Promise<number>, channel: MessagePortMain): ChildProcess {
  let hasExited = false;
  const port = messagePort(channel);
  const exited = exitCode.then((code): ProcessExit => {
    hasExited = true;
    setTimeout(() => port.close(), LAST_WORDS).unref();
    return { code, signal: null };
  });
  return {
    pid,
    port,
    exited,
    kill() {
      if (!hasExited) killProcess(pid);
    },
  };
}

/** Forks one entry and hands it its end of a channel. Rejects when it ends before it has begun. */
function forkUtility(
  entryPath: (entry: ProcessEntry) => string,
  entry: ProcessEntry,
  end: MessagePortMain,
): Promise<Forked> {
  const { NODE_OPTIONS: _dropped, ...env } = process.env;
  const child = utilityProcess.fork(entryPath(entry), [`${SHELL_PID_ARGUMENT}${process.pid}`], {
    serviceName: SERVICE_NAMES[entry],
    execArgv: [],
    env,
    stdio: 'inherit',
  });
  let hasExited = false;
  const exitCode = new Promise<number>((resolve) => {
    child.once('exit', (code) => {
      hasExited = true;
      resolve(code);
    });
  });
  const post = (message: ToChild, ports: MessagePortMain[] = []) => {
    if (!hasExited) child.postMessage(message, ports);
  };
  child.on('message', (message: FromChild) => void answer(message, entryPath, post));
  return new Promise((resolve, reject) => {
    child.once('spawn', () => {
      post({ type: 'port' }, [end]);
      resolve({ pid: pidOf(child), exitCode });
    });
    void exitCode.then((code) => reject(new Error(`${entry} ended with code ${code} at its start.`)));
  });
}

async function answer(
  { id, entry }: FromChild,
  entryPath: (entry: ProcessEntry) => string,
  post: (message: ToChild, ports?: MessagePortMain[]) => void,
): Promise<void> {
  const { port1, port2 } = new MessageChannelMain();
  try {
    const { pid, exitCode } = await forkUtility(entryPath, entry, port2);
    post({ type: 'spawned', id, pid }, [port1]);
    post({ type: 'exited', id, code: await exitCode });
  } catch (error) {
    post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  }
}

function pidOf(child: UtilityProcess): number {
  return child.pid ?? 0;
}
