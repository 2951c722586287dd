import type { Port } from './port.ts';
import { PortListeners } from './port-listeners.ts';

/**
 * Two ports joined inside one process, with the manners of real ones: messages are structured clones and arrive
 * later, in order. For tests and for engines that live in their caller's process.
 */
export function createPortPair(): readonly [Port, Port] {
  const left = new PortListeners();
  const right = new PortListeners();
  return [side(left, right), side(right, left)];
}

function side(own: PortListeners, other: PortListeners): Port {
  return {
    post(message) {
      if (own.isClosed || other.isClosed) return;
      const copy = structuredClone(message);
      queueMicrotask(() => other.deliver(copy));
    },
    onMessage: (listener) => own.onMessage(listener),
    onClose: (listener) => own.onClose(listener),
    close() {
      own.close();
      other.close();
    },
  };
}
