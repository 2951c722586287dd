import { CircleAlert, Info } from 'lucide-react';
import { useEffect, useEffectEvent, useRef } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import type { CellPlace } from '../../../lib/grid/selection.ts';
import styles from './cell-editor.module.css';
import { CellPopup } from './cell-popup.tsx';

export interface CellNoteProps {
  readonly gridId: string;
  readonly place: CellPlace;
  readonly kind: 'info' | 'error';
  readonly text: string;
  /** The cell is not in sight any more. */
  readonly onGone: () => void;
}

/** A word at a cell: what is wrong with it, or why it cannot be edited. Takes nothing, not even the focus. */
export function CellNote({ gridId, place, kind, text, onGone }: CellNoteProps) {
  const anchor = useRef(elementAt(gridId, place));
  const gone = useEffectEvent(onGone);
  useEffect(() => {
    const cell = anchor.current;
    if (cell === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting === false) gone();
    });
    observer.observe(cell);
    // Elements are taken over by the rows that come into sight.
    const check = () => {
      if (cell !== elementAt(gridId, place)) gone();
    };
    window.addEventListener('scroll', check, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', check, { capture: true });
    };
  }, [gridId, place]);
  if (anchor.current === null) return null;
  const Icon = kind === 'error' ? CircleAlert : Info;
  return (
    <CellPopup anchor={anchor} width={0}>
      <p role={kind === 'error' ? 'alert' : 'status'} className={classNames(styles.note, styles[kind])}>
        <Icon aria-hidden="true" />
        {text}
      </p>
    </CellPopup>
  );
}

function elementAt(gridId: string, { row, column }: CellPlace): HTMLElement | null {
  const grid = document.getElementById(gridId);
  return grid?.querySelector<HTMLElement>(`[data-row="${row}"] [data-place="${column}"]`) ?? null;
}
