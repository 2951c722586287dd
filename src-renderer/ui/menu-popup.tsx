import { Menu as Base } from '@base-ui/react/menu';
import { type RefObject, useEffect, useRef } from 'react';
import styles from './menu.module.css';
import type { MenuEntry } from './menu-entry.ts';
import { MenuList } from './menu-list.tsx';

export interface MenuPopupProps {
  readonly entries: readonly MenuEntry[];
  /** The button, or the point, that the menu stands at. */
  readonly anchor: RefObject<HTMLElement | null> | { readonly getBoundingClientRect: () => DOMRect };
  /** Its name for screen readers. */
  readonly label: string;
  readonly align: 'start' | 'end';
  readonly offset: number;
  /** Whether a key opened it: the first line is marked then. */
  readonly isByKey: boolean;
  readonly onClose: () => void;
}

/** An open menu. Loaded with the first menu that is opened, or before that when nothing else is to be done. */
export function MenuPopup({ entries, anchor, label, align, offset, isByKey, onClose }: MenuPopupProps) {
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isByKey) return;
    // The library gives the focus to the menu first.
    const frame = requestAnimationFrame(() => {
      popup.current?.querySelector<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])')?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [isByKey]);
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      {/* What floats lies outside of the landmarks, so it brings one. */}
      <Base.Portal render={<section aria-label={label} />}>
        <Base.Positioner className={styles.positioner} anchor={anchor} align={align} sideOffset={offset}>
          <Base.Popup ref={popup} aria-label={label} className={styles.popup}>
            <MenuList entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
