import { serveConnection } from '../connection-server.ts';
import { testOperations } from './test-operations.ts';

/** The smallest connection process: what tests of this folder fork. The app has its own, with a watchdog. */
const listeners = new Set<() => void>();
process.on('disconnect', () => {
  for (const listener of listeners) listener();
});
await serveConnection(
  {
    post: (message) => void process.send?.(message, undefined, undefined, () => {}),
    onMessage(listener) {
      process.on('message', listener);
      return () => process.off('message', listener);
    },
    onClose(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => process.disconnect(),
  },
  testOperations,
);
process.exit(0);
