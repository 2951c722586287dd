import { Flag } from 'lucide-react';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { countOf } from '../cells/byte-size.ts';
import { classNames } from '../class-names.ts';
import styles from './transaction-flag.module.css';
import { changedRows } from './transaction-words.ts';
import type { TransactionsStore } from './transactions-store.ts';

export interface TransactionFlagProps {
  readonly store: TransactionsStore;
  readonly file: string;
  /** null: of the whole file. */
  readonly object: string | null;
  readonly className?: string | undefined;
  /** Said of an object of which no row was changed. */
  readonly otherwise?: string | null;
}

/** A violet flag where a transaction is open, or where the open one changed rows. */
export function TransactionFlag({ store, file, object, className, otherwise }: TransactionFlagProps) {
  const words = useFlagWords(store, file, object) ?? otherwise ?? null;
  if (words === null) return null;
  return (
    <span title={words} className={classNames(styles.flag, className)}>
      <Flag role="img" aria-label={words} />
    </span>
  );
}

/** What the flag of a file or of an object says; null: there is none. Drawn again only when the words change. */
export function useFlagWords(store: TransactionsStore, file: string, object: string | null): string | null {
  useEffect(() => {
    if (file !== '') store.learn(file);
  }, [store, file]);
  const words = useCallback(() => {
    const { state } = store.file(file);
    if (state === null) return null;
    if (object === null) return 'Transaction open';
    const count = changedRows(state, object);
    return count === 0 ? null : `${countOf(count, 'row')} changed by the open transaction`;
  }, [store, file, object]);
  return useSyncExternalStore(store.subscribe, words);
}
