import type { Clients } from './services.ts';

/** The clients with what only the engine process may say about them. */
export interface ClientSet extends Clients {
  /** Tells the listeners that a client has left for good. */
  leave(client: number): void;
}

/** Makes the set; a listener that throws does not keep the others from being told. */
export function createClients(): ClientSet {
  const listeners = new Set<(client: number) => void>();
  return {
    onGone(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    leave(client) {
      for (const listener of [...listeners]) {
        try {
          listener(client);
        } catch (error) {
          console.error('Cleaning up after a client failed:', error);
        }
      }
    },
  };
}
