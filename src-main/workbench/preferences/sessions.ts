import { z } from 'zod';
import type { Session } from '../../../src-preload/contract/index.ts';
import { session } from '../../../src-preload/contract/session.ts';
import type { Damageable } from '../files/damage-reports.ts';
import { createJsonStore } from '../files/json-store.ts';
import type { Clients } from '../services.ts';
import { fromPlain, toPlain } from './plain-keys.ts';

/** The session as JSON has it; checked as strictly as one that comes from a page. */
const storedSession = z.unknown().refine((value) => value === null || readSession(value) !== null);

/** What the windows show, for the next start. */
export interface Sessions extends Damageable {
  /** What was kept last, for the only window that lives; null for any other. */
  take(client: number): Promise<Session | null>;
  keep(client: number, value: Session): Promise<void>;
}

/**
 * Makes the store over one file. It holds one session, that of the window that changed or was closed last. A window
 * that has asked or kept one is alive until its client is gone.
 */
export function createSessions(path: string, clients: Clients): Sessions {
  const store = createJsonStore<unknown>({ path, schema: storedSession, empty: null });
  const alive = new Set<number>();
  clients.onGone((client) => alive.delete(client));
  return {
    damage: () => store.damage(),
    async take(client) {
      const isAlone = alive.size === 0;
      alive.add(client);
      const value = await store.read();
      return isAlone && value !== null ? readSession(value) : null;
    },
    async keep(client, value) {
      alive.add(client);
      await store.update(() => toPlain(value));
    },
  };
}

function readSession(value: unknown): Session | null {
  try {
    return session.parse(fromPlain(value));
  } catch {
    return null;
  }
}
