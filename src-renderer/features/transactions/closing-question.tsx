import { Info } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { changedWords } from '../../lib/transactions/transaction-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** A transaction that something that is to be closed would leave open. */
export interface OpenInFile {
  readonly state: TransactionState;
  readonly fileName: string;
}

export interface ClosingQuestionProps {
  /** What is to be closed: "music-store.sqlite", "Console 1", "Cairn". */
  readonly subject: string;
  readonly open: readonly OpenInFile[];
  /** "3 staged changes"; null where nothing is staged. */
  readonly staged: string | null;
  /** Each tells whether it was done; then the question is over. */
  readonly onCommit: () => Promise<boolean>;
  readonly onRollBack: () => Promise<boolean>;
  readonly onStay: () => void;
}

/** Asks what becomes of an open transaction before what holds it is closed. */
export function ClosingQuestion(props: ClosingQuestionProps) {
  const { subject, open, staged, onCommit, onRollBack, onStay } = props;
  const [isBusy, setBusy] = useState(false);
  const stay = useRef<HTMLButtonElement>(null);
  const isRunning = open.some(({ state }) => state.isRunning);
  async function end(work: () => Promise<boolean>): Promise<void> {
    setBusy(true);
    // What failed has told so; the transaction is still open, and so is what was to be closed.
    if (!(await work())) onStay();
  }
  return (
    <Dialog
      isOpen
      onClose={onStay}
      icon={<Info />}
      title={`Close ${subject}?`}
      description={
        <>
          {open.map((one) => (
            <p key={one.state.transaction}>{openWords(one, open.length > 1)}</p>
          ))}
          {restWords(isRunning, staged)}
        </>
      }
      initialFocus={stay}
      footer={
        <>
          <Button ref={stay} disabled={isBusy} onClick={onStay}>
            Stay
          </Button>
          <Button disabled={isBusy || isRunning} onClick={() => void end(onRollBack)}>
            Roll back
          </Button>
          <Button variant="primary" disabled={isBusy || isRunning} onClick={() => void end(onCommit)}>
            Commit
          </Button>
        </>
      }
    />
  );
}

function openWords({ state, fileName }: OpenInFile, isNamed: boolean): string {
  const where = isNamed ? ` on ${fileName}` : '';
  return `${state.consoleName} has a transaction open${where}: ${changedWords(state.counts)}.`;
}

function restWords(isRunning: boolean, staged: string | null): ReactNode {
  if (isRunning) return <p>A statement is running in it. Stop it first, or wait for it.</p>;
  if (staged === null) return null;
  return <p>{`The ${staged} ${staged.startsWith('1 ') ? 'is' : 'are'} kept either way.`}</p>;
}
