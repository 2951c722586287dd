import { cloneElement, type HTMLAttributes, type MouseEvent, type ReactElement, useState } from 'react';
import { focusAfterMenu } from './focus-after-menu.ts';
import { LazyMenuPopup } from './lazy-menu-popup.ts';
import type { MenuEntry } from './menu-entry.ts';

export interface ContextMenuProps {
  /** The entries for the element that was clicked; asked when the menu opens. An empty list opens nothing. */
  readonly entries: (target: Element) => readonly MenuEntry[];
  /** The element that has the menu. */
  readonly children: ReactElement;
}

interface OpenedMenu {
  readonly entries: readonly MenuEntry[];
  readonly anchor: { readonly getBoundingClientRect: () => DOMRect };
  /** What had the focus, and has it again afterwards. */
  readonly before: Element | null;
}

/** A menu at the pointer; the menu key and Shift+F10 open it at the focused element. */
export function ContextMenu({ entries, children }: ContextMenuProps) {
  const [opened, setOpened] = useState<OpenedMenu | null>(null);
  const close = () => {
    setOpened(null);
    focusAfterMenu(opened?.before ?? null);
  };
  return (
    <>
      {cloneElement(children as ReactElement<HTMLAttributes<HTMLElement>>, {
        onContextMenu: (event: MouseEvent) => {
          const next = event.target instanceof Element ? entries(event.target) : [];
          event.preventDefault();
          event.stopPropagation();
          if (next.length === 0) return;
          const { clientX, clientY } = event;
          const anchor = { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
          setOpened({ entries: next, anchor, before: document.activeElement });
        },
      })}
      {opened !== null && (
        <LazyMenuPopup
          entries={opened.entries}
          anchor={opened.anchor}
          label="Menu"
          align="start"
          offset={2}
          isByKey={false}
          onClose={close}
        />
      )}
    </>
  );
}
