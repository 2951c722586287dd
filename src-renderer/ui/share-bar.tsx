import styles from './share-bar.module.css';

export interface ShareBarProps {
  /** What has the share. */
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
  readonly tone?: 'accent' | 'plain' | 'warning';
}

/** The share that something has of a whole, as a bar. */
export function ShareBar({ label, share, tone = 'accent' }: ShareBarProps) {
  return (
    <meter
      className={styles.bar}
      data-tone={tone}
      value={share}
      aria-label={`${label}: ${(share * 100).toFixed(1)} %`}
    />
  );
}
