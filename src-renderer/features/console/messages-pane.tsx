import { Ban, CircleAlert, CircleCheck, Copy } from 'lucide-react';
import { useMemo } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { copyText } from '../../lib/copy-text.ts';
import { clockTime } from '../../lib/relative-time.ts';
import { SqlSpans } from '../../lib/sql/sql-text.tsx';
import { useHighlight } from '../../lib/sql/use-highlight.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PlainButton } from '../../ui/plain-button.tsx';
import styles from './messages-pane.module.css';
import type { RunMessage, RunProblem } from './runs/result-set.ts';
import { statementLine } from './runs/run-words.ts';

export interface MessagesPaneProps {
  readonly messages: readonly RunMessage[];
  /** Where a problem is, as "line 7, column 12"; null: its statement does not stand there any more. */
  readonly placeText: (problem: RunProblem, sql: string) => string | null;
  readonly onGoTo: (offset: number) => void;
  /** Runs a statement again. */
  readonly onRetry: (sql: string) => void;
}

const icons = { done: CircleCheck, stopped: Ban, error: CircleAlert } as const;

/** What was said of the statements that were run, the newest first. */
export function MessagesPane({ messages, placeText, onGoTo, onRetry }: MessagesPaneProps) {
  if (messages.length === 0) {
    return (
      <EmptyState title="No messages">What statements did, and why one failed, is told here.</EmptyState>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section className={styles.pane} aria-label="Messages" tabIndex={0}>
      <ul className={styles.list}>
        {messages.toReversed().map((message) => {
          const Icon = icons[message.kind];
          const { problem, report, becomes } = message;
          const line = statementLine(message.sql);
          const place = problem === null ? null : placeText(problem, message.sql);
          return (
            <li key={message.id} className={classNames(styles.message, styles[message.kind])}>
              <Icon aria-hidden="true" />
              <div className={styles.words}>
                <p className={styles.text}>{message.text}</p>
                {message.hint !== null && <p className={styles.hint}>{message.hint}</p>}
                {message.notes.map((note) => (
                  <p key={note} className={styles.hint}>
                    {note}
                  </p>
                ))}
                <p className={styles.sql} title={line}>
                  {line}
                </p>
                {becomes !== null && (
                  <div className={styles.becomes}>
                    <SqlLines sql={becomes} />
                  </div>
                )}
              </div>
              <div className={styles.end}>
                <span className={styles.time}>{clockTime(message.at)}</span>
                {problem !== null && place !== null && (
                  <PlainButton className={styles.link} onClick={() => onGoTo(problem.offset)}>
                    {place}
                  </PlainButton>
                )}
                {message.canRetry && (
                  <Button size="small" onClick={() => onRetry(message.sql)}>
                    Retry
                  </Button>
                )}
                {becomes !== null && (
                  <Button
                    size="small"
                    variant="ghost"
                    icon={<Copy />}
                    onClick={() => void copyText(becomes, 'SQL copied')}
                  >
                    Copy SQL
                  </Button>
                )}
                {report !== null && (
                  <Button
                    size="small"
                    variant="ghost"
                    icon={<Copy />}
                    onClick={() => void copyText(report, 'Report copied')}
                  >
                    Copy report
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** A statement as it is laid out. */
function SqlLines({ sql }: { readonly sql: string }) {
  const highlight = useHighlight();
  const lines = useMemo(() => highlight(sql), [highlight, sql]);
  return lines.map((spans, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text never move.
    <div key={index}>
      <SqlSpans spans={spans} />
    </div>
  ));
}
