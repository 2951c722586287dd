import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import styles from './segmented-control.module.css';

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly isDisabled?: boolean;
}

export interface SegmentedControlProps<V extends string> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly segments: readonly Segment<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** One choice of a few, as a radio group: one tab stop, arrows move and choose. */
export function SegmentedControl<V extends string>(props: SegmentedControlProps<V>) {
  const { label, segments, value, onChange } = props;
  const root = useRef<HTMLDivElement>(null);

  function move(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || event.altKey) return;
    event.preventDefault();
    const choices = segments.filter((segment) => !segment.isDisabled);
    const index = choices.findIndex((segment) => segment.value === value);
    const next = choices[(index + step + choices.length) % choices.length];
    if (next === undefined) return;
    onChange(next.value);
    root.current?.querySelectorAll<HTMLElement>('[role="radio"]')[segments.indexOf(next)]?.focus();
  }

  return (
    <div ref={root} className={styles.control} role="radiogroup" aria-label={label} onKeyDown={move}>
      {segments.map((segment) => (
        // biome-ignore lint/a11y/useSemanticElements: a native radio cannot hold an icon and a label.
        <button
          key={segment.value}
          type="button"
          role="radio"
          aria-checked={segment.value === value}
          tabIndex={segment.value === value ? 0 : -1}
          disabled={segment.isDisabled}
          className={styles.segment}
          onClick={() => onChange(segment.value)}
        >
          {segment.icon}
          {segment.label}
        </button>
      ))}
    </div>
  );
}
