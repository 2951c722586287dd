import type { FileJob, FileSpace } from '../../../src-preload/contract/stats.ts';
import { countOf, formatByteSize } from '../../lib/cells/byte-size.ts';
import { clockTime } from '../../lib/relative-time.ts';
import { durationWords } from '../../lib/transactions/transaction-words.ts';
import type { JobState } from './use-space.ts';

interface JobWords {
  readonly name: string;
  /** It changes the file, or locks it for longer than a moment. */
  readonly writes: boolean;
}

/** How the jobs are called. */
export const JOB_WORDS = {
  integrity: { name: 'Integrity check', writes: false },
  quick: { name: 'Quick check', writes: false },
  'foreign-keys': { name: 'Foreign-key check', writes: false },
  vacuum: { name: 'VACUUM', writes: true },
  analyze: { name: 'ANALYZE', writes: true },
  reindex: { name: 'REINDEX', writes: true },
  checkpoint: { name: 'Checkpoint', writes: true },
} as const satisfies Record<FileJob, JobWords>;

/** Whether it is asked about first: others must wait for it, and it needs space. */
export function isQuestion(job: FileJob): boolean {
  return job === 'vacuum' || job === 'reindex';
}

/** What a job does and costs. */
export function jobAbout(job: FileJob, space: FileSpace | null): string {
  switch (job) {
    case 'integrity':
      return 'Reads every page of every table and its indexes.';
    case 'quick':
      return 'As the integrity check, without comparing indexes with their tables.';
    case 'foreign-keys':
      return 'Looks for rows whose parent is missing.';
    case 'vacuum':
      return space === null
        ? 'Writes the file anew without free pages. It is locked meanwhile.'
        : `Would free about ${formatByteSize(space.freePages * space.pageSize)} and needs ${formatByteSize(space.bytes)} beside the file, which is locked meanwhile. SQLite gives no progress.`;
    case 'analyze':
      return 'Counts what the query planner goes by.';
    case 'reindex': {
      const indexes = space?.objects.filter(({ kind }) => kind === 'index').length ?? 0;
      return `Builds ${countOf(indexes, 'index', 'indexes')} anew, table by table. Nobody can write while a table has its turn.`;
    }
    case 'checkpoint':
      if (space === null) return 'Moves the WAL into the file.';
      return space.walBytes === null
        ? 'The file has no WAL.'
        : `${formatByteSize(space.walBytes)} in the WAL are moved into the file.`;
  }
}

/** How a job stands, or how it went. */
export function stateWords(job: FileJob, state: JobState): string {
  const { kind, done, total, message, milliseconds, endedAt } = state;
  const tables = total === null ? null : `${done ?? 0} of ${countOf(total, 'table')}`;
  switch (kind) {
    case 'running':
      return tables ?? 'Running. SQLite gives no progress.';
    case 'stopped':
      return `Stopped${tables === null ? '' : ` after ${tables}`}. ${stoppedWords(job)}`;
    case 'failed':
      return message;
    case 'done':
      return `Done at ${clockTime(endedAt ?? 0)} in ${took(milliseconds ?? 0)}: ${message}`;
  }
}

/** What it means for the file. */
function stoppedWords(job: FileJob): string {
  if (!JOB_WORDS[job].writes) return 'The file was only read.';
  return job === 'vacuum' ? 'The file is as it was.' : 'What was done by then stays.';
}

function took(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : durationWords(milliseconds);
}
