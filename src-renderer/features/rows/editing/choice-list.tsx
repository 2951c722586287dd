import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { EditValue } from '../../../../src-preload/contract/edits.ts';
import { classNames } from '../../../lib/class-names.ts';
import { PlainField } from '../../../ui/plain-field.tsx';
import styles from './cell-editor.module.css';
import { CellPopup } from './cell-popup.tsx';
import { type EditorProps, moveOf } from './editor-props.ts';
import { useCaretAtEnd } from './use-caret-at-end.ts';
import { useFinish } from './use-finish.ts';

/** A value to choose. */
export interface Choice {
  readonly value: EditValue;
  readonly text: string;
  /** What it stands for, in grey. */
  readonly label: string | null;
}

export interface ChoiceListProps extends EditorProps {
  readonly text: string;
  readonly choices: readonly Choice[];
  /** Index of the one that is marked at first. */
  readonly start: number;
  /** Something was typed, so that Enter takes the marked choice even where nothing was moved. */
  readonly isNarrowed: boolean;
  readonly isLoading: boolean;
  readonly onText: (text: string) => void;
}

/** A field with a list of values below it: typing narrows it, arrows mark, Enter takes. */
export function ChoiceList(props: ChoiceListProps) {
  const { plan, name, text, choices, start, isNarrowed, isLoading, onText, onDone, onCancel } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<number | null>(null);
  const marked = Math.min(moved ?? start, choices.length - 1);
  useCaretAtEnd(field, !plan.isTyped);
  useFinish(() => onDone({ kind: 'text', text }, null));
  useEffect(() => {
    list.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked]);

  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !event.altKey && !event.ctrlKey) {
      event.preventDefault();
      event.stopPropagation();
      if (choices.length > 0) setMoved((marked + step + choices.length) % choices.length);
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
      return;
    }
    const move = moveOf(event, false);
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const choice = choices[marked];
    // What was typed in full is meant, not the first that only begins so.
    const isExact = choices.some((other) => other.text === text);
    if (choice !== undefined && (moved !== null || (isNarrowed && text !== '' && !isExact))) {
      onDone({ kind: 'value', value: choice.value }, move);
    } else onDone({ kind: 'text', text }, move);
  }
  return (
    <span className={styles.line} data-editor="">
      <PlainField
        ref={field}
        role="combobox"
        aria-label={name}
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={marked < 0 ? undefined : `${id}-${marked}`}
        className={styles.field}
        value={text}
        placeholder={plan.target.cell === null && text === '' ? 'NULL' : undefined}
        onChange={(event) => {
          setMoved(null);
          onText(event.target.value);
        }}
        onBlur={() => onDone({ kind: 'text', text }, null)}
        onKeyDown={press}
      />
      <CellPopup anchor={field} width={200}>
        <div ref={list} id={id} role="listbox" aria-label={`Values of ${name}`} className={styles.list}>
          {choices.map((choice, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus and names the marked one.
            <div
              key={`${typeof choice.value} ${choice.text}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === marked}
              className={classNames(styles.choice, index === marked && styles.marked)}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => index !== marked && setMoved(index)}
              onClick={() => onDone({ kind: 'value', value: choice.value }, 'stay')}
            >
              <span className={choice.value === null ? styles.null : undefined}>{choice.text}</span>
              {choice.label !== null && <span className={styles.label}>{choice.label}</span>}
            </div>
          ))}
        </div>
        {choices.length === 0 && <p className={styles.none}>{isLoading ? 'Searching' : 'Nothing matches'}</p>}
      </CellPopup>
    </span>
  );
}
