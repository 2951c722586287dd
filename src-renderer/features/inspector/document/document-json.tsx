import { Copy } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { DocumentProblem } from '../../../../src-preload/contract/collections.ts';
import {
  type JsonPath,
  jsonProblem,
  pathText,
  valueSpan,
} from '../../../../src-preload/contract/json-text/index.ts';
import { formatByteSize } from '../../../lib/cells/byte-size.ts';
import { Badge } from '../../../ui/badge.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { PlainButton } from '../../../ui/plain-button.tsx';
import { showToast } from '../../../ui/toasts.ts';
import barStyles from '../json-view.module.css';
import styles from './document-json.module.css';
import type { DocumentSession, DocumentState } from './document-session.ts';
import { JsonEditor, type JsonEditorHandle } from './json-editor.tsx';
import { documentText, isOnOneLine, shownText } from './json-text.ts';

export interface DocumentJsonProps {
  readonly session: DocumentSession;
  readonly state: DocumentState;
  readonly isReadOnly: boolean;
}

interface ShownProblem {
  readonly offset: number;
  readonly words: string;
}

/** Longer documents are taken over a little after typing stopped: that needs a pass over all of them. */
const LONG = 200_000;
const PAUSE = 250;
const MOST_LISTED = 50;

/** A document as text. What has no lines of its own is laid out to be read, and stored as it was. */
export function DocumentJson({ session, state, isReadOnly }: DocumentJsonProps) {
  const { draft, problems } = state;
  const editor = useRef<JsonEditorHandle>(null);
  const latest = useRef<(() => string) | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [isLaidOut] = useState(() => draft !== null && isOnOneLine(draft.base));
  /** What was typed last, with the document that it made: shown as it was typed. */
  const [typed, setTyped] = useState<{ readonly shown: string; readonly text: string } | null>(null);
  const text = draft?.text ?? '';
  const waiting = draft?.typed ?? null;
  const isOwn = typed !== null && (typed.text === text || waiting === typed.shown);
  const shown = useMemo(() => {
    if (waiting !== null) return waiting;
    return isOwn && typed !== null ? typed.shown : shownText(text, isLaidOut);
  }, [waiting, isOwn, typed, text, isLaidOut]);
  const listed = useMemo(() => shownProblems(shown, waiting !== null, problems), [shown, waiting, problems]);
  const offsets = useMemo(() => listed.map(({ offset }) => offset), [listed]);

  function take(next: string): void {
    const before = session.state().draft;
    if (before === null) return;
    const made = documentText(before.text, next, isLaidOut, before.typed === null ? shown : '');
    setTyped({ shown: next, text: made });
    session.retype(made, 'json');
  }
  function change(length: number, read: () => string): void {
    clearTimeout(timer.current);
    latest.current = read;
    if (length <= LONG) flush();
    else timer.current = setTimeout(flush, PAUSE);
  }
  function flush(): void {
    clearTimeout(timer.current);
    const read = latest.current;
    latest.current = null;
    if (read !== null) take(read());
  }
  // Whoever goes to another view or document has typed it all the same.
  const leave = useEffectEvent(flush);
  useEffect(() => () => leave(), []);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(waiting ?? text);
    showToast({ title: 'Document copied' });
  }
  return (
    <>
      <div className={barStyles.bar}>
        <span className={barStyles.note}>
          {formatByteSize(new Blob([text]).size)}, stored as {state.encoding === 'jsonb' ? 'JSONB' : 'text'}
        </span>
        <IconButton label="Copy the JSON" size="small" onClick={() => void copy()}>
          <Copy />
        </IconButton>
      </div>
      <section className={styles.text} aria-label="JSON">
        <JsonEditor
          ref={editor}
          label="JSON of the document"
          text={shown}
          isReadOnly={isReadOnly}
          problems={offsets}
          onChange={change}
          onBlur={() => {
            flush();
            session.rest();
          }}
        />
      </section>
      {listed.length > 0 && (
        <section className={styles.problems} aria-label="Problems">
          <h3 className={styles.head}>
            Problems <Badge variant="deleted">{listed.length}</Badge>
          </h3>
          <ul className={styles.list}>
            {listed.slice(0, MOST_LISTED).map(({ offset, words }) => (
              <li key={`${offset} ${words}`}>
                <PlainButton
                  className={styles.problem}
                  title={words}
                  onClick={() => editor.current?.goTo(offset)}
                >
                  <span className={styles.place}>{lineAndColumn(shown, offset)}</span>
                  <span className={styles.words}>{words}</span>
                </PlainButton>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function shownProblems(
  shown: string,
  isWaiting: boolean,
  problems: readonly DocumentProblem[],
): readonly ShownProblem[] {
  if (isWaiting) {
    const problem = jsonProblem(shown);
    return problem === null ? [] : [{ offset: problem.offset, words: problem.message }];
  }
  return problems.map(({ path, message }) => ({
    offset: offsetOf(shown, path),
    words: path.length === 0 ? message : `${pathText(path)}: ${message}`,
  }));
}

/** Where a value is, or what is around the place where it is missing. */
function offsetOf(text: string, path: JsonPath): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const span = valueSpan(text, path.slice(0, depth));
    if (span !== null) return span.from;
  }
  return 0;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `${line}:${offset - before.lastIndexOf('\n')}`;
}
