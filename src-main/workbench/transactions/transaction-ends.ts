import { randomBytes } from 'node:crypto';
import type { CommittedTransaction } from '../../operations/transaction/transaction-input.ts';
import { packRowImages } from '../commits/kept-rows.ts';
import type { KeptWrites } from '../commits/kept-writes.ts';
import type { StagedEdits } from '../edits/index.ts';
import type { ViewStore } from '../rows/view-store.ts';
import type { KeptTransaction, OpenTransaction, TransactionEnds } from './open-transactions.ts';

/** What is done before and after the COMMIT of any transaction: a safety copy, the history, and edits that are staged no more. */
export function transactionEnds(
  kept: KeptWrites,
  staged: StagedEdits,
  views?: Pick<ViewStore, 'transactionChanged'>,
): TransactionEnds {
  return {
    changed: (file, client) => views?.transactionChanged(file, client),
    before: ({ file }) => kept.copiesOf(file).ensure(),
    async after(transaction, what) {
      const noted = await told(keep(kept, transaction, what));
      await told(unstage(staged, transaction));
      return noted;
    },
  };
}

async function keep(
  kept: KeptWrites,
  { file }: OpenTransaction,
  { counts, tables, images, undoReason }: CommittedTransaction,
): Promise<KeptTransaction | null> {
  if (tables.length === 0) return null;
  const id = randomBytes(8).toString('hex');
  return await kept.historyOf(file).add(
    {
      id,
      at: Date.now(),
      source: 'transaction',
      undoes: null,
      counts,
      tables: [...tables],
      // What triggers and foreign keys did is among the images, and must not be done once more by taking it back.
      isWhole: true,
      undoReason,
    },
    undoReason === null ? packRowImages(images) : null,
  );
}

/** Edits that were applied are in the file now, unless they were edited again meanwhile. */
async function unstage(staged: StagedEdits, transaction: OpenTransaction): Promise<void> {
  const applied = new Map(transaction.applied().map((entry) => [entry.sequence, entry]));
  if (applied.size === 0) return;
  await staged.whileHeld(transaction.file.info.id, async (held) => {
    await held.applyCommitted(held.entries.filter(({ sequence }) => applied.has(sequence)));
  });
}

/** The rows are in the file: whatever fails from here on must not say otherwise. */
async function told<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    console.error('A transaction is in the file, but could not be noted:', error);
    return null;
  }
}
