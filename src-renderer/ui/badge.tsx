import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './badge.module.css';

export interface BadgeProps {
  readonly variant?: 'plain' | 'key' | 'reference' | 'inserted' | 'updated' | 'deleted' | 'pending';
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** A few letters in a box, such as PK, FK, IX, UQ or a stored type. */
export function Badge({ variant = 'plain', title, children }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, styles[variant])} title={title}>
      {children}
    </span>
  );
}
