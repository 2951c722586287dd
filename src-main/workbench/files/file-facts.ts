import { type BigIntStats, constants } from 'node:fs';
import { access, lstat, open, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BridgeError } from '../bridge-error.ts';
import { type LockHolder, lockHolders } from './lock-holders.ts';
import { looksLike } from './looks-like.ts';
import {
  brokenLink,
  fileDamaged,
  fileEmpty,
  fileEncrypted,
  fileIsFolder,
  fileMissing,
  fileUnreadable,
  notADatabase,
  notAFile,
  systemCode,
} from './preflight-errors.ts';
import { looksRandom } from './randomness.ts';
import { readSideFiles, type SideFiles } from './side-files.ts';
import { hasSchemaPage, hasSqliteMagic, readSqliteHeader, type SqliteHeader } from './sqlite-header.ts';

/** All that can be known of a file without SQLite. */
export interface FileFacts {
  /** As asked for, absolute. */
  readonly path: string;
  /** With links resolved; `path` itself where nothing is there. */
  readonly realPath: string;
  readonly stats: BigIntStats | null;
  readonly isSqlite: boolean;
  readonly header: SqliteHeader | null;
  readonly sides: SideFiles;
  readonly canWriteFile: boolean;
  readonly canWriteFolder: boolean;
  /** Other programs with locks on the file or its -shm; null where the system does not tell. */
  readonly holders: readonly LockHolder[] | null;
  /** Why it cannot be opened. */
  readonly error: BridgeError | null;
}

/** Enough to tell noise from data; few enough to look into each file of a folder. */
const HEAD_BYTES = 8192;
const NO_SIDES: SideFiles = {
  walBytes: null,
  sharedMemoryBytes: null,
  journalBytes: null,
  hasJournalHeader: false,
};

/**
 * Looks at a file with plain reads. Safe in a process that holds no SQLite connection to the file, and only there:
 * closing a descriptor drops the locks of all others of the same process. `ownPids` are Cairn's connection processes.
 */
export async function readFileFacts(
  path: string,
  ownPids: ReadonlySet<number> = new Set(),
): Promise<FileFacts> {
  const absolute = resolve(path);
  let stats: BigIntStats;
  let realPath: string;
  try {
    realPath = await realpath(absolute);
    stats = await stat(realPath, { bigint: true });
  } catch (cause) {
    return nothing(absolute, await absenceError(absolute, cause));
  }
  const base: FileFacts = { ...nothing(absolute, null), realPath, stats };
  if (stats.isDirectory()) return { ...base, error: fileIsFolder(absolute, await isLevelDb(realPath)) };
  if (!stats.isFile()) return { ...base, error: notAFile(absolute, specialKind(stats)) };

  const sides = await readSideFiles(realPath);
  const [canWriteFile, canWriteFolder] = await Promise.all([
    isWritable(realPath),
    isWritable(dirname(realPath)),
  ]);
  const found: FileFacts = { ...base, sides, canWriteFile, canWriteFolder };
  const size = Number(stats.size);
  let head: Uint8Array;
  try {
    head = await readHead(realPath, Math.min(size, HEAD_BYTES));
  } catch (cause) {
    return { ...found, error: fileUnreadable(absolute, cause, permissionsOf(stats)) };
  }
  if (size === 0) {
    return { ...found, error: fileEmpty(absolute, sides.walBytes !== null || sides.journalBytes !== null) };
  }
  if (!hasSqliteMagic(head)) return { ...found, error: notADatabase(absolute, looksLike(head, size)) };
  const header = readSqliteHeader(head, size);
  // Programs that encrypt leave 16, 32 or 100 bytes of the header plain: its rest may be noise as well.
  if (!hasSchemaPage(head) && looksRandom(head.subarray(112))) {
    return { ...found, isSqlite: true, error: fileEncrypted(absolute, true) };
  }
  if ('fault' in header) return { ...found, isSqlite: true, error: fileDamaged(absolute, header.fault) };
  return {
    ...found,
    isSqlite: true,
    header,
    holders: await holdersOf(realPath, stats, ownPids),
    error: null,
  };
}

function nothing(path: string, error: BridgeError | null): FileFacts {
  return {
    path,
    realPath: path,
    stats: null,
    isSqlite: false,
    header: null,
    sides: NO_SIDES,
    canWriteFile: false,
    canWriteFolder: false,
    holders: null,
    error,
  };
}

async function absenceError(path: string, cause: unknown): Promise<BridgeError> {
  const code = systemCode(cause);
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ENAMETOOLONG') {
    return fileUnreadable(path, cause, null);
  }
  const link = await lstat(path).catch(() => null);
  if (link?.isSymbolicLink() !== true) return fileMissing(path);
  return brokenLink(path, resolve(dirname(path), await readlink(path)));
}

async function readHead(path: string, length: number): Promise<Uint8Array> {
  await using file = await open(path, 'r');
  const head = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(head, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return head.subarray(0, filled);
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function isLevelDb(folder: string): Promise<boolean> {
  const parts = await Promise.allSettled([stat(join(folder, 'CURRENT')), stat(join(folder, 'LOCK'))]);
  return parts.every(({ status }) => status === 'fulfilled');
}

async function holdersOf(path: string, stats: BigIntStats, ownPids: ReadonlySet<number>) {
  const sharedMemory = await stat(`${path}-shm`, { bigint: true }).catch(() => null);
  return lockHolders(sharedMemory === null ? [stats] : [stats, sharedMemory], ownPids);
}

function specialKind(stats: BigIntStats): string {
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

function permissionsOf(stats: BigIntStats): string {
  return `It belongs to user ${stats.uid}, with mode ${(Number(stats.mode) & 0o777).toString(8).padStart(3, '0')}.`;
}

/** The program that holds the strongest lock on a file, Cairn's own left out, where the system tells. */
export async function lockPid(path: string, own: ReadonlySet<number>): Promise<number | undefined> {
  const { holders } = await readFileFacts(path, own);
  return holders?.[0]?.pid;
}
