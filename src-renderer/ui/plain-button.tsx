import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './plain-button.module.css';

/** A button without a frame of its own: a whole line of a list, the head of a column, a link inside the app. */
export function PlainButton({ className, ...rest }: ComponentPropsWithRef<'button'>) {
  return <button type="button" {...rest} className={classNames(styles.button, className)} />;
}
