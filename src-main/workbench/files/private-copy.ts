import { constants } from 'node:fs';
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BridgeError } from '../bridge-error.ts';
import { nameOfPath } from './display-path.ts';
import { type FileStamps, readStamps, sameStamps } from './file-stamp.ts';
import { fileUnreadable, systemCode } from './preflight-errors.ts';

/** Above this many bytes a copy is only made where the file system can share the blocks (reflink). */
export const PRIVATE_COPY_LIMIT = 512 * 1024 * 1024;

const ATTEMPTS = 3;

export interface PrivateCopyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes; for tests. */
  readonly limit?: number;
}

/**
 * Copies a database with its -wal and -journal (never the -shm) into a folder of its own and gives the path of the
 * copy. What was written meanwhile makes it start again. Throws FILE_TOO_LARGE_TO_COPY, or FILE_LOCKED if the file
 * never stood still.
 */
export async function makePrivateCopy(
  path: string,
  folder: string,
  { signal, limit = PRIVATE_COPY_LIMIT }: PrivateCopyOptions = {},
): Promise<string> {
  const copy = join(folder, copyName(path));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    signal?.throwIfAborted();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const before = await readStamps(path);
    try {
      await copySet(path, copy, before, limit, signal);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    if (sameStamps(before, await readStamps(path))) return copy;
  }
  await rm(folder, { recursive: true, force: true });
  throw new BridgeError('FILE_LOCKED', `${nameOfPath(path)} is being written all the time.`, {
    hint: 'Open it again when the other program has finished.',
  });
}

/** SQLite drivers trim names, so the copy of "data.db " gets another one. */
function copyName(path: string): string {
  const name = basename(path);
  return name === name.trim() ? name : `${name.trim()}.copy`;
}

async function copySet(
  path: string,
  copy: string,
  { main, wal, journal }: FileStamps,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const bytes = Number((main?.size ?? 0n) + (wal?.size ?? 0n) + (journal?.size ?? 0n));
  const mode = bytes > limit ? constants.COPYFILE_FICLONE_FORCE : constants.COPYFILE_FICLONE;
  const parts = [['', main] as const, ['-wal', wal] as const, ['-journal', journal] as const];
  for (const [suffix, stamp] of parts) {
    if (stamp === null) continue;
    signal?.throwIfAborted();
    try {
      await copyFile(path + suffix, copy + suffix, mode);
      // The copy of a read-only file is read-only too, and then SQLite could not undo a write in it.
      await chmod(copy + suffix, 0o600);
    } catch (cause) {
      const code = systemCode(cause);
      // Gone since it was looked at: the comparison after the copy sees it and starts again.
      if (code === 'ENOENT') continue;
      if (code === 'EACCES' || code === 'EPERM') throw fileUnreadable(path + suffix, cause, null);
      throw bytes > limit || code === 'ENOSPC' || code === 'EDQUOT'
        ? tooLarge(path, bytes, limit, cause)
        : cause;
    }
  }
}

function tooLarge(path: string, size: number, limit: number, cause: unknown): BridgeError {
  const name = nameOfPath(path);
  const isFull = size <= limit;
  return new BridgeError(
    'FILE_TOO_LARGE_TO_COPY',
    isFull
      ? `${name} must be read from a private copy, and the disk has no room for it (${megabytes(size)}).`
      : `${name} must be read from a private copy, and with ${megabytes(size)} it is larger than the ${megabytes(limit)} that Cairn copies.`,
    {
      hint: isFull
        ? 'Free some space, or open the file once with the program that wrote it and close it there.'
        : 'Open the file once with the program that wrote it and close it there: that puts its changes in order.',
      details: { bytes: size, system: systemCode(cause) },
      cause,
    },
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024).toLocaleString('en-US')} MB`;
}
