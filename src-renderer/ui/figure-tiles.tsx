import styles from './figure-tiles.module.css';

export interface Figure {
  readonly name: string;
  readonly value: string | number;
  /** Beside the value in grey: its unit, or what it is made of. */
  readonly note?: string;
  /** A dot before the name, as the state that is counted is marked elsewhere; `ring` is a state of none. */
  readonly dot?: 'ring' | 'accent' | 'inserted' | 'updated';
}

/** Figures side by side, each in a tile of its own; in rows of three where it is narrow. */
export function FigureTiles({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <div className={styles.place}>
      <dl className={styles.tiles}>
        {figures.map(({ name, value, note = '', dot }) => (
          <div key={name} className={styles.tile}>
            <dt>
              {dot !== undefined && <span className={styles.dot} data-dot={dot} aria-hidden="true" />}
              {name}
            </dt>
            <dd title={`${value} ${note}`.trim()}>
              <b>{value}</b> <span>{note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
