import { CalendarDays } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { PlainField } from '../../ui/plain-field.tsx';
import styles from './date-picker.module.css';

/** Opens the calendar of the platform; the time of day stays as it is. */
export function DatePicker({
  name,
  text,
  onPick,
}: {
  readonly name: string;
  readonly text: string;
  readonly onPick: (text: string) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <span className={styles.calendar}>
      <IconButton size="mini" label={`Choose ${name}`} onClick={() => field.current?.showPicker()}>
        <CalendarDays />
      </IconButton>
      <PlainField
        aria-label={name}
        ref={field}
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={/^\d{4}-\d{2}-\d{2}/.exec(text)?.[0] ?? ''}
        onChange={({ target }) => {
          if (target.value !== '') onPick(target.value + (/^\d{4}-\d{2}-\d{2}(.*)$/s.exec(text)?.[1] ?? ''));
        }}
      />
    </span>
  );
}
