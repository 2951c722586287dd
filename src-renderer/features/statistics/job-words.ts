import type { FileJob, FileSpace } from '../../../src-preload/contract/stats.ts';
import { countOf, formatByteSize } from '../../lib/cells/byte-size.ts';

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
      return `Builds ${countOf(indexes, 'index', 'indexes')} anew. The file is locked meanwhile.`;
    }
    case 'checkpoint':
      if (space === null) return 'Moves the WAL into the file.';
      return space.walBytes === null
        ? 'The file has no WAL.'
        : `${formatByteSize(space.walBytes)} in the WAL are moved into the file.`;
  }
}
