import { classNames } from '../lib/class-names.ts';
import styles from './live-pill.module.css';

/** Says whether what is shown follows what happens. */
export function LivePill({ isPaused }: { readonly isPaused: boolean }) {
  return (
    <span className={classNames(styles.pill, isPaused && styles.paused)}>
      <span className={styles.dot} aria-hidden="true" />
      {isPaused ? 'Paused' : 'Live'}
    </span>
  );
}
