import { useId } from 'react';
import styles from './radio-choice.module.css';

export interface RadioChoiceProps<V extends string> {
  /** The heading of the choices. */
  readonly legend: string;
  readonly choices: readonly { readonly value: V; readonly label: string }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** One of a few, each a line with a circle: where the words are too long for a segmented control. */
export function RadioChoice<V extends string>({ legend, choices, value, onChange }: RadioChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.choices}>
      <legend className={styles.legend}>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
