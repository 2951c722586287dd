import { Checkbox } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import styles from '../../ui/checkbox.module.css';
import table from './schema.module.css';

export interface TickBoxProps {
  /** Its name for screen readers: the head of the column and the row say it to the eye. */
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
}

/** A checkbox in a table. */
export function TickBox({ label, isChecked, onChange, isDisabled = false }: TickBoxProps) {
  return (
    <span className={table.box}>
      <Checkbox.Root
        className={classNames(styles.box, table.tickBox)}
        checked={isChecked}
        onCheckedChange={onChange}
        disabled={isDisabled}
        aria-label={label}
      >
        <Checkbox.Indicator>
          <Check className={styles.mark} />
        </Checkbox.Indicator>
      </Checkbox.Root>
    </span>
  );
}
