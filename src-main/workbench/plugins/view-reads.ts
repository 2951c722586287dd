import { CollectionDocuments, quoteIdentifier } from '../../engine/index.ts';
import { storedSchemaOf } from '../collections/stored-schema-of.ts';
import type { Handlers } from '../handlers.ts';
import type { View, Views } from '../rows/view.ts';
import type { PluginSet } from './plugin-set.ts';
import { aroundQuery, type HookedQuery, hasQueryHooks } from './query-hooks.ts';

/**
 * Reads of the app's views, with the hooks of queries around them. A view shows the rows as the file has them: hooks may
 * refuse a read, not change what is read. Where no plugin is on, a page costs the look-up of its file more.
 */
export function withReadHooks(rows: Handlers<'rows'>, views: Views, plugins: PluginSet): Handlers<'rows'> {
  return {
    ...rows,
    async page(input, context) {
      const view = views.get(input.view);
      const own = await plugins.of(view.file);
      if (!hasQueryHooks(own)) return rows.page(input, context);
      return aroundQuery(own, await queryOf(view), () => rows.page(input, context));
    },
  };
}

async function queryOf(view: View): Promise<HookedQuery> {
  const { info, file } = view;
  const { object } = info;
  const { sql, params } = statementOf(view);
  if (info.kind !== 'collection') {
    const context = { collectionName: '', schema: {}, operation: 'query', sql, params } as const;
    return { name: `${object}.query`, context };
  }
  const { spec } = await file.cachedBySchema(`plugins.collection:${object}`, async () => {
    const stored = await storedSchemaOf(file, object);
    return new CollectionDocuments(object, stored ?? undefined);
  });
  const context = { collectionName: object, schema: spec, operation: 'find', sql, params };
  return { name: `${object}.find`, context };
}

/** What the page is read with, in short. A view whose rows are still being copied has none yet. */
function statementOf(view: View): { readonly sql: string; readonly params: readonly unknown[] } {
  try {
    const { from, where } = view.plan();
    const condition = where === null ? '' : ` WHERE ${where.sql}`;
    return { sql: `SELECT * FROM ${from}${condition}`, params: where?.params ?? [] };
  } catch {
    return { sql: `SELECT * FROM ${quoteIdentifier(view.info.object)}`, params: [] };
  }
}
