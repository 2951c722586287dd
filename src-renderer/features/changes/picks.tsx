import { type KeyboardEvent, useRef } from 'react';
import type { Cell } from '../../../src-preload/contract/cell.ts';
import { cellName } from '../../lib/cells/cell-text.ts';
import { ChangeValue, valueTitle } from '../../lib/changes/change-value.tsx';
import { classNames } from '../../lib/class-names.ts';
import type { Take } from '../../lib/commits/conflict.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './picks.module.css';

export interface PicksProps {
  readonly label: string;
  readonly mine: Cell;
  readonly theirs: Cell;
  /** null: nothing is preselected. */
  readonly taken: Take | null;
  readonly onTake: (take: Take) => void;
  /** Enter: another value is to be typed. */
  readonly onEdit: () => void;
}

/** Two values of which one is taken: left and right choose, Enter edits. */
export function Picks({ label, mine, theirs, taken, onTake, onEdit }: PicksProps) {
  const group = useRef<HTMLDivElement>(null);
  function press(event: KeyboardEvent): void {
    const take = { ArrowLeft: 'mine', ArrowRight: 'theirs' }[event.key] as Take | undefined;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (take !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      onTake(take);
      group.current?.querySelector<HTMLElement>(`[data-take="${take}"]`)?.focus();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onEdit();
    }
  }
  const pick = (take: Take, cell: Cell, words: string) => (
    <PlainButton
      role="radio"
      aria-checked={taken === take}
      aria-label={`${words}, ${cellName(cell)}`}
      tabIndex={taken === take || (taken === null && take === 'mine') ? 0 : -1}
      data-take={take}
      className={classNames(styles.pick, taken === take && styles.taken)}
      title={valueTitle(cell)}
      onClick={() => onTake(take)}
    >
      <span className={styles.dot} aria-hidden="true" />
      <span className={styles.value}>
        <ChangeValue cell={cell} />
      </span>
    </PlainButton>
  );
  return (
    <div ref={group} role="radiogroup" aria-label={label} className={styles.group} onKeyDown={press}>
      {pick('mine', mine, 'Yours')}
      {pick('theirs', theirs, 'In the file')}
    </div>
  );
}
