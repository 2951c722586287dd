import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { PlainField } from '../../../ui/plain-field.tsx';
import styles from './document-tree.module.css';
import { type DocumentLine, lineSummary, lineType } from './tree-model.ts';

/** What of a line is typed in place. */
export type EditedPart = 'key' | 'value';

export interface TreeLineViewProps {
  readonly id: string;
  readonly line: DocumentLine;
  readonly text: string;
  readonly top: number;
  readonly isCurrent: boolean;
  readonly edited: EditedPart | null;
  /** What the field in place begins with. */
  readonly initial: string;
  readonly onPress: () => void;
  readonly onToggle: () => void;
  readonly onEdit: (part: EditedPart) => void;
  /** null: left as it was. */
  readonly onFinish: (part: EditedPart, typed: string | null) => void;
}

const MOST_SHOWN = 500;

/** One line of the tree, with what is wrong with it below. */
export function TreeLineView(props: TreeLineViewProps) {
  const { id, line, text, top, isCurrent, edited, initial, onPress, onToggle, onEdit, onFinish } = props;
  const noteId = useId();
  const isBad = line.problems.length > 0;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names the active line.
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the tree.
    <div
      id={id}
      role="treeitem"
      aria-level={line.depth + 1}
      aria-expanded={line.isOpen ?? undefined}
      aria-selected={isCurrent}
      aria-setsize={line.siblings}
      aria-posinset={line.position + 1}
      aria-describedby={isBad ? noteId : undefined}
      data-place={line.place}
      className={classNames(styles.line, isCurrent && styles.current, isBad && styles.bad)}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 8 + line.depth * 14 }}
      onClick={() => {
        onPress();
        onToggle();
      }}
      onDoubleClick={() => line.isOpen === null && onEdit('value')}
    >
      <div className={styles.row}>
        <span className={styles.twist}>
          {line.isOpen !== null && (line.isOpen ? <ChevronDown /> : <ChevronRight />)}
        </span>
        {edited === 'key' ? (
          <InPlace name="Key" initial={initial} onFinish={(typed) => onFinish('key', typed)} />
        ) : (
          <span className={styles.key} title={line.name}>
            {line.name === '' ? '""' : line.name}
          </span>
        )}
        <span className={styles.meta}>:</span>
        {edited === 'value' ? (
          <InPlace
            name={`Value of ${line.name}`}
            initial={initial}
            onFinish={(typed) => onFinish('value', typed)}
          />
        ) : (
          <Value line={line} text={text} />
        )}
        <span className={styles.type}>{lineType(line)}</span>
      </div>
      {isBad && (
        <div id={noteId}>
          {line.problems.map((problem) => (
            <div key={problem} className={styles.message} title={problem}>
              {problem}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function Value({ line, text }: { readonly line: DocumentLine; readonly text: string }) {
  const { kind, from, to } = line;
  const source = text.slice(from, Math.min(to, from + MOST_SHOWN));
  switch (kind) {
    case 'object':
    case 'array':
      return <span className={styles.meta}>{lineSummary(text, line)}</span>;
    case 'string':
      return (
        <span className={styles.string} title={source}>
          {source}
          {to - from > MOST_SHOWN && '…'}
        </span>
      );
    case 'number':
      return <span className={styles.number}>{source}</span>;
    case 'boolean':
      return <span className={styles.word}>{source}</span>;
    case 'null':
      return <span className={styles.meta}>null</span>;
  }
}

interface InPlaceProps {
  readonly name: string;
  readonly initial: string;
  readonly onFinish: (typed: string | null) => void;
}

function InPlace({ name, initial, onFinish }: InPlaceProps) {
  const [typed, setTyped] = useState(initial);
  // Giving the focus back is a blur as well.
  const isDone = useRef(false);
  function finish(result: string | null): void {
    if (isDone.current) return;
    isDone.current = true;
    onFinish(result === initial ? null : result);
  }
  return (
    <PlainField
      aria-label={name}
      className={styles.field}
      autoFocus
      value={typed}
      onFocus={(event) => event.currentTarget.select()}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => finish(typed)}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        finish(event.key === 'Escape' ? null : typed);
      }}
    />
  );
}
