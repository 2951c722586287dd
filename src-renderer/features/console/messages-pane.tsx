import { Ban, CircleAlert, CircleCheck, Copy } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { copyText } from '../../lib/copy-text.ts';
import { clockTime } from '../../lib/relative-time.ts';
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
}

const icons = { done: CircleCheck, stopped: Ban, error: CircleAlert } as const;

/** What was said of the statements that were run, the newest first. */
export function MessagesPane({ messages, placeText, onGoTo }: MessagesPaneProps) {
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
          const { problem, report } = message;
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
                <p className={styles.sql}>{statementLine(message.sql)}</p>
              </div>
              <div className={styles.end}>
                <span className={styles.time}>{clockTime(message.at)}</span>
                {problem !== null && place !== null && (
                  <PlainButton className={styles.link} onClick={() => onGoTo(problem.offset)}>
                    {place}
                  </PlainButton>
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
