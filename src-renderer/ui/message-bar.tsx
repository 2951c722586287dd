import { CircleAlert, Clock, Flag, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import { IconButton } from './icon-button.tsx';
import styles from './message-bar.module.css';

export interface MessageBarProps {
  /** `pending`: of an open transaction. */
  readonly kind: 'info' | 'busy' | 'pending' | 'warning' | 'error';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
}

const icons = { info: Info, busy: Clock, pending: Flag, warning: TriangleAlert, error: CircleAlert } as const;

/** A message that pushes the tool bar down while its reason lasts; never a dialog. */
export function MessageBar({ kind, children, actions, onDismiss }: MessageBarProps) {
  const Icon = icons[kind];
  return (
    <div className={classNames(styles.bar, styles[kind])} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon />
      <div className={styles.text}>{children}</div>
      {actions}
      {onDismiss !== undefined && (
        <IconButton label="Hide this message" size="small" onClick={onDismiss}>
          <X />
        </IconButton>
      )}
    </div>
  );
}
