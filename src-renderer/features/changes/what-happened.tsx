import { Check, CircleAlert, Merge } from 'lucide-react';
import { Fragment } from 'react';
import { useCommandKeys } from '../../lib/commands/command-context.tsx';
import type { Conflict } from '../../lib/commits/conflict.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { timeOfDay, timeSpan } from './review-words.ts';
import styles from './what-happened.module.css';

export interface WhatHappenedProps {
  readonly conflict: Conflict;
  /** When the rows that differ were staged. */
  readonly times: readonly number[];
}

/** The pane beside a conflict: who, when, and how fields are merged. */
export function WhatHappened({ conflict, times }: WhatHappenedProps) {
  const keysOf = useCommandKeys();
  const { stoppedAt, changedBy } = conflict;
  const facts: readonly (readonly [string, string, string?])[] = [
    ['Commit', stoppedAt === null ? 'not tried yet' : `${timeOfDay(stoppedAt)}, stopped`],
    changedBy === null
      ? ['Changed by', 'another program', 'it does not hold the file any more']
      : ['Changed by', changedBy, 'has the file open'],
    ...(times.length > 0 ? [['Your edits', `staged ${timeSpan(times)}`] as const] : []),
    ['Lock', 'none held by Cairn'],
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it.
    <section className={styles.pane} aria-label="What happened" tabIndex={0}>
      <h2 className={styles.head}>What happened</h2>
      <dl className={styles.facts}>
        {facts.map(([name, value, note]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {note !== undefined && <span className={styles.note}>{note}</span>}
            </dd>
          </Fragment>
        ))}
      </dl>
      <h3 className={styles.title}>How fields are merged</h3>
      <ul className={styles.rules}>
        <li>
          <Merge className={styles.merged} aria-hidden="true" />
          Changed on one side only: taken without asking.
        </li>
        <li>
          <CircleAlert className={styles.asked} aria-hidden="true" />
          Changed on both sides to different values: you decide.
        </li>
        <li>
          <Check className={styles.decided} aria-hidden="true" />
          Decided by you. Select the other value to change your mind.
        </li>
      </ul>
      <h3 className={styles.title}>Keys here</h3>
      <dl className={styles.keys}>
        <dt>Next to decide</dt>
        <dd>
          <Kbd keys={keysOf('edit.nextProblem') ?? 'F8'} isSpoken />
        </dd>
        <dt>Take mine, take theirs</dt>
        <dd>
          <Kbd keys="←" isSpoken />
          <Kbd keys="→" isSpoken />
        </dd>
        <dt>Edit the value</dt>
        <dd>
          <Kbd keys="Enter" isSpoken />
        </dd>
      </dl>
    </section>
  );
}
