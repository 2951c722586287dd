import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './button.module.css';
import { Kbd } from './kbd.tsx';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  /** `primary`: at most one in a region. `danger`: only the last step of a deletion. */
  readonly variant?: 'default' | 'primary' | 'danger' | 'ghost';
  /** 24, 28 or 32 px high. */
  readonly size?: 'small' | 'medium' | 'large';
  readonly icon?: ReactNode;
  /** Shown at the end, such as `Ctrl+O`. */
  readonly keys?: string | undefined;
  /** A few quiet words at the end of a wide one. */
  readonly note?: string | undefined;
  /** Label at the left and keys at the right, over the whole width. */
  readonly isWide?: boolean;
}

/** A button whose label is a verb. */
export function Button(props: ButtonProps) {
  const {
    variant = 'default',
    size = 'medium',
    icon,
    keys,
    note,
    isWide,
    className,
    children,
    ...rest
  } = props;
  const isFilled = variant === 'primary' || variant === 'danger';
  return (
    <button
      type="button"
      {...rest}
      data-filled={isFilled && !rest.disabled ? '' : undefined}
      aria-keyshortcuts={keys?.replaceAll('Ctrl', 'Control')}
      className={classNames(styles.button, styles[variant], styles[size], isWide && styles.wide, className)}
    >
      {icon}
      {isWide ? <span className={styles.label}>{children}</span> : children}
      {note !== undefined && <span className={styles.note}>{note}</span>}
      {keys !== undefined && <Kbd keys={keys} />}
    </button>
  );
}
