import type { ReactNode } from 'react';
import type { DryRunResult } from '../../../src-preload/contract/queries.ts';
import { formatCount } from '../../lib/cells/byte-size.ts';
import { stagedRows } from '../../lib/edits/edit-counts.ts';
import { clockTime } from '../../lib/relative-time.ts';
import { millisecondWords } from '../../lib/transactions/transaction-words.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { RadioChoice } from '../../ui/radio-choice.tsx';
import { CountMarks } from './count-marks.tsx';
import styles from './dry-run.module.css';

/** What is done after a statement that failed. */
export type AfterFailure = 'continue' | 'stop';

export interface DryRunPaneProps {
  /** null while the first one runs, and where it could not be run. */
  readonly result: DryRunResult | null;
  readonly isRunning: boolean;
  readonly afterFailure: AfterFailure;
  /** A transaction of this window is open: the script runs in it. */
  readonly isInTransaction: boolean;
  readonly onAfterFailure: (value: AfterFailure) => void;
  readonly onAgain: () => void;
  readonly onStop: () => void;
  readonly onBegin: () => void;
  readonly close: ReactNode;
}

const choices = [
  { value: 'continue', label: 'Go on with the next statement' },
  { value: 'stop', label: 'Stop there' },
] as const;

/** What a dry run would do as a whole, and what can be done next. */
export function DryRunPane(props: DryRunPaneProps) {
  const { result, isRunning, afterFailure, onAfterFailure, close } = props;
  return (
    <section className={styles.pane} aria-label="Dry run">
      <header className={styles.paneHead}>
        <h2 className={styles.paneTitle}>Dry run</h2>
        {result !== null && <span className={styles.quiet}>{clockTime(result.at)}</span>}
        {close}
      </header>
      <div className={styles.paneBody}>
        {result !== null && <Figures result={result} />}
        <RadioChoice
          legend="After a failure"
          choices={choices}
          value={afterFailure}
          onChange={onAfterFailure}
        />
        <Note>Statements that cannot be tried, such as VACUUM or ATTACH, are left out and named.</Note>
      </div>
      <footer className={styles.paneFoot}>
        {isRunning ? (
          <Button onClick={props.onStop}>Stop</Button>
        ) : (
          <Button onClick={props.onAgain}>Dry run again</Button>
        )}
        <Button variant="primary" disabled={isRunning} onClick={props.onBegin}>
          {props.isInTransaction ? 'Run in the transaction' : 'Begin and run'}
        </Button>
      </footer>
    </section>
  );
}

/** Statements whose time is shown. */
const MOST_BARS = 20;

function Figures({ result }: { readonly result: DryRunResult }) {
  const { statements, counts, byTriggers, heldMilliseconds } = result;
  const slowest = statements
    .map(({ milliseconds }, index) => ({ milliseconds, number: index + 1 }))
    .sort((one, other) => other.milliseconds - one.milliseconds)
    .slice(0, MOST_BARS)
    .sort((one, other) => one.number - other.number);
  const most = Math.max(...slowest.map(({ milliseconds }) => milliseconds), 0.001);
  return (
    <>
      <h3 className={styles.part}>What it would do</h3>
      <div className={styles.changes}>
        {stagedRows(counts) === 0 ? (
          <span className={styles.quiet}>No row would be changed.</span>
        ) : (
          <CountMarks counts={counts} />
        )}
        {byTriggers > 0 && (
          <span className={styles.quiet}>{formatCount(byTriggers)} of them by triggers and foreign keys</span>
        )}
      </div>
      <h3 className={styles.part}>Where the time went</h3>
      <ul className={styles.bars}>
        {slowest.map(({ number, milliseconds }) => (
          <li key={number} className={styles.bar}>
            <span className={styles.quiet}>{number}</span>
            <span className={styles.meter} aria-hidden="true">
              <span style={{ width: `${Math.max(1, (milliseconds / most) * 100)}%` }} />
            </span>
            <span className={styles.figure}>{millisecondWords(milliseconds)}</span>
          </li>
        ))}
      </ul>
      <p className={styles.held}>The write lock was held for {millisecondWords(heldMilliseconds)}.</p>
    </>
  );
}
