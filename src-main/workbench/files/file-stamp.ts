import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What of a file's `stat` changes when anybody writes it; null if the file is not there. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  /** Nanoseconds. Inode numbers alone are used again at once. */
  readonly birthtime: bigint;
  readonly size: bigint;
  /** Nanoseconds. */
  readonly modified: bigint;
  /** Nanoseconds; unlike the time of modification nobody can set it back. */
  readonly changed: bigint;
}

/** The stamps of a database and of the files beside it that hold a part of its content. */
export interface FileStamps {
  readonly main: FileStamp | null;
  readonly wal: FileStamp | null;
  readonly journal: FileStamp | null;
}

/** Reads the stamp of one file. `stat` is the only call that is safe on a file with open connections. */
export async function readStamp(path: string): Promise<FileStamp | null> {
  try {
    return stampOf(await stat(path, { bigint: true }));
  } catch {
    // Whatever keeps us from seeing the file: for a comparison it is not there.
    return null;
  }
}

export function stampOf(stats: BigIntStats): FileStamp {
  return {
    dev: stats.dev,
    ino: stats.ino,
    birthtime: stats.birthtimeNs,
    size: stats.size,
    modified: stats.mtimeNs,
    changed: stats.ctimeNs,
  };
}

/** Reads the stamps of a database, its -wal and its -journal, all at once. */
export async function readStamps(path: string): Promise<FileStamps> {
  const [main, wal, journal] = await Promise.all([
    readStamp(path),
    readStamp(`${path}-wal`),
    readStamp(`${path}-journal`),
  ]);
  return { main, wal, journal };
}

/** Whether nothing was written between the two. */
export function sameStamps(a: FileStamps, b: FileStamps): boolean {
  return sameStamp(a.main, b.main) && sameStamp(a.wal, b.wal) && sameStamp(a.journal, b.journal);
}

export function sameStamp(a: FileStamp | null, b: FileStamp | null): boolean {
  if (a === null || b === null) return a === b;
  return sameIdentity(a, b) && a.size === b.size && a.modified === b.modified && a.changed === b.changed;
}

/** Whether both are the same file on the disk, not only the same path. */
export function sameIdentity(a: FileStamp, b: FileStamp): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.birthtime === b.birthtime;
}
