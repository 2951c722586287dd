import { open, stat } from 'node:fs/promises';
import { endianness } from 'node:os';
import { byteLocksOf, isOnByte, readLocks } from './lock-holders.ts';

/** A program that reads a WAL file, and how much of it. */
export interface WalReader {
  readonly pid: number;
  /** Its snapshot is the file with the first so many frames of the WAL. */
  readonly frames: number;
}

/** Of the WAL index: https://www.sqlite.org/walformat.html, "The WAL-Index Header". */
const FRAMES_OFFSET = 16;
const MOVED_OFFSET = 96;
const MARKS_OFFSET = 100;
const HEADER_BYTES = 136;
const MARKS = 5;
/** The lock byte of the first read mark in the -shm file. */
const FIRST_READ_LOCK = 123n;

/**
 * The programs that are just reading a file by its WAL, the one with the oldest snapshot first: while it reads, no frame
 * after its own can be moved into the file, and the WAL cannot begin anew. Cairn's own processes are among them. null where
 * the system does not tell; empty where nobody reads, or there is no WAL.
 *
 * Opens the -shm file: only sound in a process that holds no SQLite connection to the file.
 */
export async function walReaders(path: string): Promise<readonly WalReader[] | null> {
  const shared = `${path}-shm`;
  const [stats, index, table] = await Promise.all([
    stat(shared, { bigint: true }).catch(() => null),
    readIndex(shared),
    readLocks(),
  ]);
  if (table === null) return null;
  if (stats === null || index === null) return [];
  const readLocksOnIt = byteLocksOf(table, [stats]).filter(({ isWrite }) => !isWrite);
  const readers = index.marks.flatMap((frames, mark) =>
    // Whoever reads a file that all frames were moved into keeps none.
    (mark === 0 && frames === index.frames ? [] : readLocksOnIt)
      .filter((lock) => isOnByte(lock, FIRST_READ_LOCK + BigInt(mark)))
      .map(({ pid }) => ({ pid, frames })),
  );
  return readers.sort((a, b) => a.frames - b.frames);
}

async function readIndex(shared: string) {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  try {
    await using file = await open(shared, 'r');
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES) return null;
  } catch {
    return null;
  }
  // In the byte order of the machine.
  const at = (offset: number) => header.getUint32(offset, endianness() === 'LE');
  const moved = at(MOVED_OFFSET);
  return {
    frames: at(FRAMES_OFFSET),
    // Who holds the first mark reads the file alone, as it was when all frames of then were in it.
    marks: Array.from({ length: MARKS }, (_none, mark) => (mark === 0 ? moved : at(MARKS_OFFSET + 4 * mark))),
  };
}
