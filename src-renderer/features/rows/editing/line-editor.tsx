import { CalendarDays } from 'lucide-react';
import { useRef, useState } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { PlainField } from '../../../ui/plain-field.tsx';
import styles from './cell-editor.module.css';
import { type EditorProps, moveOf } from './editor-props.ts';
import { useCaretAtEnd } from './use-caret-at-end.ts';
import { useFinish } from './use-finish.ts';

const DAY = /^\d{4}-\d{2}-\d{2}/;

/** A cell of one line: numbers, texts, dates. */
export function LineEditor({ plan, name, onType, onDone, onCancel, onLong }: EditorProps) {
  const { rule, shown } = plan.target;
  const [text, setText] = useState(plan.text);
  const type = (next: string) => {
    setText(next);
    onType(next);
  };
  const field = useRef<HTMLInputElement>(null);
  const day = useRef<HTMLInputElement>(null);
  useCaretAtEnd(field, !plan.isTyped);
  useFinish(() => onDone({ kind: 'text', text }, null));
  const isDate = rule.editor === 'date' && shown.column.path === null;
  const hint = plan.target.cell === null && text === '' ? 'NULL' : undefined;
  return (
    <span className={styles.line} data-editor="">
      <PlainField
        ref={field}
        aria-label={name}
        className={classNames(styles.field, shown.column.isNumeric && styles.numeric)}
        value={text}
        placeholder={hint}
        onChange={(event) => type(event.target.value)}
        onBlur={(event) => {
          if (event.relatedTarget instanceof Element && event.relatedTarget.closest('[data-editor]')) return;
          onDone({ kind: 'text', text }, null);
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text/plain').replace(/\r?\n$/, '');
          if (!/[\r\n]/.test(pasted)) return;
          event.preventDefault();
          const { selectionStart, selectionEnd } = event.currentTarget;
          onLong(text.slice(0, selectionStart ?? 0) + pasted + text.slice(selectionEnd ?? text.length));
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          const move = moveOf(event, plan.isTyped);
          if (move !== undefined) {
            event.preventDefault();
            event.stopPropagation();
            onDone({ kind: 'text', text }, move);
          } else if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onCancel();
          } else if (event.key === 'Enter' && event.altKey) {
            event.preventDefault();
            event.stopPropagation();
            onLong(`${text}\n`);
          }
        }}
      />
      {isDate && (
        <>
          <IconButton
            label="Choose a date"
            size="mini"
            hasTooltip={false}
            tabIndex={-1}
            onClick={() => day.current?.showPicker()}
          >
            <CalendarDays />
          </IconButton>
          <PlainField
            ref={day}
            type="date"
            tabIndex={-1}
            aria-label={`${name}, as a calendar`}
            className={styles.day}
            value={DAY.exec(text)?.[0] ?? ''}
            onChange={(event) => {
              // What follows the day, such as a time, stays.
              type(event.target.value + (DAY.test(text) ? text.slice(10) : ''));
              field.current?.focus();
            }}
          />
        </>
      )}
    </span>
  );
}
