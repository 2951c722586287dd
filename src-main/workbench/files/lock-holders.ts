import { readFile } from 'node:fs/promises';

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

/**
 * Programs that hold locks on these files, `ownPids` left out, strongest first; null where the system does not tell
 * (only Linux does, in /proc/locks). Holders outside our process namespace are not seen.
 */
export async function lockHolders(
  files: readonly FileIdentity[],
  ownPids: ReadonlySet<number> = new Set(),
): Promise<readonly LockHolder[] | null> {
  let table: string;
  try {
    table = await readFile('/proc/locks', 'utf8');
  } catch {
    return null;
  }
  return parseLocks(table, files).filter(({ pid }) => !ownPids.has(pid));
}

/** Reads lines like `1: POSIX  ADVISORY  WRITE 8529 fe:00:2147271 1073741825 1073741825` (proc(5)). */
export function parseLocks(table: string, files: readonly FileIdentity[]): readonly LockHolder[] {
  const wanted = new Set(files.map(nameOf));
  const strongest = new Map<number, LockStrength>();
  for (const line of table.split('\n')) {
    const [, type, , access, pid, file, first, last] = line.trim().split(/\s+/u);
    if (type !== 'POSIX' && type !== 'OFDLCK') continue;
    if (file === undefined || !wanted.has(file) || first === undefined || last === undefined) continue;
    const holder = Number(pid);
    const strength = strengthOf(access === 'WRITE', BigInt(first), last === 'EOF' ? null : BigInt(last));
    if (holder > 0 && rank(strength) > rank(strongest.get(holder))) strongest.set(holder, strength);
  }
  return [...strongest]
    .map(([pid, strength]) => ({ pid, strength }))
    .sort((a, b) => rank(b.strength) - rank(a.strength));
}

/** The name of a program for messages; null where the system does not tell. */
export async function programName(pid: number): Promise<string | null> {
  try {
    return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() || null;
  } catch {
    return null;
  }
}

function nameOf({ dev, ino }: FileIdentity): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn);
  const minor = (dev & 0xffn) | ((dev >> 12n) & ~0xffn);
  return `${hex(major)}:${hex(minor)}:${ino}`;
}

function hex(value: bigint): string {
  return value.toString(16).padStart(2, '0');
}

function strengthOf(isWrite: boolean, first: bigint, last: bigint | null): LockStrength {
  if (!isWrite) return 'shared';
  const covers = (byte: bigint) => first <= byte && (last === null || byte <= last);
  if (covers(PENDING_BYTE) || covers(SHARED_FIRST)) return 'exclusive';
  return covers(RESERVED_BYTE) ? 'reserved' : 'shared';
}

function rank(strength: LockStrength | undefined): number {
  if (strength === undefined) return 0;
  return strength === 'shared' ? 1 : strength === 'reserved' ? 2 : 3;
}
