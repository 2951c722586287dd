import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './plain-field.module.css';

/** A field of one line that stands in a frame of its surroundings. It needs an `aria-label`; text is never corrected. */
export function PlainField({
  className,
  ...rest
}: ComponentPropsWithRef<'input'> & { 'aria-label': string }) {
  return (
    <input
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      {...rest}
      className={classNames(styles.field, className)}
    />
  );
}
