import { readFile, readlink } from 'node:fs/promises';
import { basename } from 'node:path';

/** What a program holds on a database file: more is stronger. */
export type LockStrength = 'shared' | 'reserved' | 'exclusive';

/** A program that holds a lock of SQLite on a file. */
export interface LockHolder {
  readonly pid: number;
  readonly strength: LockStrength;
}

/** The part of a `stat` that names a file. */
export interface FileIdentity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** Where SQLite's lock bytes stand in a database file: https://www.sqlite.org/lockingv3.html and os_unix.c. */
const PENDING_BYTE = 0x4000_0000n;
const RESERVED_BYTE = PENDING_BYTE + 1n;
const SHARED_FIRST = PENDING_BYTE + 2n;

/** A lock that a program holds on bytes of a file. */
export interface ByteLock {
  readonly pid: number;
  readonly isWrite: boolean;
  readonly first: bigint;
  /** null: to the end of the file, wherever that is. */
  readonly last: bigint | null;
}

/**
 * Programs that hold locks on these files, `ownPids` left out, strongest first; null where the system does not tell
 * (only Linux does, in /proc/locks). Holders outside our process namespace are not seen.
 */
export async function lockHolders(
  files: readonly FileIdentity[],
  ownPids: ReadonlySet<number> = new Set(),
): Promise<readonly LockHolder[] | null> {
  const table = await readLocks();
  return table === null ? null : parseLocks(table, files).filter(({ pid }) => !ownPids.has(pid));
}

/** The table of all locks; null where the system does not tell. */
export async function readLocks(): Promise<string | null> {
  try {
    return await readFile('/proc/locks', 'utf8');
  } catch {
    return null;
  }
}

/** The strongest lock of each program, strongest first. */
export function parseLocks(table: string, files: readonly FileIdentity[]): readonly LockHolder[] {
  const strongest = new Map<number, ByteLock>();
  for (const lock of byteLocksOf(table, files)) {
    const known = strongest.get(lock.pid);
    if (known === undefined || rank(lock) > rank(known)) strongest.set(lock.pid, lock);
  }
  return [...strongest.values()]
    .sort((a, b) => rank(b) - rank(a))
    .map((lock) => ({ pid: lock.pid, strength: strengthOf(lock) }));
}

/** Reads lines like `1: POSIX  ADVISORY  WRITE 8529 fe:00:2147271 1073741825 1073741825` (proc(5)). */
export function byteLocksOf(table: string, files: readonly FileIdentity[]): readonly ByteLock[] {
  const wanted = new Set(files.map(nameOf));
  const locks: ByteLock[] = [];
  for (const line of table.split('\n')) {
    const [, type, , access, pid, file, first, last] = line.trim().split(/\s+/u);
    if (type !== 'POSIX' && type !== 'OFDLCK') continue;
    if (file === undefined || !wanted.has(file) || first === undefined || last === undefined) continue;
    if (!(Number(pid) > 0)) continue;
    locks.push({
      pid: Number(pid),
      isWrite: access === 'WRITE',
      first: BigInt(first),
      last: last === 'EOF' ? null : BigInt(last),
    });
  }
  return locks;
}

/** Whether a lock lies on a byte. */
export function isOnByte({ first, last }: ByteLock, byte: bigint): boolean {
  return first <= byte && (last === null || byte <= last);
}

/** The name of a program for messages; null where the system does not tell. */
export async function programName(pid: number): Promise<string | null> {
  try {
    return basename(await readlink(`/proc/${pid}/exe`));
  } catch {
    // Of another user: what it calls itself, which for some is the name of a thread.
    return (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim() || null;
  }
}

/** A program for people, such as "sqlite3 (process 812)". */
export async function programWords(pid: number): Promise<string> {
  return `${(await programName(pid)) ?? 'a program'} (process ${pid})`;
}

function nameOf({ dev, ino }: FileIdentity): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
  return `${hex(major)}:${hex(minor)}:${ino}`;
}

function hex(value: bigint): string {
  return value.toString(16).padStart(2, '0');
}

function strengthOf(lock: ByteLock): LockStrength {
  if (!lock.isWrite) return 'shared';
  if (isOnByte(lock, PENDING_BYTE) || isOnByte(lock, SHARED_FIRST)) return 'exclusive';
  return isOnByte(lock, RESERVED_BYTE) ? 'reserved' : 'shared';
}

/** Of two that only share, the one that writes is stronger: into the WAL, by a lock on its -shm file. */
function rank(lock: ByteLock): number {
  const strengths: readonly LockStrength[] = ['shared', 'reserved', 'exclusive'];
  return strengths.indexOf(strengthOf(lock)) * 2 + (lock.isWrite ? 1 : 0);
}
