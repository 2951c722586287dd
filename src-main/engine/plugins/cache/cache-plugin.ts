import { z } from 'zod';
import type { HookContext, Plugin } from '../plugin.ts';
import { parseSettings } from '../plugin-settings.ts';
import { QueryCache } from './query-cache.ts';
import { queryKeyOf } from './query-key.ts';

const settings = z.strictObject({
  maxEntries: z
    .int()
    .min(1)
    .default(500)
    .describe('Answers that are kept; the least recently used go first.'),
  maxAge: z
    .number()
    .min(0)
    .default(5_000)
    .describe(
      'Milliseconds for which an answer is given again: other programs may write the file meanwhile.',
    ),
});

export type CacheSettings = z.input<typeof settings>;

/** Operations whose answers follow from the query alone (a sum has a path beside it). */
const cached: readonly string[] = ['find', 'findById', 'first', 'count'];

export interface CacheFigures {
  readonly entries: number;
  readonly hits: number;
  readonly misses: number;
}

export interface CachePlugin extends Plugin {
  clear(): void;
  getFigures(): CacheFigures;
}

/**
 * Keeps the answers of collections' queries and gives them again, each time as a copy of its own. Any write through the
 * same database ends those that it may change; inside of transactions nothing is taken from the cache or put into it.
 */
export function cachePlugin(given: CacheSettings = {}): CachePlugin {
  const cache = new QueryCache(parseSettings('cache', settings, given));
  let hits = 0;
  let misses = 0;

  const written = ({ collectionName, isInTransaction }: HookContext) =>
    cache.invalidate(collectionName, isInTransaction === true);
  const writtenAll = ({ isInTransaction }: HookContext) => cache.invalidateAll(isInTransaction === true);
  const ended = ({ isInTransaction }: HookContext) => {
    // A nested one ends with the one around it.
    if (isInTransaction !== true) cache.transactionEnded();
  };

  return {
    name: 'cache',
    version: '1.0.0',
    settings,
    // Another plugin may change the query.
    runsLast: true,
    onBeforeQuery(context) {
      if (!cached.includes(context.operation) || context.isInTransaction === true) return;
      if (context.query === undefined) return;
      const key = queryKeyOf(context);
      const known = key === undefined ? undefined : cache.get(key);
      if (known === undefined) misses += 1;
      else {
        hits += 1;
        context.answer = known;
      }
    },
    onAfterQuery(context) {
      const { query, isInTransaction, startedAt, result, operation } = context;
      if (query === undefined) {
        if (operation !== 'query' || !isRead(context.sql)) writtenAll(context);
        return;
      }
      if (isInTransaction === true || startedAt === undefined || context.answer !== undefined) return;
      const key = cached.includes(operation) ? queryKeyOf(context) : undefined;
      if (key === undefined) return;
      const collections = [context.collectionName, ...query.joins.map(({ collection }) => collection)];
      cache.put(key, { value: result, collections, since: startedAt });
    },
    onAfterInsert: written,
    onAfterUpdate: written,
    // The file may delete or change others with it, by foreign keys.
    onAfterDelete: writtenAll,
    onCollectionDrop: writtenAll,
    onError: (context) => {
      // A script may have done a part of its work.
      if (context.query === undefined) writtenAll(context);
    },
    onAfterTransaction: ended,
    onTransactionError: ended,
    clear: () => cache.invalidateAll(false),
    getFigures: () => ({ entries: cache.size, hits, misses }),
  };
}

/** Whether a raw statement changes nothing for sure. */
function isRead(sql = ''): boolean {
  return /^\s*(select|values|explain)\b/i.test(sql);
}
