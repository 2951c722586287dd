import { CircleAlert } from 'lucide-react';
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { classNames } from '../lib/class-names.ts';
import styles from './text-field.module.css';

export interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'onChange' | 'value' | 'size'> {
  /** Its name for screen readers; give a visible label beside it where there is room. */
  readonly label: string;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly icon?: ReactNode;
  /** Shown at the end inside the field. */
  readonly end?: ReactNode;
  /** What is wrong, as a sentence. */
  readonly error?: string | undefined;
  readonly help?: string | undefined;
  /** A paler outline, for filter fields in the frame. */
  readonly isQuiet?: boolean;
  readonly isMono?: boolean;
  /** Figures, at the right. */
  readonly isNumeric?: boolean;
}

/** A text field of one line. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    value,
    onValueChange,
    icon,
    end,
    error,
    help,
    isQuiet,
    isMono,
    isNumeric,
    className,
    ...rest
  } = props;
  const noteId = useId();
  const hasNote = error !== undefined || help !== undefined;
  return (
    <div className={classNames(styles.wrap, className)}>
      <label
        className={classNames(
          styles.field,
          isQuiet && styles.quiet,
          error !== undefined && styles.error,
          rest.readOnly && styles.readOnly,
        )}
      >
        {icon}
        <input
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          {...rest}
          className={classNames(styles.input, isMono && styles.mono, isNumeric && styles.numeric)}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
          aria-label={label}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={hasNote ? noteId : rest['aria-describedby']}
        />
        {end}
      </label>
      {hasNote && (
        <p id={noteId} className={classNames(styles.note, error !== undefined && styles.noteError)}>
          {error !== undefined && <CircleAlert />}
          {error ?? help}
        </p>
      )}
    </div>
  );
}
