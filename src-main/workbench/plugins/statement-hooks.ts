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

/** The ends of users' transactions, with `onAfterTransaction` after them. Nobody waits for it. */
export function withTransactionHooks(ends: TransactionEnds, plugins: PluginSet): TransactionEnds {
  return {
    ...ends,
    async after(transaction, what) {
      await ends.after(transaction, what);
      const own = await plugins.of(transaction.file);
      if (!own.manager.hasHook('onAfterTransaction')) return;
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
    },
  };
}
