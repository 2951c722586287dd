import { AsyncLocalStorage } from 'node:async_hooks';
import { z } from 'zod';
import type { Filter } from '../../queries/filter.ts';
import { fieldOf, timeFor } from '../hook-documents.ts';
import type { Plugin } from '../plugin.ts';
import { parseSettings } from '../plugin-settings.ts';

const settings = z.strictObject({
  field: z
    .string()
    .min(1)
    .default('deletedAt')
    .describe('Field for the time of deleting; optional in the schema.'),
});

export type SoftDeleteSettings = z.input<typeof settings> & {
  /** Default: the clock. */
  readonly now?: (() => Date) | undefined;
};

export interface SoftDeletePlugin extends Plugin {
  /** What `fn` reads has the deleted documents too. */
  withDeleted<T>(fn: () => T): T;
  /** What `fn` deletes is gone, those that were marked before too. */
  purge<T>(fn: () => T): T;
  /** What is to be put into a document to have it back: `users.put(id, plugin.restored)`. */
  readonly restored: Readonly<Record<string, undefined>>;
}

/**
 * Marks documents as deleted instead of deleting them, and leaves them out of all that is read, in collections whose
 * schema has the field. Joins and raw SQL see them; unique fields keep their values.
 */
export function softDeletePlugin({
  now = () => new Date(),
  ...given
}: SoftDeleteSettings = {}): SoftDeletePlugin {
  const { field } = parseSettings('soft-delete', settings, given);
  const mode = new AsyncLocalStorage<'withDeleted' | 'purge'>();
  const isThere: Filter = { kind: 'compare', path: field, operator: 'eq', values: [null] };

  return {
    name: 'soft-delete',
    version: '1.0.0',
    settings,
    withDeleted: (fn) => mode.run('withDeleted', fn),
    purge: (fn) => mode.run('purge', fn),
    restored: { [field]: undefined },
    onBeforeDelete(context) {
      const node = fieldOf(context, field);
      if (node === undefined || mode.getStore() === 'purge') return;
      context.insteadOfDelete = { [field]: timeFor(node, now()) };
    },
    onBeforeQuery(context) {
      if (context.query === undefined || mode.getStore() !== undefined) return;
      if (fieldOf(context, field) === undefined) return;
      context.query = { ...context.query, filter: both(context.query.filter, isThere) };
    },
  };
}

function both(one: Filter | undefined, other: Filter): Filter {
  return one === undefined ? other : { kind: 'and', filters: [one, other] };
}
