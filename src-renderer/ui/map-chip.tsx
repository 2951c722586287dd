import styles from './map-chip.module.css';

export interface MapChipProps {
  /** Of a map of keys, such as "Linux, desktop". */
  readonly name: string;
}

/** Names the map of keys that is in force, where keys are listed. */
export function MapChip({ name }: MapChipProps) {
  return (
    <span className={styles.map}>
      Map <b className={styles.name}>{name}</b>
    </span>
  );
}
