import type { Emit } from '../events.ts';

/** A store of Cairn's own that may have found its file damaged. */
export interface Damageable {
  damage(): string | null;
}

/** Tells each client once what was found damaged in these stores. Call it after a read on behalf of a client. */
export function createDamageReports(stores: readonly Damageable[], emit: Emit): (client: number) => void {
  const told = new Set<string>();
  return (client) => {
    for (const store of stores) {
      const message = store.damage();
      if (message === null || told.has(`${client} ${message}`)) continue;
      told.add(`${client} ${message}`);
      emit('preferences.damaged', { message }, client);
    }
  };
}
