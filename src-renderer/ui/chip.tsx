import type { ReactNode } from 'react';
import styles from './chip.module.css';

export interface ChipProps {
  readonly icon?: ReactNode;
  readonly title?: string | undefined;
  readonly children: ReactNode;
}

/** A value in a cell that is not text, such as a BLOB with its size or an array with its items. */
export function Chip({ icon, title, children }: ChipProps) {
  return (
    <span className={styles.chip} title={title}>
      {icon}
      <span className={styles.text}>{children}</span>
    </span>
  );
}
