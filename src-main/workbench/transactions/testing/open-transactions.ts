import type { CommittedTransaction } from '../../../operations/transaction/transaction-input.ts';
import { type CommitsUnderTest, context, openCommits } from '../../commits/testing/open-commits.ts';
import { type OpenTransaction, OpenTransactions } from '../open-transactions.ts';

/** A file with what may be open on it. */
export interface TransactionsUnderTest extends CommitsUnderTest {
  readonly open: OpenTransactions;
  readonly committed: CommittedTransaction[];
  begin(client?: number): Promise<OpenTransaction>;
  /** Runs a statement in the transaction of client 1 and gives its rows. */
  run(sql: string): Promise<unknown[]>;
}

export { context };

/** Opens a new file that `sql` fills. */
export async function openTransactions(sql: string): Promise<TransactionsUnderTest> {
  const under = await openCommits(sql);
  const committed: CommittedTransaction[] = [];
  const open = new OpenTransactions(under.services, {
    before: async () => {},
    changed: () => {},
    after: async (_transaction, what) => {
      committed.push(what);
      return null;
    },
  });
  return {
    ...under,
    open,
    committed,
    begin: (client = 1) => {
      open.know(under.file, client);
      return open.begin(under.file, { client, console: `c${client}`, consoleName: `Console ${client}` });
    },
    run: async (text) => await run(open.own(under.file, 1), text),
  };
}

/** Runs one statement and gives its rows. */
export async function run(transaction: OpenTransaction, sql: string): Promise<unknown[]> {
  if ((await transaction.control(sql)) !== null) return [];
  const rows: unknown[] = [];
  const chunks = transaction.run(sql, (connection) => connection.stream(sql, [], { chunkRows: 100 }), {
    rowsOf: (chunk) => chunk.rows.length,
  });
  for await (const chunk of chunks) rows.push(...chunk.rows);
  return rows;
}
