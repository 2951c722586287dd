import {
  Activity,
  ArrowDownToLine,
  Check,
  CircleAlert,
  Clock,
  Database,
  KeyRound,
  ListOrdered,
  RefreshCw,
} from 'lucide-react';
import { useId, useState } from 'react';
import type { FileJob, FileSpace } from '../../../src-preload/contract/stats.ts';
import { durationWords } from '../../lib/transactions/transaction-words.ts';
import { useNow } from '../../lib/transactions/use-now.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { JobProblems } from './job-problems.tsx';
import { isQuestion, JOB_WORDS, jobAbout, stateWords } from './job-words.ts';
import styles from './statistics.module.css';
import type { JobState, JobsState } from './use-space.ts';

export interface JobListProps extends JobsState {
  readonly space: FileSpace | null;
  /** Why the file cannot be written; null: it can be. */
  readonly readOnlyReason: string | null;
}

const ICONS = {
  integrity: Clock,
  quick: Database,
  'foreign-keys': KeyRound,
  vacuum: RefreshCw,
  analyze: Activity,
  reindex: ListOrdered,
  checkpoint: ArrowDownToLine,
} as const satisfies Record<FileJob, unknown>;
/** As they are drawn. */
const ORDER: readonly FileJob[] = [
  'integrity',
  'vacuum',
  'analyze',
  'foreign-keys',
  'quick',
  'reindex',
  'checkpoint',
];

/** What can be done with a file: checks and tidying, each with how it went. */
export function JobList({ jobs, run, stop, space, readOnlyReason }: JobListProps) {
  const title = useId();
  const [asked, setAsked] = useState<FileJob | null>(null);
  const running = [...jobs.values()].filter(({ kind }) => kind === 'running').length;
  return (
    <aside className={styles.jobs} aria-labelledby={title}>
      <header className={styles.jobsHead}>
        <h2 id={title}>Jobs</h2>
        {running > 0 && <Badge variant="reference">{`${running} running`}</Badge>}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <ul className={styles.jobList} tabIndex={0} aria-labelledby={title}>
        {ORDER.map((job) => (
          <JobLine
            key={job}
            job={job}
            state={jobs.get(job)}
            space={space}
            offReason={JOB_WORDS[job].writes ? readOnlyReason : null}
            onRun={() => (isQuestion(job) ? setAsked(job) : run(job))}
            onStop={() => stop(job)}
          />
        ))}
      </ul>
      <p className={styles.jobsFoot}>Jobs run in their own process and can be stopped.</p>
      {asked !== null && (
        <Dialog
          isOpen
          onClose={() => setAsked(null)}
          title={`Run ${JOB_WORDS[asked].name}?`}
          description={jobAbout(asked, space)}
          footer={
            <>
              <Button onClick={() => setAsked(null)}>Cancel</Button>
              <Button
                variant="primary"
                onClick={() => {
                  setAsked(null);
                  run(asked);
                }}
              >
                {`Run ${JOB_WORDS[asked].name}`}
              </Button>
            </>
          }
        />
      )}
    </aside>
  );
}

interface JobLineProps {
  readonly job: FileJob;
  readonly state: JobState | undefined;
  readonly space: FileSpace | null;
  readonly offReason: string | null;
  readonly onRun: () => void;
  readonly onStop: () => void;
}

function JobLine({ job, state, space, offReason, onRun, onStop }: JobLineProps) {
  const { name } = JOB_WORDS[job];
  const isRunning = state?.kind === 'running';
  const isBad = state?.kind === 'failed' || (state?.problems.length ?? 0) > 0;
  const Icon = isBad ? CircleAlert : state?.kind === 'done' ? Check : ICONS[job];
  return (
    <li className={styles.job} data-outcome={isBad ? 'bad' : state?.kind}>
      <Icon aria-hidden="true" />
      <div className={styles.jobWords}>
        <h3>{name}</h3>
        <p aria-live="polite">
          {state === undefined ? (offReason ?? jobAbout(job, space)) : stateWords(job, state)}
        </p>
        {isRunning && <Elapsed since={state.startedAt} />}
        {isRunning && state.total !== null && (
          <ProgressBar label={name} fraction={(state.done ?? 0) / Math.max(1, state.total)} />
        )}
        {state !== undefined && state.problems.length > 0 && (
          <JobProblems name={name} problems={state.problems} />
        )}
      </div>
      {isRunning ? (
        <Button size="small" onClick={onStop} aria-label={`Stop ${name}`}>
          Stop
        </Button>
      ) : (
        <Button size="small" disabled={offReason !== null} onClick={onRun} aria-label={`Run ${name}`}>
          {isQuestion(job) ? 'Run…' : 'Run'}
        </Button>
      )}
    </li>
  );
}

/** Beside what is told aloud: nobody wants to hear each second. */
function Elapsed({ since }: { readonly since: number }) {
  const now = useNow(true);
  return <p>{`${durationWords(now - since)} so far`}</p>;
}
