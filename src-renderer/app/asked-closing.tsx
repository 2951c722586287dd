import { useEffect, useEffectEvent } from 'react';
import type { Client } from '../../src-preload/client.ts';
import type { OpenFileInfo } from '../../src-preload/contract/files.ts';
import { commitTransaction, rollBackTransaction } from '../features/transactions/transaction-actions.ts';
import { hasEdits, stagedWords } from '../lib/edits/edit-counts.ts';
import { EditsStore } from '../lib/edits/edits-store.ts';
import { TransactionsStore } from '../lib/transactions/transactions-store.ts';
import { useTransactions } from '../lib/transactions/use-transactions.ts';
import { ClosingQuestion } from './parts.ts';

/** What was to be closed, and would leave transactions open. */
export interface AskedQuestion {
  /** "music-store.sqlite", "Console 1", "Cairn". */
  readonly subject: string;
  /** The files of the transactions. */
  readonly files: readonly string[];
  readonly close: () => void;
}

export interface AskedClosingProps {
  readonly client: Client;
  readonly files: readonly OpenFileInfo[];
  readonly question: AskedQuestion;
  readonly onEnd: () => void;
}

/** The question before something is closed, as long as a transaction is open there. */
export function AskedClosing({ client, files, question, onEnd }: AskedClosingProps) {
  const known = useTransactions(client);
  const open = question.files.flatMap((file) => {
    const state = known.get(file)?.state;
    const fileName = files.find(({ id }) => id === file)?.name ?? '';
    return state?.isMine === true ? [{ state, fileName }] : [];
  });
  const close = useEffectEvent(() => {
    onEnd();
    question.close();
  });
  const isOver = open.length === 0;
  // Committed, rolled back, or ended by itself while it was asked: nothing is in the way any more.
  useEffect(() => {
    if (isOver) close();
  }, [isOver]);
  if (isOver) return null;
  const end = async (work: typeof commitTransaction): Promise<boolean> => {
    for (const { state, fileName } of open) {
      if (!(await work(TransactionsStore.of(client), { id: state.file, name: fileName }))) return false;
    }
    return true;
  };
  return (
    <ClosingQuestion
      subject={question.subject}
      open={open}
      staged={stagedOf(client, question.files)}
      onCommit={() => end(commitTransaction)}
      onRollBack={() => end(rollBackTransaction)}
      onStay={onEnd}
    />
  );
}

function stagedOf(client: Client, files: readonly string[]): string | null {
  const known = EditsStore.of(client).states();
  const [first, ...others] = files.flatMap((file) => known.get(file) ?? []).filter(hasEdits);
  if (first === undefined) return null;
  return others.length === 0 ? stagedWords(first) : 'staged changes';
}
