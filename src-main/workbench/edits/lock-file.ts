import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';

/** Who holds a lock: a process id alone may be another process by now. */
const owner = z.object({
  pid: z.int().positive(),
  /** What the system says of the start of the process; empty where it does not tell. */
  start: z.string(),
  boot: z.string(),
  /** Milliseconds since 1970. */
  since: z.number(),
});

type LockOwner = z.infer<typeof owner>;

/** A lock that is held until it is released, or its process ends. */
export interface HeldLock {
  release(): Promise<void>;
}

/** Takes a lock, also from a process that does not run any more; else says who holds it, such as "process 7, started 10:31". */
export async function takeLock(path: string): Promise<HeldLock | string> {
  const mine: LockOwner = {
    pid: process.pid,
    start: await startOf(process.pid),
    boot: await bootId(),
    since: Math.round(Date.now() - process.uptime() * 1000),
  };
  const own = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  await writeFile(own, JSON.stringify(mine), { mode: 0o600 });
  try {
    // A link is made by one of several at the same time only; a second try follows a stale lock that was removed.
    for (let attempt = 0; attempt < 8; attempt += 1) {
      if (await isLinked(own, path)) return { release: () => release(path, mine) };
      const found = await readOwner(path);
      if (found !== null && (await isAlive(found))) return holderWords(found);
      await removeStale(path, found);
    }
    return 'another program';
  } finally {
    await rm(own, { force: true });
  }
}

/** Who holds a lock, in words; null: nobody. */
export async function lockHolder(path: string): Promise<string | null> {
  const found = await readOwner(path);
  return found !== null && (await isAlive(found)) ? holderWords(found) : null;
}

async function isLinked(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    // File systems without links: the file is made as it is, or not at all.
    return await writeFile(path, await readFile(own), { flag: 'wx', mode: 0o600 }).then(
      () => true,
      () => false,
    );
  }
}

/** Removes the lock of a dead process, and puts back what was put there by somebody else meanwhile. */
async function removeStale(path: string, stale: LockOwner | null): Promise<void> {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return; // Somebody else has removed it.
  }
  const moved = await readOwner(aside);
  if (moved !== null && !isSame(moved, stale) && (await isAlive(moved))) {
    await link(aside, path).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

async function release(path: string, mine: LockOwner): Promise<void> {
  if (isSame(await readOwner(path), mine)) await rm(path, { force: true });
}

async function readOwner(path: string): Promise<LockOwner | null> {
  try {
    return owner.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

function isSame(a: LockOwner | null, b: LockOwner | null): boolean {
  return a !== null && b !== null && a.pid === b.pid && a.start === b.start && a.boot === b.boot;
}

async function isAlive({ pid, start, boot }: LockOwner): Promise<boolean> {
  if (boot !== (await bootId())) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return (await startOf(pid)) === start;
}

/** By proc(5): field 22 of `stat`, in ticks since the system's start. A process that has ended and waits is none. */
async function startOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return '';
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
}

async function bootId(): Promise<string> {
  if (process.platform !== 'linux') return '';
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

function holderWords({ pid, since }: LockOwner): string {
  const started = new Date(since);
  const time = started.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const isToday = started.toDateString() === new Date().toDateString();
  return `process ${pid}, started ${isToday ? time : `${started.toLocaleDateString('en-CA')} ${time}`}`;
}
