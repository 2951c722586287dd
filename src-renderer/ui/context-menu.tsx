import { ContextMenu as Base } from '@base-ui/react/context-menu';
import { type ReactElement, useState } from 'react';
import styles from './menu.module.css';
import type { MenuEntry } from './menu-entry.ts';
import { MenuList } from './menu-list.tsx';

export interface ContextMenuProps {
  /** The entries for the element that was clicked; asked when the menu opens. An empty list opens nothing. */
  readonly entries: (target: Element) => readonly MenuEntry[];
  /** The element that has the menu. */
  readonly children: ReactElement;
}

/** A menu at the pointer; the menu key and Shift+F10 open it at the focused element. */
export function ContextMenu({ entries, children }: ContextMenuProps) {
  const [shown, setShown] = useState<readonly MenuEntry[]>([]);
  const [isOpen, setOpen] = useState(false);
  return (
    <Base.Root open={isOpen} onOpenChange={setOpen}>
      <Base.Trigger
        render={children}
        onContextMenuCapture={(event) => {
          const next = event.target instanceof Element ? entries(event.target) : [];
          setShown(next);
          if (next.length === 0) {
            event.preventDefault();
            event.stopPropagation();
          }
        }}
      />
      <Base.Portal>
        <Base.Positioner className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <MenuList entries={shown} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
