import { useEffect, useRef, useState } from 'react';
import { toFailure } from '../../../lib/failure.ts';
import { Button } from '../../../ui/button.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { PlainArea } from '../../../ui/plain-area.tsx';
import styles from './cell-editor.module.css';
import { CellPopup } from './cell-popup.tsx';
import type { EditorProps } from './editor-props.ts';
import { readCell } from './read-cell.ts';
import { useCaretAtEnd } from './use-caret-at-end.ts';
import { useFinish } from './use-finish.ts';

/** A text of several lines, in a pane at its cell. */
export function LongEditor({ context, plan, name, onType, onDone, onCancel }: EditorProps) {
  const [text, setText] = useState<string | null>(plan.isCut ? null : plan.text);
  const [original, setOriginal] = useState(plan.original);
  const [failure, setFailure] = useState<string | null>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const { isCut, target } = plan;
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is read once.
  useEffect(() => {
    if (!isCut) return;
    let isOn = true;
    context.edits
      .stagedText(context.object, target.row, target.shown.column.name)
      .then(async (staged) => staged ?? (await readCell(context, target)))
      .then(
        (value) => {
          if (!isOn) return;
          if (typeof value === 'string') {
            setOriginal(value);
            setText(value);
          } else setFailure('This text is larger than 16 MB, the most that is edited here.');
        },
        (error: unknown) => isOn && setFailure(toFailure(error).message),
      );
    return () => {
      isOn = false;
    };
  }, []);
  const type = (next: string) => {
    setText(next);
    onType(next);
  };
  const done = (move: 'stay' | null) => {
    if (text === null || (text === original && !plan.isTyped)) onCancel();
    else onDone({ kind: 'text', text }, move);
  };
  useFinish(() => done(null));
  return (
    <span ref={anchor} className={styles.anchor} data-editor="">
      <CellPopup anchor={anchor} width={420}>
        <div
          role="dialog"
          aria-label={`Text of ${name}`}
          className={styles.long}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) done(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.preventDefault();
              event.stopPropagation();
              onCancel();
            } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.stopPropagation();
              done('stay');
            }
          }}
        >
          {text === null ? (
            <p className={styles.none}>{failure ?? 'Reading the text'}</p>
          ) : (
            <LongText name={name} text={text} onText={type} />
          )}
          <div className={styles.foot}>
            <span className={styles.size}>
              {text === null ? '' : text === '' ? 'empty text' : `${text.split('\n').length} lines`}
            </span>
            <Button onClick={onCancel}>Cancel</Button>
            <Button variant="primary" disabled={text === null} onClick={() => done('stay')}>
              Stage change <Kbd keys="Ctrl+Enter" />
            </Button>
          </div>
        </div>
      </CellPopup>
    </span>
  );
}

interface LongTextProps {
  readonly name: string;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function LongText({ name, text, onText }: LongTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useCaretAtEnd(field, false);
  return (
    <PlainArea
      ref={field}
      aria-label={name}
      className={styles.area}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
}
