import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import styles from './edit-frame.module.css';

/** A list to choose from inside a frame of a value. */
export function SelectField(props: ComponentPropsWithRef<'select'>) {
  return (
    <>
      <select {...props} />
      <ChevronDown className={styles.chevron} aria-hidden="true" />
    </>
  );
}
