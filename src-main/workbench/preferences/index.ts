import { join } from 'node:path';
import type { Settings } from '../../../src-preload/contract/index.ts';
import { settings } from '../../../src-preload/contract/preferences.ts';
import { createDamageReports } from '../files/damage-reports.ts';
import { createJsonStore } from '../files/json-store.ts';
import type { Handlers } from '../handlers.ts';
import { putLimits } from '../limits.ts';
import type { Services } from '../services.ts';
import { createLayouts } from './layouts.ts';
import { createSessions } from './sessions.ts';
import { emptyCache, measureSpace } from './space.ts';

/** Settings as the file has them; what it lacks gets the default of the contract. */
const storedSettings = settings.strip();

/** The `preferences` slice: settings, the column layout of each table of each file, and what the windows show. */
export function createPreferences({
  dataFolder,
  cacheFolder,
  manager,
  emit,
  openFiles,
  clients,
}: PreferencesServices): Handlers<'preferences'> {
  const store = createJsonStore<Settings>({
    path: join(dataFolder, 'settings.json'),
    schema: storedSettings,
    empty: settings.parse({}),
  });
  const layouts = createLayouts(join(dataFolder, 'layouts.json'));
  const sessions = createSessions(join(dataFolder, 'session.json'), clients);
  const reportDamage = createDamageReports([store, layouts, sessions], emit);
  const apply = (value: Settings) => {
    putLimits(value);
    const { readersPerFile, maxConnections } = value;
    manager.setLimits({ readersPerFile, maxConnections });
  };
  // A new engine works within the limits before anybody asks for them.
  void store.read().then(apply);
  return {
    async settings(_, { client }) {
      const [value] = await Promise.all([store.read(), layouts.load()]);
      reportDamage(client);
      return value;
    },
    async change({ changes }) {
      const changed = await store.update((value) => settings.parse({ ...value, ...changes }));
      apply(changed);
      emit('preferences.changed', changed);
      return changed;
    },
    layout: ({ file, object }) => layouts.get(openFiles.get(file).info.path, object),
    async changeLayout({ file, object, layout }) {
      await layouts.set(openFiles.get(file).info.path, object, layout);
      return null;
    },
    async session(_, { client }) {
      const value = await sessions.take(client);
      reportDamage(client);
      return value;
    },
    async keepSession({ session }, { client }) {
      await sessions.keep(client, session);
      return null;
    },
    space: async () => ({ kinds: [...(await measureSpace(dataFolder, cacheFolder))] }),
    emptyCache: async () => ({ bytes: await emptyCache(cacheFolder) }),
  };
}

/** What the slice needs of the services. */
export type PreferencesServices = Pick<
  Services,
  'dataFolder' | 'cacheFolder' | 'manager' | 'emit' | 'openFiles' | 'clients'
>;
