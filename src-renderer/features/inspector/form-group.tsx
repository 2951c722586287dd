import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './form-group.module.css';

export interface FormGroupProps {
  readonly name: string;
  /** Stands in the head while it is folded. */
  readonly summary: string;
  /** Stands at the end of the head. */
  readonly type: string;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Stands by itself, and not in a list of terms. */
  readonly isPlain?: boolean;
  /** Stands at the end of the head, beside what folds it. */
  readonly action?: ReactNode;
  /** Drawn while it is open. */
  readonly children: ReactNode;
}

/** A part of the form under a head that folds it: a term of the form's list with what belongs to it. */
export const FormGroup = memo(function FormGroup(props: FormGroupProps) {
  const { name, summary, type, isOpen, onToggle, isPlain = false, action, children } = props;
  const Head = isPlain ? 'div' : 'dt';
  const Body = isPlain ? 'div' : 'dd';
  return (
    <>
      <Head className={classNames(styles.top, !isOpen && styles.folded)}>
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
          <span className={styles.type}>{type}</span>
        </PlainButton>
        {action}
      </Head>
      {isOpen && <Body className={styles.body}>{children}</Body>}
    </>
  );
});
