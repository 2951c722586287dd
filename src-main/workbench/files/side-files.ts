import { open, stat } from 'node:fs/promises';

/** The files that SQLite keeps beside a database. Sizes in bytes; null where there is no such file. */
export interface SideFiles {
  readonly walBytes: number | null;
  readonly sharedMemoryBytes: number | null;
  readonly journalBytes: number | null;
  /** The journal has content and a valid header: unless its writer lives, the database is not whole without it. */
  readonly hasJournalHeader: boolean;
}

export const sideFileSuffixes = ['-wal', '-shm', '-journal'] as const;

const JOURNAL_MAGIC = 'd9d505f920a163d7';

/** Looks at the files beside a database. Never throws: what cannot be seen counts as absent. */
export async function readSideFiles(path: string): Promise<SideFiles> {
  const [walBytes, sharedMemoryBytes, journalBytes] = await Promise.all([
    sizeOf(`${path}-wal`),
    sizeOf(`${path}-shm`),
    sizeOf(`${path}-journal`),
  ]);
  const hasJournalHeader = (journalBytes ?? 0) > 0 && (await startsWithJournalMagic(`${path}-journal`));
  return { walBytes, sharedMemoryBytes, journalBytes, hasJournalHeader };
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const stats = await stat(path);
    return stats.isFile() ? stats.size : null;
  } catch {
    return null;
  }
}

async function startsWithJournalMagic(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const head = Buffer.alloc(JOURNAL_MAGIC.length / 2);
    await file.read(head, 0, head.length, 0);
    return head.toString('hex') === JOURNAL_MAGIC;
  } catch {
    // A journal that we may not read: SQLite could not either, so it decides.
    return true;
  }
}
