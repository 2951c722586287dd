import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { useId } from 'react';
import styles from './checkbox.module.css';

export interface CheckboxProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
}

/** A checkbox with its label. */
export function Checkbox({ label, isChecked, onChange, isDisabled = false }: CheckboxProps) {
  const labelId = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox stands inside and renders an input.
    <label className={styles.row}>
      <Base.Root
        className={styles.box}
        checked={isChecked}
        onCheckedChange={onChange}
        disabled={isDisabled}
        aria-labelledby={labelId}
      >
        <Base.Indicator>
          <Check className={styles.mark} />
        </Base.Indicator>
      </Base.Root>
      <span id={labelId}>{label}</span>
    </label>
  );
}
