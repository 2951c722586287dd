import { classNames } from '../lib/class-names.ts';
import styles from './progress-bar.module.css';

export interface ProgressBarProps {
  readonly label: string;
  /** 0 to 1; null where the progress is not known. */
  readonly fraction: number | null;
  readonly isThin?: boolean;
}

/** Progress of a piece of work. An unknown progress moves, a known one fills. */
export function ProgressBar({ label, fraction, isThin = false }: ProgressBarProps) {
  const percent = fraction === null ? null : Math.round(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className={classNames(styles.track, isThin && styles.thin)}
    >
      <span
        className={classNames(styles.fill, percent === null && styles.unknown)}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
