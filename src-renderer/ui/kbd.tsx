import { splitKeys } from '../lib/split-keys.ts';
import styles from './kbd.module.css';

export interface KbdProps {
  /** A combination such as `Ctrl+Shift+F`. */
  readonly keys: string;
}

/** A key combination as keycaps. Hidden from screen readers: controls tell their keys by `aria-keyshortcuts`. */
export function Kbd({ keys }: KbdProps) {
  return (
    <span className={styles.keys} aria-hidden="true">
      {splitKeys(keys).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
