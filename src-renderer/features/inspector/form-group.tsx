import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './form-group.module.css';

export interface FormGroupProps {
  readonly name: string;
  /** Stands in the head while it is folded. */
  readonly summary: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** The fields, drawn while it is open. */
  readonly children: ReactNode;
}

/** An object inside a document: its fields under a head that folds them. */
export function FormGroup({ name, summary, isOpen, onToggle, children }: FormGroupProps) {
  return (
    <div className={classNames(styles.group, !isOpen && styles.folded)}>
      <dt>
        <PlainButton className={styles.head} aria-expanded={isOpen} onClick={onToggle}>
          {isOpen ? <ChevronDown /> : <ChevronRight />}
          <span className={styles.name} title={name}>
            {name}
          </span>
          {!isOpen && (
            <span className={styles.summary} title={summary}>
              {summary}
            </span>
          )}
          <span className={styles.type}>object</span>
        </PlainButton>
      </dt>
      {isOpen && (
        <dd className={styles.body}>
          <dl>{children}</dl>
        </dd>
      )}
    </div>
  );
}
