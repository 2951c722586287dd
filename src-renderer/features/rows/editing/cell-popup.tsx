import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import styles from './cell-editor.module.css';

export interface CellPopupProps {
  /** The element that it hangs at. */
  readonly anchor: RefObject<HTMLElement | null>;
  /** At least as wide as its cell, and as this. */
  readonly width: number;
  readonly children: ReactNode;
}

const GAP = 2;
const EDGE = 8;

/** What floats at a cell: below it, or above where there is no room below. */
export function CellPopup({ anchor, width, children }: CellPopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  const [home, setHome] = useState<Element | null>(null);
  useLayoutEffect(() => setHome(anchor.current?.closest('[role="tabpanel"]') ?? document.body), [anchor]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the element is there once its home is known.
  useLayoutEffect(() => {
    const element = popup.current;
    if (element === null) return;
    const place = () => {
      const cell = anchor.current?.getBoundingClientRect();
      if (cell === undefined) return;
      const { style } = element;
      style.minWidth = `${Math.max(width, cell.width)}px`;
      const { offsetHeight, offsetWidth } = element;
      const isAbove = cell.bottom + GAP + offsetHeight > innerHeight - EDGE && cell.top > offsetHeight;
      style.top = `${isAbove ? cell.top - offsetHeight - GAP : cell.bottom + GAP}px`;
      style.left = `${Math.max(EDGE, Math.min(cell.left, innerWidth - offsetWidth - EDGE))}px`;
    };
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', place, { capture: true });
    };
  }, [anchor, width, home]);
  if (home === null) return null;
  return createPortal(
    <div ref={popup} className={styles.popup} data-editor="">
      {children}
    </div>,
    home,
  );
}
