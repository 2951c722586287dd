import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './plain-table.module.css';

export interface PlainCellProps {
  /** The cell names its row. */
  readonly isHead?: boolean;
  readonly isFigure?: boolean;
  /** Written as data is: names, times and text of SQL. */
  readonly isData?: boolean;
  readonly isStrong?: boolean;
  /** What does not fit goes on in the next line instead of being cut. */
  readonly isWhole?: boolean;
  readonly tone?: 'quiet' | 'faint' | 'warning' | 'bad' | undefined;
  /** What is told where the text is cut. */
  readonly title?: string | undefined;
  readonly children?: ReactNode;
}

/** A cell of a `PlainTable`. */
export function PlainCell(props: PlainCellProps) {
  const { isHead = false, isFigure, isData, isStrong, isWhole, tone, title, children } = props;
  const className = classNames(
    isFigure && styles.figure,
    isData && styles.data,
    isStrong && styles.strong,
    isWhole && styles.whole,
    tone !== undefined && styles[tone],
  );
  return isHead ? (
    <th scope="row" className={className} title={title}>
      {children}
    </th>
  ) : (
    <td className={className} title={title}>
      {children}
    </td>
  );
}
