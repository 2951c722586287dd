import { ChevronDown, ChevronRight } from 'lucide-react';
import { type Ref, useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { countOf } from '../../../lib/cells/byte-size.ts';
import { SqlLine } from '../../../lib/sql/sql-text.tsx';
import { PlainButton } from '../../../ui/plain-button.tsx';
import { SplitHandle } from '../../../ui/split-handle.tsx';
import styles from './console-editor.module.css';
import { type CaretPlace, SqlEditor, type SqlEditorHandle, type SqlEditorProps } from './sql-editor.tsx';

export interface ConsoleEditorProps extends Omit<SqlEditorProps, 'ref'> {
  readonly ref: Ref<SqlEditorHandle>;
  readonly caret: CaretPlace | null;
  /** What is shown below needs the room: the editor is one line until it is asked for. */
  readonly isFoldable: boolean;
  readonly height: number;
  readonly onHeight: (height: number) => void;
}

/** As high as it is by default, in pixels: less where the window is low, so that rows are seen below. */
export function editorHeight(): number {
  return Math.round(Math.min(312, Math.max(120, window.innerHeight * 0.347)));
}
/** As much of a statement as one line can show. */
const MOST_SHOWN = 1000;

/** The editor of a console: as high as it was made, or folded to the statement at the caret. */
export function ConsoleEditor(props: ConsoleEditorProps) {
  const { ref, caret, isFoldable, height, onHeight, ...rest } = props;
  const inner = useRef<SqlEditorHandle>(null);
  const room = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLButtonElement>(null);
  const [isUnfolded, setUnfolded] = useState(false);
  const isFolded = isFoldable && !isUnfolded;
  const id = useId();
  useEffect(() => {
    if (!isFoldable) setUnfolded(false);
  }, [isFoldable]);
  // What is hidden loses the focus with the next drawing.
  useLayoutEffect(() => {
    if (isFolded && room.current?.contains(document.activeElement) === true) line.current?.focus();
  }, [isFolded]);
  useImperativeHandle(ref, () => {
    const unfold = () => {
      if (room.current?.hidden !== true) return;
      // At once: what is hidden takes no focus.
      room.current.hidden = false;
      setUnfolded(true);
    };
    return shownFirst(inner, unfold);
  }, []);
  const lines = caret === null ? '' : `, ${countOf(caret.lineCount, 'line')}`;
  return (
    <>
      <div className={styles.place} data-region="editor">
        {isFoldable && (
          <PlainButton
            ref={line}
            className={styles.line}
            aria-expanded={!isFolded}
            aria-controls={id}
            onClick={() => {
              setUnfolded(isFolded);
              if (isFolded) requestAnimationFrame(() => inner.current?.focus());
            }}
          >
            {isFolded ? <ChevronRight aria-hidden="true" /> : <ChevronDown aria-hidden="true" />}
            <span className={styles.sql}>
              {isFolded && <SqlLine sql={inner.current?.beginning(MOST_SHOWN) ?? ''} />}
            </span>
            <span className={styles.about}>Editor{lines}</span>
          </PlainButton>
        )}
        <div ref={room} id={id} className={styles.editor} style={{ height }} hidden={isFolded}>
          <SqlEditor {...rest} ref={inner} />
        </div>
      </div>
      {!isFolded && (
        <SplitHandle
          label="Height of the editor"
          pane="top"
          width={height}
          min={64}
          max={800}
          defaultWidth={editorHeight()}
          onWidth={onHeight}
        />
      )}
    </>
  );
}

/** What changes the text or moves the caret brings the editor into sight before. */
function shownFirst(inner: { readonly current: SqlEditorHandle | null }, show: () => void): SqlEditorHandle {
  const now = () => inner.current;
  const shown = () => {
    show();
    return now();
  };
  return {
    text: () => now()?.text() ?? '',
    statement: () => now()?.statement() ?? null,
    selection: () => now()?.selection() ?? null,
    statements: () => now()?.statements() ?? [],
    beginning: (most) => now()?.beginning(most) ?? '',
    placeText: (offset, from, sql) => now()?.placeText(offset, from, sql) ?? null,
    add: (sql) => shown()?.add(sql),
    replace: (text, from, to) => shown()?.replace(text, from, to),
    goTo: (offset) => shown()?.goTo(offset),
    focus: () => shown()?.focus(),
    find: () => shown()?.find(),
  };
}
