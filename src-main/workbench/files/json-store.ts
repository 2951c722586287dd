import { readFile, rename } from 'node:fs/promises';
import type { z } from 'zod';
import { writeWhole } from '../../write-whole.ts';
import { type FileStamp, readStamp, sameStamp } from './file-stamp.ts';
import { systemCode } from './preflight-errors.ts';

/** One small file of Cairn's own, as a value. */
export interface JsonStore<T> {
  /** What the file holds; the empty value where there is none or it was damaged. Never rejects. */
  read(): Promise<T>;
  /**
   * Changes the value and resolves when it is on the disk. Changes are made one after the other, each to what the
   * file holds by then, so that a second Cairn's writes are kept. Rejects if it cannot be written.
   */
  update(change: (value: T) => T): Promise<T>;
  /** What was found damaged and set aside, in a sentence; null if nothing was. */
  damage(): string | null;
}

export interface JsonStoreOptions<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
  readonly empty: T;
}

/** Makes a store over a file that need not exist. Files are replaced whole: temporary file, fsync, rename. */
export function createJsonStore<T>({ path, schema, empty }: JsonStoreOptions<T>): JsonStore<T> {
  let cached: { readonly value: T; readonly stamp: FileStamp | null } | undefined;
  let damage: string | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function load(): Promise<T> {
    const stamp = await readStamp(path);
    if (cached !== undefined && sameStamp(cached.stamp, stamp)) return cached.value;
    let value = empty;
    if (stamp !== null) {
      try {
        value = schema.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch (cause) {
        damage = await setAside(path, cause);
      }
    }
    cached = { value, stamp };
    return value;
  }

  /** Runs after all that was asked before, whether it worked or not. */
  function enqueue<R>(work: () => Promise<R>): Promise<R> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  return {
    read: () => enqueue(load),
    update: (change) =>
      enqueue(async () => {
        const value = change(await load());
        await writeWhole(path, `${JSON.stringify(value, null, 2)}\n`);
        cached = { value, stamp: await readStamp(path) };
        return value;
      }),
    damage: () => damage,
  };
}

/** Moves a damaged file out of the way, so that a start never fails on it and nothing is lost. */
async function setAside(path: string, cause: unknown): Promise<string | null> {
  const code = systemCode(cause);
  if (code === 'ENOENT') return null;
  if (code === 'EACCES' || code === 'EPERM') return `${path} may not be read; Cairn goes on without it.`;
  const aside = `${path}.damaged-${Date.now()}`;
  try {
    await rename(path, aside);
    return `${path} was damaged. It was set aside as ${aside}, and Cairn starts with an empty one.`;
  } catch {
    return `${path} is damaged and could not be set aside; Cairn goes on without it.`;
  }
}
