import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../../src-preload/client.ts';
import type { FileJob, FileSpace } from '../../../src-preload/contract/stats.ts';
import { type Failure, toFailure } from '../../lib/failure.ts';

export interface SpaceState {
  readonly space: FileSpace | null;
  readonly isMeasuring: boolean;
  readonly failure: Failure | null;
  readonly measure: () => void;
  readonly stop: () => void;
}

/** How the space of a file is used: measured when the page is opened, and again when it is asked for. */
export function useSpace(client: Client, file: string): SpaceState {
  const [space, setSpace] = useState<FileSpace | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isMeasuring, setMeasuring] = useState(false);
  const running = useRef<AbortController | null>(null);
  const measure = useCallback(() => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setMeasuring(true);
    client.stats
      .space({ file }, { signal: own.signal })
      .then(
        (found) => {
          setSpace(found);
          setFailure(null);
        },
        (error: unknown) => own.signal.aborted || setFailure(toFailure(error)),
      )
      .finally(() => running.current === own && setMeasuring(false));
  }, [client, file]);
  useEffect(() => {
    measure();
    return () => running.current?.abort();
  }, [measure]);
  return { space, isMeasuring, failure, measure, stop: () => running.current?.abort() };
}

/** A job of a file as it stands. */
export interface JobState {
  readonly kind: 'running' | 'done' | 'failed' | 'stopped';
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly object: string | null;
  readonly done: number | null;
  readonly total: number | null;
  /** What it found, at most 1,000. */
  readonly problems: readonly string[];
  readonly message: string;
  readonly milliseconds: number | null;
}

export interface JobsState {
  readonly jobs: ReadonlyMap<FileJob, JobState>;
  readonly run: (job: FileJob) => void;
  readonly stop: (job: FileJob) => void;
}

/** The jobs that were run on a file since its page was opened. Leaving the page stops what runs. */
export function useJobs(client: Client, file: string, onWritten: () => void): JobsState {
  const [jobs, setJobs] = useState<ReadonlyMap<FileJob, JobState>>(new Map());
  const running = useRef(new Map<FileJob, AbortController>());
  useEffect(() => {
    const all = running.current;
    return () => {
      for (const abort of all.values()) abort.abort();
    };
  }, []);
  const change = useCallback(
    (job: FileJob, next: (before: JobState | undefined) => JobState) =>
      setJobs((before) => new Map(before).set(job, next(before.get(job)))),
    [],
  );
  const run = useCallback(
    async (job: FileJob) => {
      if (running.current.has(job)) return;
      const abort = new AbortController();
      running.current.set(job, abort);
      change(job, () => ({ ...NOTHING, startedAt: Date.now() }));
      try {
        for await (const { object, done, total, problems, ended } of client.stats.job(
          { file, job },
          { signal: abort.signal },
        )) {
          change(job, (before = NOTHING) => ({
            ...before,
            ...(ended === null
              ? { object, done, total }
              : {
                  kind: 'done',
                  message: ended.message,
                  milliseconds: ended.milliseconds,
                  endedAt: Date.now(),
                }),
            problems: [...before.problems, ...problems],
          }));
        }
        if (WRITING.has(job)) onWritten();
      } catch (error) {
        const isStopped = abort.signal.aborted;
        change(job, (before = NOTHING) => ({
          ...before,
          kind: isStopped ? 'stopped' : 'failed',
          endedAt: Date.now(),
          message: isStopped ? 'Stopped.' : toFailure(error).message,
        }));
      } finally {
        running.current.delete(job);
      }
    },
    [client, file, change, onWritten],
  );
  return { jobs, run: (job) => void run(job), stop: (job) => running.current.get(job)?.abort() };
}

/** Jobs after which the space is another one. */
const WRITING: ReadonlySet<FileJob> = new Set(['vacuum', 'analyze', 'reindex', 'checkpoint']);

const NOTHING: JobState = {
  kind: 'running',
  startedAt: 0,
  endedAt: null,
  object: null,
  done: null,
  total: null,
  problems: [],
  message: '',
  milliseconds: null,
};
