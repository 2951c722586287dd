import type { Port } from './port.ts';
import { PortListeners } from './port-listeners.ts';

/** What a port needs of Electron's `MessagePortMain`, which main and its utility processes have. */
export interface MessagePortLike {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

/**
 * A port over one end of a message channel. It closes when the other end is closed or its process has gone; what
 * the other end had posted before comes first.
 */
export function messagePort(channel: MessagePortLike): Port {
  const listeners = new PortListeners();
  let isOpen = true;
  const close = () => {
    isOpen = false;
    listeners.close();
  };
  channel.on('message', ({ data }) => listeners.deliver(data));
  channel.on('close', close);
  channel.start();
  return {
    post(message) {
      if (isOpen) channel.postMessage(message);
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      if (isOpen) channel.close();
      close();
    },
  };
}
