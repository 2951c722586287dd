import type { ReactNode } from 'react';
import { SplitHandle } from '../../ui/split-handle.tsx';
import styles from './rows-view.module.css';

export interface RowsPaneProps {
  /** The inspector shows related rows, which are tables themselves. */
  readonly isRelated: boolean;
  readonly inspectorWidth: number;
  readonly relatedWidth: number;
  /** The list of what was found, in place of the inspector. */
  readonly matches: ReactNode;
  readonly onWidth: (width: number, isRelated: boolean) => void;
  readonly children: ReactNode;
}

/** Pixels of the pane while it lists matches. */
const LIST_WIDTH = 288;

/** The pane beside the grid: the inspector, or what was found. */
export function RowsPane(props: RowsPaneProps) {
  const { isRelated, matches, onWidth } = props;
  const width = isRelated ? props.relatedWidth : props.inspectorWidth;
  const isList = matches !== null;
  return (
    <div className={styles.pane} data-region="inspector" style={{ width: isList ? LIST_WIDTH : width }}>
      {!isList && (
        <SplitHandle
          label="Width of the inspector"
          width={width}
          min={280}
          max={560}
          defaultWidth={isRelated ? 424 : 336}
          pane="right"
          onWidth={(next) => onWidth(next, isRelated)}
        />
      )}
      {matches}
      {props.children}
    </div>
  );
}
