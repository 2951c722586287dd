import type { TransactionEnd } from '../../../src-preload/contract/transactions.ts';
import type { CommittedTransaction } from '../../operations/transaction/transaction-input.ts';
import type { OpenFile } from '../open-file.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** Who begins a transaction, and where. */
export interface Beginner {
  readonly client: number;
  readonly console: string;
  readonly consoleName: string;
}

export interface TransactionParts extends Beginner {
  readonly id: string;
  readonly file: OpenFile;
  readonly onChange: (transaction: OpenTransaction) => void;
  /** It has ended; `reason` where nobody asked for it. */
  readonly onEnd: (transaction: OpenTransaction, reason: string | null) => void;
  /** Done before COMMIT, such as a safety copy. Must not reject. */
  readonly beforeCommit: (transaction: OpenTransaction) => Promise<void>;
  /** Done after COMMIT with what it came to, and gives what is told of it. Must not reject. */
  readonly committed: (
    transaction: OpenTransaction,
    what: CommittedTransaction,
    milliseconds: number,
  ) => Promise<TransactionEnd>;
}
