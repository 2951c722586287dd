import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './select-button.module.css';

export interface SelectButtonProps extends ComponentPropsWithRef<'button'> {
  /** 24 or 28 px high. */
  readonly size?: 'small' | 'medium';
  /** A word before the value, such as `In`. */
  readonly lead?: string;
  /** The value that is chosen now. */
  readonly children: string;
}

/** A button that shows a value and opens the menu to choose another; the trigger of a `Menu`. */
export function SelectButton({ size = 'medium', lead, className, children, ...rest }: SelectButtonProps) {
  return (
    <button type="button" {...rest} className={classNames(styles.select, styles[size], className)}>
      <span className={styles.value}>
        {lead !== undefined && <span className={styles.lead}>{lead} </span>}
        {children}
      </span>
      <ChevronDown aria-hidden="true" />
    </button>
  );
}
