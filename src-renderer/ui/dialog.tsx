import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  /** Asked to close by Esc, the backdrop or the close button: always means Cancel. */
  readonly onClose: () => void;
  /** The fact or the question. */
  readonly title: string;
  /** What it means. */
  readonly description?: ReactNode;
  readonly icon?: ReactNode;
  readonly children?: ReactNode;
  /** At the right of the title of a large or wide dialog. */
  readonly actions?: ReactNode;
  /** Buttons: secondary first, main last. */
  readonly footer?: ReactNode;
  /** The widest one has room for the four columns of the key help. */
  readonly size?: 'normal' | 'large' | 'wide' | 'widest';
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

/** A modal dialog; focus stays inside and goes back where it came from. */
export function Dialog(props: DialogProps) {
  const {
    isOpen,
    onClose,
    title,
    description,
    icon,
    children,
    footer,
    actions,
    size = 'normal',
    initialFocus,
  } = props;
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup
            className={classNames(styles.dialog, styles[size], size === 'widest' && styles.wide)}
            initialFocus={initialFocus}
          >
            <div className={styles.head}>
              {icon}
              <div className={styles.words}>
                <Base.Title className={styles.title}>{title}</Base.Title>
                {description !== undefined && (
                  <Base.Description className={styles.description} render={<div />}>
                    {description}
                  </Base.Description>
                )}
              </div>
              {actions}
              {size !== 'normal' && (
                <Base.Close
                  render={
                    <IconButton label="Close" hasTooltip={false}>
                      <X />
                    </IconButton>
                  }
                />
              )}
            </div>
            {size === 'normal' && children !== undefined ? (
              <div className={styles.body}>{children}</div>
            ) : (
              children
            )}
            {footer !== undefined && <div className={styles.foot}>{footer}</div>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
