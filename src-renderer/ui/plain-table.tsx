import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './plain-table.module.css';

export interface PlainColumn {
  readonly name: string;
  /** Figures stand at the right. */
  readonly isFigure?: boolean;
  /** A measure of CSS; where no column has one, each is as wide as what stands in it. */
  readonly width?: string;
  /** Left out where the table is narrow. */
  readonly isExtra?: boolean;
}

export interface PlainTableProps {
  readonly label: string;
  readonly columns: readonly PlainColumn[];
  /** The names of the columns are told, but not shown. */
  readonly isHeadHidden?: boolean;
  /** Rows of 28 instead of 32 pixels. */
  readonly isLow?: boolean;
  /** Narrower than so many pixels it scrolls. */
  readonly minWidth?: number;
  /** Rows of `PlainCell`; `data-chosen` marks one of them. */
  readonly children: ReactNode;
}

/** A table to be read, of few rows: no cursor, no sorting. */
export function PlainTable(props: PlainTableProps) {
  const { label, columns, isHeadHidden = false, isLow = false, minWidth, children } = props;
  const isFixed = columns.some(({ width }) => width !== undefined);
  return (
    <div className={styles.scroll}>
      <table
        className={classNames(styles.table, isFixed && styles.fixed, isLow && styles.low)}
        style={minWidth === undefined ? undefined : { minWidth }}
        aria-label={label}
      >
        <colgroup>
          {columns.map(({ name, width, isExtra = false }) => (
            <col key={name} className={isExtra ? styles.extra : undefined} style={{ width }} />
          ))}
        </colgroup>
        <thead className={isHeadHidden ? styles.hidden : undefined}>
          <tr>
            {columns.map(({ name, isFigure = false }) => (
              <th key={name} scope="col" className={isFigure ? styles.figure : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
