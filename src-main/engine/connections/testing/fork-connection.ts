import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { processEntry } from '../../../testing/process-entry.ts';
import type { ConnectionProcess } from '../connection-port.ts';

/** Forks a connection process for a test. It ends with the test's own process, as its channel closes. */
export async function forkConnection(): Promise<ConnectionProcess> {
  const entry = fileURLToPath(processEntry('engine/connections/testing/connection-entry'));
  const { NODE_COMPILE_CACHE } = process.env;
  const child = fork(entry, [], { serialization: 'advanced', execArgv: [], env: { NODE_COMPILE_CACHE } });
  const exited = once(child, 'exit');
  await once(child, 'spawn');
  return {
    pid: child.pid ?? 0,
    exited,
    kill: () => void child.kill('SIGKILL'),
    port: {
      post: (message) => {
        if (child.connected) child.send(message as object, () => {});
      },
      onMessage(listener) {
        child.on('message', listener);
        return () => child.off('message', listener);
      },
      onClose(listener) {
        child.once('disconnect', listener);
        return () => child.off('disconnect', listener);
      },
      close: () => {
        if (child.connected) child.disconnect();
      },
    },
  };
}
