import { type ReactNode, useEffect, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { toFailure } from '../../lib/failure.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import { showToast } from '../../ui/toasts.ts';
import { BusyBar } from './rows-message.tsx';
import { StopQuestion } from './rows-parts.ts';
import type { RowsSession } from './rows-session.ts';
import type { Copying } from './use-copy.ts';

/** Reading that can be stopped. */
export interface StoppableReading {
  readonly stop: () => void;
  /** What is read; null: the rows, of which no more need be said. */
  readonly words: string | null;
  /** Asked where stopping has a price. */
  readonly question: ReactNode;
}

/**
 * How reading rows is stopped. In an open transaction of this window one thing runs after the other, and SQLite ends what
 * runs only with the transaction: that is asked first.
 */
export function useStopReading(
  client: Client,
  file: string,
  session: RowsSession | null,
  isReading: boolean,
): StoppableReading {
  const { state } = useFileTransaction(client, file);
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    // It has come to its end by itself.
    if (!isReading) setAsking(false);
  }, [isReading]);
  if (state?.isMine !== true) return { stop: () => session?.stop(), words: null, question: null };
  async function end(): Promise<void> {
    setAsking(false);
    session?.stop();
    try {
      await client.transactions.stop({ file });
    } catch (error) {
      showToast({ kind: 'error', title: toFailure(error).message });
    }
  }
  return {
    stop: () => setAsking(true),
    words: `Reading the rows in the open transaction of ${state.consoleName}`,
    question: isAsking ? (
      <StopQuestion
        consoleName={state.consoleName}
        statements={state.nodes.filter(({ kind, isUndone }) => kind === 'statement' && !isUndone).length}
        onEnd={() => void end()}
        onStay={() => setAsking(false)}
      />
    ) : null,
  };
}

export interface RowsBusyProps {
  /** Since when rows are read; null: they are not. */
  readonly since: number | null;
  readonly reading: StoppableReading;
  readonly copying: Copying;
}

/** What takes long just now: reading, copying. */
export function RowsBusy({ since, reading, copying }: RowsBusyProps) {
  return (
    <>
      {since !== null && (
        <BusyBar since={since} onStop={reading.stop}>
          {reading.words ?? undefined}
        </BusyBar>
      )}
      {copying.state !== null && (
        <BusyBar since={copying.state.since} onStop={copying.stop}>
          Copying, {formatCount(copying.state.rows)} of {formatCount(copying.state.total)} rows
        </BusyBar>
      )}
      {reading.question}
    </>
  );
}
