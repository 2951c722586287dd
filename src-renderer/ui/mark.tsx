import styles from './mark.module.css';

export interface MarkProps {
  /** Width and height in px. */
  readonly size?: number;
}

/** Cairn's mark: three stones, the top one in the accent colour. */
export function Mark({ size = 20 }: MarkProps) {
  return (
    <svg className={styles.mark} viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <rect x="2" y="14" width="16" height="4.5" rx="2.25" />
      <rect x="4.5" y="8.5" width="12" height="4.5" rx="2.25" />
      <rect className={styles.top} x="6.5" y="3" width="7" height="4.5" rx="2.25" />
    </svg>
  );
}
