import type { OpenFileInfo, ReadMode } from '../../../src-preload/contract/index.ts';
import type { FileFacts } from './file-facts.ts';

/** How a file is read so that reading leaves no trace. Reasons are shown as they are; null for the normal way. */
export interface OpenPlan {
  readonly mode: ReadMode;
  readonly driver: OpenFileInfo['driver'];
  readonly readModeReason: string | null;
  readonly driverReason: string | null;
  /** The private copy holds an unfinished write that must be undone in it before anybody reads. */
  readonly needsRollback: boolean;
}

/** The driver that opens files without locks and side files. */
const IMMUTABLE_DRIVER = 'node:sqlite';

/**
 * Decides how to read a file from what stands on the disk.
 *
 * SQLite makes a -shm wherever a -wal stands (an empty one too, whatever the header says) or a WAL header asks for
 * one, and undoes a hot journal in place. So:
 * - a hot journal, or a -wal without the -shm of a running program: a private copy;
 * - a -wal with its -shm: the normal way, both are there already;
 * - a quiet WAL file, or an empty -wal that nobody uses: an immutable handle;
 * - anything else, and a file that Cairn itself is about to write: the normal way.
 */
export function planOpening(facts: FileFacts, isWritten = false): OpenPlan {
  const { sides, header, holders } = facts;
  const isWriting = holders?.some(({ strength }) => strength !== 'shared') === true;
  const hasWal = sides.walBytes !== null;
  const hasWalContent = (sides.walBytes ?? 0) > 0;
  const hasSharedMemory = sides.sharedMemoryBytes !== null;

  if (sides.hasJournalHeader && !isWriting) {
    return privateCopy(
      'A program ended in the middle of a write and left its journal. Cairn reads a private copy in which that write is undone; the file itself is as it was found.',
      true,
    );
  }
  if (hasWalContent && !hasSharedMemory && !isWriting) {
    return privateCopy(
      'Its -wal file holds changes, and no program has it open: it was copied so, or its program crashed. Cairn reads a private copy, so that nothing is left beside the file.',
      false,
    );
  }
  if (hasWalContent) return normal(facts);
  if (isWritten) return normal(facts);
  const isUsed = hasSharedMemory && (holders === null || holders.length > 0);
  if (hasWal && isUsed) return normal(facts);
  if (hasWal || header?.journalMode === 'wal') {
    return {
      mode: 'immutable',
      driver: IMMUTABLE_DRIVER,
      readModeReason:
        'No program has this WAL file open. Cairn reads it without locks, so that no -wal and -shm file appear beside it, and looks for changes around each read.',
      driverReason: 'Only node:sqlite can read without locks and side files.',
      needsRollback: false,
    };
  }
  return normal(facts);
}

/** The plan that reads with double-quoted strings accepted, for files whose views need it. */
export function withDoubleQuotedStrings(plan: OpenPlan, view: string): OpenPlan {
  const reason = `The view ${view} has text in double quotes, which only node:sqlite accepts.`;
  return {
    ...plan,
    driver: 'node:sqlite',
    driverReason: plan.driverReason === null ? reason : `${plan.driverReason} ${reason}`,
  };
}

function normal({ realPath }: FileFacts): OpenPlan {
  // better-sqlite3 trims names, so it would open another file.
  const isTrimmed = realPath !== realPath.trim();
  return {
    mode: 'normal',
    driver: isTrimmed ? 'node:sqlite' : 'better-sqlite3',
    readModeReason: null,
    driverReason: isTrimmed ? 'Its name begins or ends with a space, which better-sqlite3 cuts off.' : null,
    needsRollback: false,
  };
}

function privateCopy(readModeReason: string, needsRollback: boolean): OpenPlan {
  return {
    mode: 'private-copy',
    driver: 'better-sqlite3',
    readModeReason,
    driverReason: null,
    needsRollback,
  };
}
