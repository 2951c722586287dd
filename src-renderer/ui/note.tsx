import { CircleAlert, CircleCheck, Clock, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './note.module.css';

export interface NoteProps {
  readonly kind?: 'info' | 'done' | 'pending' | 'warning' | 'error';
  readonly children: ReactNode;
}

const icons = {
  info: Info,
  done: CircleCheck,
  pending: Clock,
  warning: TriangleAlert,
  error: CircleAlert,
} as const;

/** A message inside a pane, such as an error above a form. */
export function Note({ kind = 'info', children }: NoteProps) {
  const Icon = icons[kind];
  return (
    <div className={classNames(styles.note, styles[kind])} role={kind === 'error' ? 'alert' : undefined}>
      <Icon />
      <div className={styles.text}>{children}</div>
    </div>
  );
}
