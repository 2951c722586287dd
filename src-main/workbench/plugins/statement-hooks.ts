import type { Handlers } from '../handlers.ts';
import type { OpenFiles } from '../open-file.ts';
import type { TransactionEnds } from '../transactions/open-transactions.ts';
import type { PluginSet } from './plugin-set.ts';
import { aroundStream, hasQueryHooks } from './query-hooks.ts';

/** Statements of consoles, with the hooks of raw queries around them. */
export function withStatementHooks(
  queries: Handlers<'queries'>,
  openFiles: Pick<OpenFiles, 'get'>,
  plugins: PluginSet,
): Handlers<'queries'> {
  return {
    ...queries,
    async *run(input, context) {
      const own = await plugins.of(openFiles.get(input.file));
      if (!hasQueryHooks(own)) return yield* queries.run(input, context);
      const about = { collectionName: '', schema: {}, operation: 'query', sql: input.sql } as const;
      yield* aroundStream(own, { name: 'raw', context: about }, () => queries.run(input, context));
    },
  };
}

/**
 * The ends of users' transactions, with `onBeforeTransaction` before they begin, and `onAfterTransaction` after COMMIT.
 * Nobody waits for the latter.
 */
export function withTransactionHooks(ends: TransactionEnds, plugins: PluginSet): TransactionEnds {
  return {
    ...ends,
    async beginning(file, consoleName) {
      await ends.beginning?.(file, consoleName);
      const own = await plugins.of(file);
      if (!own.manager.hasHook('onBeforeTransaction')) return;
      const operation = own.recorder.begin({ name: 'transaction', about: consoleName, keepsData: false });
      const context = { collectionName: '', schema: {}, operation: 'transaction' };
      operation.add(context);
      try {
        await own.manager.executeHookSafe('onBeforeTransaction', context);
      } catch (error) {
        // A `strict` plugin.
        operation.end('vetoed', error instanceof Error ? error.message : String(error));
        throw error;
      }
      operation.run();
      operation.end('done');
    },
    async after(transaction, what) {
      const kept = await ends.after(transaction, what);
      const own = await plugins.of(transaction.file);
      if (!own.manager.hasHook('onAfterTransaction')) return kept;
      const operation = own.recorder.begin({
        ...{ name: 'transaction', about: what.tables.join(', '), keepsData: false },
      });
      const context = { collectionName: '', schema: {}, operation: 'transaction' };
      operation.add(context);
      operation.run();
      own.tellLater(async () => {
        await own.manager.executeHookSafe('onAfterTransaction', context);
        operation.end('done');
      });
      return kept;
    },
  };
}
