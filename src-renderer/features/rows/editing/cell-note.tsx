import { CircleAlert, Info } from 'lucide-react';
import { useRef } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import styles from './cell-editor.module.css';
import { CellPopup } from './cell-popup.tsx';

export interface CellNoteProps {
  /** Id of the element of the cell. */
  readonly cellId: string;
  readonly kind: 'info' | 'error';
  readonly text: string;
}

/** A word at a cell: what is wrong with it, or why it cannot be edited. Takes nothing, not even the focus. */
export function CellNote({ cellId, kind, text }: CellNoteProps) {
  const anchor = useRef<HTMLElement>(document.getElementById(cellId));
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
