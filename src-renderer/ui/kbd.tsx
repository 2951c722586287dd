import { splitKeys } from '../lib/split-keys.ts';
import styles from './kbd.module.css';

export interface KbdProps {
  /** A combination such as `Ctrl+Shift+F`. */
  readonly keys: string;
  /** Read by screen readers too: where the keys are what is shown, and not a hint beside a control. */
  readonly isSpoken?: boolean;
}

/** A key combination as keycaps. Controls tell their keys by `aria-keyshortcuts`, so by default it is not read. */
export function Kbd({ keys, isSpoken = false }: KbdProps) {
  return (
    <span className={styles.keys} aria-hidden={!isSpoken}>
      {splitKeys(keys).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
