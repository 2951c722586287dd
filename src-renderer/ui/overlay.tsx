import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import styles from './overlay.module.css';

export interface OverlayProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** Whether the focus goes back where it came from when it closes; asked then. */
  readonly finalFocus?: () => boolean;
  readonly children: ReactNode;
}

/** A pane near the top over everything else, without a visible title: the palette. */
export function Overlay({ label, onClose, initialFocus, finalFocus, children }: OverlayProps) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={styles.pane}
          aria-label={label}
          initialFocus={initialFocus}
          finalFocus={finalFocus}
        >
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
