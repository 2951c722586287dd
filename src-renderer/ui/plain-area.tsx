import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './plain-field.module.css';

/** A field of several lines that stands in a frame of its surroundings. It needs an `aria-label`; text is never corrected. */
export function PlainArea({
  className,
  ...rest
}: ComponentPropsWithRef<'textarea'> & { 'aria-label': string }) {
  return (
    <textarea
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      {...rest}
      className={classNames(styles.field, className)}
    />
  );
}
