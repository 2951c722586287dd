import { CircleAlert, Info } from 'lucide-react';
import { useRef } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import type { CellPlace } from '../selection.ts';
import styles from './cell-editor.module.css';
import { CellPopup } from './cell-popup.tsx';

export interface CellNoteProps {
  readonly gridId: string;
  readonly place: CellPlace;
  readonly kind: 'info' | 'error';
  readonly text: string;
}

/** A word at a cell: what is wrong with it, or why it cannot be edited. Takes nothing, not even the focus. */
export function CellNote({ gridId, place, kind, text }: CellNoteProps) {
  const anchor = useRef(elementAt(gridId, place));
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
