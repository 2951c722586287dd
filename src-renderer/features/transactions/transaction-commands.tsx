import { useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import { useCommandHandlers } from '../../lib/commands/command-context.tsx';
import { hasEdits } from '../../lib/edits/edit-counts.ts';
import { useEditState, useFileEdits } from '../../lib/edits/use-edits.ts';
import { TransactionsStore } from '../../lib/transactions/transactions-store.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { SavepointDialog } from './savepoint-dialog.tsx';
import { nextSavepointName } from './timeline-words.ts';
import { applyStaged } from './transaction-actions.ts';
import { useTransactionSteps } from './use-transaction-steps.ts';

export interface TransactionCommandsProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  /** The console that would begin a transaction; null: none is shown. */
  readonly console: string | null;
}

/** What the commands do to the transaction of the file that is shown, and the question for the name of a savepoint. */
export function TransactionCommands({ client, file, console }: TransactionCommandsProps) {
  const { state, waiting } = useFileTransaction(client, file.id);
  const staged = useEditState(useFileEdits(client, file.id));
  const steps = useTransactionSteps(client, file);
  const [isNaming, setNaming] = useState(false);
  const isOff = state === null || !state.isMine || state.isRunning;
  const store = TransactionsStore.of(client);
  useCommandHandlers({
    'transaction.begin': {
      isOff: console === null || state !== null || waiting?.failure === null || file.readOnlyReason !== null,
      run: () => console !== null && void store.begin(file.id, console),
    },
    'transaction.savepoint': { isOff, run: () => setNaming(true) },
    'transaction.commit': { isOff, run: () => void steps.commit() },
    'transaction.rollBack': { isOff, run: () => void steps.rollBack() },
    'transaction.applyStaged': {
      isOff: isOff || !hasEdits(staged),
      run: () => void applyStaged(store, file.id),
    },
  });
  if (!isNaming || state === null) return null;
  return (
    <SavepointDialog
      name={nextSavepointName(state.nodes.map(({ name }) => name))}
      onClose={() => setNaming(false)}
      onAdd={(name) => {
        setNaming(false);
        void steps.savepoint(name);
      }}
    />
  );
}
