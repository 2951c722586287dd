import styles from './skeleton.module.css';

export interface SkeletonProps {
  /** Width in px, or any CSS length. */
  readonly width: number | string;
  /** What is awaited, for screen readers. */
  readonly label?: string;
}

/** A grey bar in the place of a value that is not known yet. */
export function Skeleton({ width, label }: SkeletonProps) {
  return label === undefined ? (
    <span className={styles.bar} style={{ width }} aria-hidden="true" />
  ) : (
    <span className={styles.bar} style={{ width }} role="img" aria-label={label} />
  );
}
