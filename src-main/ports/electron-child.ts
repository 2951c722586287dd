import { type MessagePortLike, messagePort } from './electron-message-port.ts';
import { type FromChild, SHELL_PID_ARGUMENT, type ToChild } from './electron-messages.ts';
import { killProcess } from './node-spawner.ts';
import type { ChildProcess, Port, ProcessExit, Spawner } from './port.ts';

/** What a utility process has of `process.parentPort`. Not imported: a child needs nothing of `electron`. */
export interface ParentPortLike {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortLike[] }) => void,
  ): unknown;
  postMessage(message: unknown): void;
}

/** A utility process's channel to whoever wanted it, and its way to have others started. */
export interface ElectronChild {
  readonly parent: Port;
  readonly spawner: Spawner;
}

/** A process that was asked for. */
interface Asked {
  readonly started: PromiseWithResolvers<ChildProcess>;
  readonly exited: PromiseWithResolvers<ProcessExit>;
}

/** Resolves when main has handed over the channel. */
export function enterUtilityProcess(parentPort: ParentPortLike): Promise<ElectronChild> {
  const asked = new Map<number, Asked>();
  let lastId = 0;
  const spawner: Spawner = {
    spawn(entry) {
      lastId += 1;
      const id = lastId;
      const process: Asked = { started: Promise.withResolvers(), exited: Promise.withResolvers() };
      asked.set(id, process);
      parentPort.postMessage({ type: 'spawn', id, entry } satisfies FromChild);
      return process.started.promise;
    },
  };
  return new Promise((resolve) => {
    parentPort.on('message', ({ data, ports: [channel] }) => {
      // Only main speaks over this port.
      const message = data as ToChild;
      if (message.type === 'port') {
        if (channel !== undefined) resolve({ parent: messagePort(channel), spawner });
        return;
      }
      const process = asked.get(message.id);
      if (process === undefined) return;
      if (message.type === 'spawned' && channel !== undefined) {
        process.started.resolve(childOf(message.pid, channel, process.exited.promise));
        return;
      }
      asked.delete(message.id);
      if (message.type === 'exited') process.exited.resolve({ code: message.code, signal: null });
      else process.started.reject(new Error('message' in message ? message.message : 'No channel came.'));
    });
  });
}

function childOf(pid: number, channel: MessagePortLike, exited: Promise<ProcessExit>): ChildProcess {
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  return {
    pid,
    port: messagePort(channel),
    exited,
    kill() {
      if (!hasExited) killProcess(pid);
    },
  };
}

/** The process id of the shell, from the arguments that it gave this process. */
export function shellPidOf(args: readonly string[]): number | undefined {
  const given = args.find((argument) => argument.startsWith(SHELL_PID_ARGUMENT));
  const pid = Number(given?.slice(SHELL_PID_ARGUMENT.length));
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}
