import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { type SavedQuery, savedQuery } from '../../../src-preload/contract/queries.ts';
import { createDamageReports } from '../files/damage-reports.ts';
import { createJsonStore, type JsonStore } from '../files/json-store.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { onePerFile, queryFolder } from './query-folder.ts';
import type { StatementLogs } from './statement-logs.ts';

type HistoryHandlers = Pick<
  Handlers<'queries'>,
  'history' | 'clearHistory' | 'saved' | 'save' | 'removeSaved'
>;

/** history, clearHistory, saved, save, removeSaved of the `queries` slice. */
export function createStatementHistory(
  { openFiles, dataFolder, emit }: Pick<Services, 'openFiles' | 'dataFolder' | 'emit'>,
  logs: StatementLogs,
): HistoryHandlers {
  const savedOf = onePerFile((path) => savedStore(join(queryFolder(dataFolder, path), 'saved.json')));
  const pathOf = (file: string) => openFiles.get(file).info.path;
  return {
    async history({ file, of, ...search }) {
      const path = pathOf(file);
      if (of === 'all') return logs.find(search);
      const { entries, total } = await logs.of(path).find(search);
      return { entries: entries.map((entry) => ({ ...entry, path })), total };
    },
    async clearHistory({ file }) {
      await logs.of(pathOf(file)).clear();
      return null;
    },
    async saved({ file }, { client }) {
      const store = savedOf(pathOf(file));
      const queries = await store.read();
      createDamageReports([store], emit)(client);
      return { queries: queries.toSorted((a, b) => a.name.localeCompare(b.name)) };
    },
    async save({ file, id = randomBytes(8).toString('hex'), name, sql }) {
      const query = { id, name, sql, at: Date.now() };
      await savedOf(pathOf(file)).update((queries) => [...queries.filter((one) => one.id !== id), query]);
      return query;
    },
    async removeSaved({ file, id }) {
      await savedOf(pathOf(file)).update((queries) => queries.filter((one) => one.id !== id));
      return null;
    },
  };
}

function savedStore(path: string): JsonStore<SavedQuery[]> {
  return createJsonStore({ path, schema: z.array(savedQuery.strip()), empty: [] });
}
