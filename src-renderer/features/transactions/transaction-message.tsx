import { type ReactNode, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { changedWords, durationWords } from '../../lib/transactions/transaction-words.ts';
import { TransactionsStore, type Waiting } from '../../lib/transactions/transactions-store.ts';
import { useNow } from '../../lib/transactions/use-now.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { Button } from '../../ui/button.tsx';
import { MessageBar } from '../../ui/message-bar.tsx';
import styles from './transaction-message.module.css';
import { useTransactionSteps } from './use-transaction-steps.ts';

export interface TransactionMessageProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
}

/** What is to be said of the transaction of a file: that it waits to begin, will end soon, or has ended by itself. */
export function TransactionMessage({ client, file }: TransactionMessageProps) {
  const { state, waiting, lost } = useFileTransaction(client, file.id);
  const store = TransactionsStore.of(client);
  if (waiting !== null) return <WaitMessage store={store} file={file} waiting={waiting} />;
  if (state?.isMine) return <EndingMessage client={client} file={file} state={state} />;
  if (lost === null) return null;
  return (
    <MessageBar kind="warning" onDismiss={() => store.dismissLost(file.id)}>
      <Lead>The transaction on {file.name} has ended without a commit.</Lead> {lost}
    </MessageBar>
  );
}

/** A wait that is shorter is not spoken of. */
const PATIENCE = 300;

interface WaitMessageProps {
  readonly store: TransactionsStore;
  readonly file: OpenFileInfo;
  readonly waiting: Waiting;
}

function WaitMessage({ store, file, waiting }: WaitMessageProps) {
  const { since, console, failure, blockedBy } = waiting;
  const isLong = useLater(since, PATIENCE);
  const now = useNow(failure === null);
  const stop = () => store.stopWaiting(file.id);
  if (failure !== null) {
    return (
      <MessageBar
        kind="error"
        actions={<Button onClick={() => void store.begin(file.id, console)}>Retry</Button>}
        onDismiss={stop}
      >
        <Lead>No transaction was begun.</Lead> {failure.message} {failure.hint}
      </MessageBar>
    );
  }
  if (!isLong) return null;
  return (
    <MessageBar
      kind="busy"
      actions={
        <>
          <Button onClick={() => void store.begin(file.id, console)}>Retry</Button>
          <Button onClick={stop}>Stop</Button>
        </>
      }
    >
      <Lead>Waiting to begin a transaction, {durationWords(now - since)}.</Lead>{' '}
      {blockedBy ?? `Another program or window is writing to ${file.name}.`}
    </MessageBar>
  );
}

interface EndingMessageProps {
  readonly client: Client;
  readonly file: OpenFileInfo;
  readonly state: TransactionState;
}

function EndingMessage({ client, file, state }: EndingMessageProps) {
  const steps = useTransactionSteps(client, file);
  const isNear = useLater(state.warnsAt, 0);
  const now = useNow(isNear);
  if (!isNear) return null;
  return (
    <MessageBar
      kind="warning"
      actions={
        <>
          <Button disabled={state.isRunning} onClick={() => void steps.rollBack()}>
            Roll back
          </Button>
          <Button disabled={state.isRunning} onClick={() => void steps.commit()}>
            Commit
          </Button>
          <Button variant="primary" onClick={() => void steps.prolong()}>
            Keep it open
          </Button>
        </>
      }
    >
      <Lead>
        {state.consoleName} rolls back in {durationWords(state.endsAt - now)}.
      </Lead>{' '}
      Its transaction on {file.name} has been open for {durationWords(now - state.begunAt)}:{' '}
      {changedWords(state.counts)}. Other programs cannot write until it ends.
    </MessageBar>
  );
}

function Lead({ children }: { readonly children: ReactNode }) {
  return <b className={styles.lead}>{children}</b>;
}

/** Whether the time `at` was more than `after` milliseconds ago; drawn again when it is. */
function useLater(at: number, after: number): boolean {
  const [now, setNow] = useState(() => Date.now());
  const left = at + after - now;
  useEffect(() => {
    setNow(Date.now());
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, at + after - Date.now()) + 1);
    return () => clearTimeout(timer);
  }, [at, after]);
  return left <= 0;
}
