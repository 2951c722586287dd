import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { fromKeyValue } from '../../operations/stored-value.ts';
import type { ChangedRows, ObjectChanges } from '../../operations/transaction/transaction-input.ts';
import type { StagedEdits } from '../edits/index.ts';
import { type CallContext, Encoded, type Handlers } from '../handlers.ts';
import type { PluginSet } from '../plugins/index.ts';
import { applyStaged } from './apply-staged.ts';
import type { OpenTransactions } from './open-transactions.ts';
import { toldChanges, toldRows } from './told-changes.ts';
import { rowsNotTold } from './transaction-errors.ts';
import { transactionScript } from './transaction-script.ts';

export { OpenTransactions } from './open-transactions.ts';
export { transactionEnds } from './transaction-ends.ts';

/** The consoles of a file, by which transactions are named. */
type Consoles = Pick<Handlers<'queries'>, 'consoles'>;

/** The `transactions` slice: the user's own transaction on a file. */
export function createTransactions(
  open: OpenTransactions,
  staged: StagedEdits,
  { consoles }: Consoles,
  plugins?: PluginSet,
): Handlers<'transactions'> {
  async function nameOf(file: string, id: string, context: CallContext): Promise<string> {
    const answer = await consoles({ file }, context);
    const known = answer instanceof Encoded ? [] : answer.consoles;
    return known.find(({ console }) => console === id)?.name ?? 'A console';
  }

  const stateOf = async (file: string, client: number): Promise<TransactionState> =>
    await open.own(file, client).counted(client);

  return {
    async state({ file }, { client }) {
      open.know(file, client);
      return (await open.of(file)?.counted(client)) ?? null;
    },
    async begin({ file, console }, context) {
      const { client, signal } = context;
      open.know(file, client);
      const who = { client, console, consoleName: await nameOf(file, console, context) };
      return (await open.begin(file, who, { signal })).state(client);
    },
    async savepoint({ file, name }, { client }) {
      await open.own(file, client).savepoint(name);
      return await stateOf(file, client);
    },
    async rollbackTo({ file, node }, { client }) {
      await open.own(file, client).rollbackTo(node);
      return await stateOf(file, client);
    },
    async release({ file, node }, { client }) {
      await open.own(file, client).release(node);
      return await stateOf(file, client);
    },
    commit: async ({ file }, { client }) => await open.own(file, client).commit(),
    rollback: async ({ file }, { client }) => await open.own(file, client).rollback(null),
    async stop({ file }, { client }) {
      await open.stop(file, client);
      return null;
    },
    async prolong({ file }, { client }) {
      open.own(file, client).prolong();
      return await stateOf(file, client);
    },
    async applyStaged({ file }, context) {
      await applyStaged(open.own(file, context.client), staged, context, plugins);
      return await stateOf(file, context.client);
    },
    changes: async ({ file, node }, { client }) =>
      await open.own(file, client).perform(async (session) => {
        const changes = await session.ask<readonly ObjectChanges[]>('transactionChanges', { node });
        return { tables: await toldChanges(session.connection, changes) };
      }),
    rows: async ({ file, object, node, limit }, { client }) =>
      await open.own(file, client).perform(async (session) => {
        const input = { object, node, limit };
        const rows = await session.ask<ChangedRows | string>('transactionRows', input);
        if (typeof rows === 'string') throw rowsNotTold(rows);
        return { rows: toldRows(rows, Date.now()), total: rows.total };
      }),
    async revert({ file, object, key }, { client }: CallContext) {
      const transaction = open.own(file, client);
      await transaction.perform(async (session) => {
        const input = { object, key: key.map(fromKeyValue) };
        const { answer } = await session.perform(
          'revert',
          () => session.ask<string | null>('revertRow', input),
          (sql) => sql,
        );
        if (answer === null) throw rowsNotTold(`This row of ${object} is as it was before the transaction.`);
      });
      return await transaction.counted(client);
    },
    sql: async ({ file }, { client }) =>
      await open.own(file, client).perform(async (session) => ({ sql: await transactionScript(session) })),
  };
}
