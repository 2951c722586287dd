import type { ChildProcess as NodeChildProcess } from 'node:child_process';
import type { Port } from './port.ts';
import { PortListeners } from './port-listeners.ts';

/** The two sides of Node's IPC channel look alike: `process` in the child, the child's handle in the parent. */
type IpcSide = Pick<NodeChildProcess, 'connected' | 'disconnect'> & {
  send?(message: unknown, callback: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
};

/** The port to a child that was forked with `serialization: 'advanced'`. Closes when the child is gone. */
export function childPort(child: NodeChildProcess): Port {
  return ipcPort(child);
}

/** The port to the process that forked this one. Throws when this process was not forked. */
export function parentPort(): Port {
  if (process.send === undefined) {
    throw new Error('This program is a part of Cairn and is started by it. Run `cairn` instead.');
  }
  // `process` has all of these once it has `send`; its type says "perhaps" for each.
  return ipcPort(process as unknown as IpcSide);
}

function ipcPort(side: IpcSide): Port {
  const listeners = new PortListeners();
  side.on('message', (message) => listeners.deliver(message));
  side.on('disconnect', () => listeners.close());
  return {
    post(message) {
      // Without the callback a failed send is emitted as an `error` event, which would end this process.
      if (side.connected && !listeners.isClosed) side.send?.(message, () => {});
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      if (side.connected) side.disconnect();
      listeners.close();
    },
  };
}
