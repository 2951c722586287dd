import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './empty-state.module.css';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  /** One line that says what is missing. */
  readonly title: string;
  readonly children?: ReactNode;
  /** One or two buttons. */
  readonly actions?: ReactNode;
  /** Fills the place that it stands in. */
  readonly isFilling?: boolean;
  /** Read out at once, for an error in place of what was asked for. */
  readonly isAlert?: boolean;
}

/** What stands where there is nothing to show. */
export function EmptyState(props: EmptyStateProps) {
  const { icon, title, children, actions, isFilling = true, isAlert = false } = props;
  return (
    <div
      className={classNames(styles.empty, isFilling && styles.filling)}
      role={isAlert ? 'alert' : undefined}
    >
      {icon}
      <p className={styles.title}>{title}</p>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
