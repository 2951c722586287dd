import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './split-handle.module.css';

export interface SplitHandleProps {
  /** Such as "Width of the sidebar". */
  readonly label: string;
  /** Width in px of the pane that it changes, height of one above it. */
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** A double click or Enter goes back to this width. */
  readonly defaultWidth: number;
  /** Where the pane lies, seen from the handle. */
  readonly pane: 'left' | 'right' | 'top';
  readonly onWidth: (width: number) => void;
}

const STEP = 16;

/** The edge between two panes: dragged, or moved with the arrow keys. */
export function SplitHandle(props: SplitHandleProps) {
  const { label, width, min, max, defaultWidth, pane, onWidth } = props;
  const start = useRef<{ readonly at: number; readonly width: number } | null>(null);
  const [isDragging, setDragging] = useState(false);
  const sign = pane === 'right' ? -1 : 1;
  const isTop = pane === 'top';
  const placeOf = (event: PointerEvent) => (isTop ? event.clientY : event.clientX);

  function set(next: number): void {
    const clamped = Math.round(Math.min(max, Math.max(min, next)));
    if (clamped !== width) onWidth(clamped);
  }
  function begin(event: PointerEvent<HTMLDivElement>): void {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: placeOf(event), width };
    setDragging(true);
  }
  function drag(event: PointerEvent): void {
    if (start.current !== null) set(start.current.width + sign * (placeOf(event) - start.current.at));
  }
  function end(): void {
    start.current = null;
    setDragging(false);
  }
  function press(event: KeyboardEvent): void {
    const next = {
      [isTop ? 'ArrowDown' : 'ArrowRight']: width + sign * STEP,
      [isTop ? 'ArrowUp' : 'ArrowLeft']: width - sign * STEP,
      Home: min,
      End: max,
      Enter: defaultWidth,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; this is the window-splitter pattern.
    <div
      role="separator"
      aria-orientation={isTop ? 'horizontal' : 'vertical'}
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={classNames(styles.handle, isTop && styles.flat, isDragging && styles.dragging)}
      onPointerDown={begin}
      onPointerMove={drag}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => set(defaultWidth)}
      onKeyDown={press}
    />
  );
}
