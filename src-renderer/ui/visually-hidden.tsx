import type { ReactNode } from 'react';
import styles from './visually-hidden.module.css';

export interface VisuallyHiddenProps {
  readonly children: ReactNode;
  /** Read out when it changes: politely, or at once for errors. */
  readonly live?: 'polite' | 'assertive';
}

/** Text for screen readers only. */
export function VisuallyHidden({ children, live }: VisuallyHiddenProps) {
  return (
    <div className={styles.hidden} aria-live={live}>
      {children}
    </div>
  );
}
