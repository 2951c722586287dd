import type { ComponentPropsWithRef } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './icon-button.module.css';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'aria-label'> {
  /** Its name, for screen readers and in the tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly variant?: 'ghost' | 'outline';
  /** 18, 20, 24 or 28 px; the hit area is never below 24. */
  readonly size?: 'tiny' | 'mini' | 'small' | 'medium';
  /** Set for a button that stays pressed, such as one that shows a panel. */
  readonly isPressed?: boolean;
  /** The tooltip is left out where a menu opens at the same place. */
  readonly hasTooltip?: boolean;
}

/** A square button with an icon; its name is told and shown in a tooltip. */
export function IconButton(props: IconButtonProps) {
  const { label, keys, variant = 'ghost', size = 'medium', isPressed, hasTooltip = true, ...rest } = props;
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-pressed={isPressed}
      aria-keyshortcuts={keys?.replaceAll('Ctrl', 'Control')}
      className={classNames(styles.button, styles[variant], styles[size], rest.className)}
    />
  );
  return hasTooltip ? (
    <Tooltip text={label} keys={keys}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
