import { useEffect, useRef, useState } from 'react';
import { TextField } from '../../ui/text-field.tsx';
import styles from './number-field.module.css';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly range: { readonly min: number; readonly max: number };
  readonly unit: string;
  readonly onChange: (value: number) => void;
}

/** A whole number within a range; what is typed counts as soon as it is one. Up and down change it by one. */
export function NumberField({ label, value, range, unit, onChange }: NumberFieldProps) {
  const [draft, setDraft] = useState(String(value));
  const told = useRef(value);
  useEffect(() => {
    // Changed elsewhere: in another window, or back to the default.
    if (told.current !== value) setDraft(String(value));
    told.current = value;
  }, [value]);
  const number = /^\d{1,9}$/.test(draft.trim()) ? Number(draft) : null;
  const isValid = number !== null && number >= range.min && number <= range.max;
  function type(next: string): void {
    setDraft(next);
    const typed = /^\d{1,9}$/.test(next.trim()) ? Number(next) : null;
    if (typed === null || typed < range.min || typed > range.max) return;
    told.current = typed;
    onChange(typed);
  }
  return (
    <>
      <span className={styles.field}>
        <TextField
          label={unit === '' ? label : `${label}, ${unit}`}
          isQuiet
          isMono
          isNumeric
          inputMode="numeric"
          value={draft}
          onValueChange={type}
          onBlur={() => !isValid && setDraft(String(value))}
          onKeyDown={(event) => {
            const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            type(String(Math.min(range.max, Math.max(range.min, value + step))));
          }}
          error={isValid ? undefined : `${range.min} to ${range.max}`}
        />
      </span>
      <span className={styles.unit}>{unit}</span>
    </>
  );
}
