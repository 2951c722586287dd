import { Flag } from 'lucide-react';
import type { Client } from '../../../src-preload/client.ts';
import { classNames } from '../../lib/class-names.ts';
import { useFileTransaction } from '../../lib/transactions/use-transactions.ts';
import styles from './transaction-status.module.css';

export interface TransactionStatusProps {
  readonly client: Client;
  readonly file: string;
  readonly className?: string | undefined;
}

/** Says in the status bar that the file that is shown has a transaction open. */
export function TransactionStatus({ client, file, className }: TransactionStatusProps) {
  const { state } = useFileTransaction(client, file);
  if (state === null) return null;
  return (
    <span className={classNames(styles.status, className)}>
      <Flag aria-hidden="true" />
      Transaction open
    </span>
  );
}
