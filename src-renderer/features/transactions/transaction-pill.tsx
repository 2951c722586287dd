import { Flag } from 'lucide-react';
import type { Client } from '../../../src-preload/client.ts';
import type { OpenFileInfo } from '../../../src-preload/contract/files.ts';
import type { TransactionState } from '../../../src-preload/contract/transactions.ts';
import { classNames } from '../../lib/class-names.ts';
import { changedWords, durationWords, OTHERS_WAIT_AFTER } from '../../lib/transactions/transaction-words.ts';
import { useNow } from '../../lib/transactions/use-now.ts';
import { useTransactions } from '../../lib/transactions/use-transactions.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './transaction-pill.module.css';

export interface TransactionPillProps {
  readonly client: Client;
  readonly files: readonly OpenFileInfo[];
  /** The file that is shown; its transaction comes before those of others. */
  readonly active: string | undefined;
  /** Shows the transaction. */
  readonly onShow: (state: TransactionState) => void;
}

/** Says in the title bar that a transaction is open, and for how long. */
export function TransactionPill({ client, files, active, onShow }: TransactionPillProps) {
  const all = useTransactions(client);
  const open = files.flatMap(({ id, name }) => {
    const state = all.get(id)?.state;
    return state == null ? [] : [{ state, name }];
  });
  const shown =
    open.find(({ state }) => state.file === active) ?? open.find(({ state }) => state.isMine) ?? open[0];
  if (shown === undefined) return null;
  return <Pill {...shown} others={open.length - 1} onShow={onShow} />;
}

interface PillProps {
  readonly state: TransactionState;
  readonly name: string;
  readonly others: number;
  readonly onShow: (state: TransactionState) => void;
}

function Pill({ state, name, others, onShow }: PillProps) {
  const now = useNow(true);
  const age = now - state.begunAt;
  const isEnding = now >= state.warnsAt;
  const words = isEnding
    ? `Rolls back in ${durationWords(state.endsAt - now)}`
    : `Transaction open · ${durationWords(age)}`;
  const of = state.isMine
    ? `${state.consoleName}, ${name}`
    : `${state.consoleName} of another window, ${name}`;
  const more = others === 0 ? '' : `, and ${others} more`;
  return (
    <Tooltip text={`${of}: ${changedWords(state.counts)}${more}. Others cannot write.`}>
      <PlainButton
        className={classNames(styles.pill, isEnding && styles.ending)}
        aria-label={`${words}, ${of}`}
        onClick={() => onShow(state)}
      >
        <Flag aria-hidden="true" />
        {words}
        {age >= OTHERS_WAIT_AFTER && !isEnding && (
          <span className={styles.others}>· others cannot write</span>
        )}
      </PlainButton>
    </Tooltip>
  );
}
