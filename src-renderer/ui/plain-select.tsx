import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import styles from './plain-select.module.css';

/** A list to choose from that stands in a frame of its surroundings. It needs an `aria-label`. */
export function PlainSelect(props: ComponentPropsWithRef<'select'> & { 'aria-label': string }) {
  return (
    <>
      <select {...props} />
      <ChevronDown className={styles.mark} aria-hidden="true" />
    </>
  );
}
