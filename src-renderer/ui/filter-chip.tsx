import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './filter-chip.module.css';
import { IconButton } from './icon-button.tsx';
import { PlainButton } from './plain-button.tsx';

export interface FilterChipProps {
  /** What it stands for, in the accent colour: a column, or "Sort". */
  readonly name: string;
  readonly children: ReactNode;
  readonly onRemove?: (() => void) | undefined;
  readonly removeLabel?: string;
  /** A click on what it says, to change it. */
  readonly onEdit?: (() => void) | undefined;
}

/** An active filter or sort in a tool bar. */
export function FilterChip({ name, children, onRemove, removeLabel, onEdit }: FilterChipProps) {
  const content = (
    <>
      <b className={styles.name}>{name}</b>
      <span className={styles.value}>{children}</span>
    </>
  );
  return (
    <span className={styles.chip}>
      {onEdit === undefined ? (
        content
      ) : (
        <PlainButton className={styles.edit} title="Edit the filter" onClick={onEdit}>
          {content}
        </PlainButton>
      )}
      {onRemove !== undefined && (
        <IconButton size="tiny" label={removeLabel ?? `Remove the filter on ${name}`} onClick={onRemove}>
          <X />
        </IconButton>
      )}
    </span>
  );
}
