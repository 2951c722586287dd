import {
  cloneElement,
  type HTMLAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type Ref,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { focusAfterMenu } from './focus-after-menu.ts';
import { LazyMenuPopup } from './lazy-menu-popup.ts';
import type { MenuEntry } from './menu-entry.ts';

type TriggerProps = HTMLAttributes<HTMLElement> & {
  readonly ref?: Ref<HTMLElement>;
  readonly 'data-popup-open'?: '' | undefined;
};

export interface MenuProps {
  /** The button that opens it; an icon button without a tooltip, or a `Button`. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
  readonly align?: 'start' | 'end';
  /** What gets the focus when it closes; the button unless it names something. */
  readonly returnTo?: RefObject<HTMLElement | null>;
}

/** A menu below a button. */
export function Menu({ trigger, entries, align = 'start', returnTo }: MenuProps) {
  const button = useRef<HTMLElement>(null);
  const [opened, setOpened] = useState<{ readonly isByKey: boolean } | null>(null);
  const close = () => {
    setOpened(null);
    focusAfterMenu(returnTo?.current ?? button.current);
  };
  return (
    <>
      {cloneElement(trigger as ReactElement<TriggerProps>, {
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': opened !== null,
        'data-popup-open': opened === null ? undefined : '',
        // A click that no pointer made comes from a key.
        onClick: (event: MouseEvent) => setOpened({ isByKey: event.detail === 0 }),
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown' || event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          setOpened({ isByKey: true });
        },
      })}
      {opened !== null && (
        <LazyMenuPopup
          entries={entries}
          anchor={button}
          label={nameOf(button.current)}
          align={align}
          offset={4}
          isByKey={opened.isByKey}
          onClose={close}
        />
      )}
    </>
  );
}

function nameOf(button: HTMLElement | null): string {
  return button?.getAttribute('aria-label') ?? button?.textContent ?? '';
}
